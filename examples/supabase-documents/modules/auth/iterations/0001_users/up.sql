-- iteration: 0001_users
-- parent: none
-- hash: a35b6e64cb4e9112ac5503d2d8e1bf02bc5e99ba199d6300cb8a72813e829eba

CREATE TABLE public.users (
  id uuid NOT NULL,
  email text,
  name text,
  created_at timestamptz,
  CONSTRAINT users_pkey PRIMARY KEY (id)
);

CREATE TABLE public.documents (
  id uuid NOT NULL,
  user_id uuid,
  CONSTRAINT documents_pkey PRIMARY KEY (id),
  CONSTRAINT documents_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE
);
