-- iteration: 0001_pipeline-status
-- parent: none
-- hash: 354045ea3a34d5933ccc70c360eeafe9c7813c9ee3d1f757227977fe8da6fcb4

CREATE TABLE public.documents (
  id uuid NOT NULL,
  status text,
  storage_path text,
  error_message text,
  CONSTRAINT documents_pkey PRIMARY KEY (id)
);

CREATE TABLE public.chunks (
  id uuid NOT NULL,
  doc_id uuid,
  CONSTRAINT chunks_pkey PRIMARY KEY (id),
  CONSTRAINT chunks_doc_id_fkey FOREIGN KEY (doc_id) REFERENCES public.documents(id) ON DELETE CASCADE
);
