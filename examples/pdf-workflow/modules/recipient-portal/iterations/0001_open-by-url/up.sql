-- iteration: 0001_open-by-url
-- parent: none
-- hash: 73b7490494af34f075053221f1fec58c8b8a6f35d984c1cfec6c0815ea8854ca

CREATE TABLE public.workflow_sessions (
  id uuid NOT NULL,
  document_url varchar(500),
  status text,
  expires_at timestamptz,
  CONSTRAINT workflow_sessions_pkey PRIMARY KEY (id)
);

CREATE TABLE public.recipients (
  id uuid NOT NULL,
  session_id uuid,
  order_index integer,
  unique_url uuid,
  status text,
  CONSTRAINT recipients_pkey PRIMARY KEY (id),
  CONSTRAINT recipients_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.workflow_sessions(id) ON DELETE CASCADE
);
