-- iteration: 0001_documents
-- parent: none
-- hash: ae5c0a91264b47304e6ded30c12f428b4c4c3bc9f6da800484fa200f13adfa0f

CREATE TABLE public.users (
  id uuid NOT NULL,
  email text,
  name text,
  CONSTRAINT users_pkey PRIMARY KEY (id)
);

CREATE TABLE public.documents (
  id uuid NOT NULL,
  filename text,
  content_type text,
  status text,
  user_id uuid,
  created_at timestamp,
  updated_at timestamptz,
  CONSTRAINT documents_pkey PRIMARY KEY (id),
  CONSTRAINT documents_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT
);
