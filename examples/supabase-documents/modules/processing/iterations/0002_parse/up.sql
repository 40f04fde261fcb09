-- iteration: 0002_parse
-- parent: 354045ea3a34d5933ccc70c360eeafe9c7813c9ee3d1f757227977fe8da6fcb4
-- hash: 9fa75ecf5cdfdcae0e9c7efcc2084241076394e92a2eecb8cf2f3a1724bea7f3

CREATE TABLE public.parsed_documents (
  id uuid NOT NULL,
  content jsonb,
  parser text,
  created_at timestamptz,
  document_id uuid,
  CONSTRAINT parsed_documents_pkey PRIMARY KEY (id),
  CONSTRAINT parsed_documents_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE
);
