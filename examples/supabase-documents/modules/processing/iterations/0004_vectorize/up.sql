-- iteration: 0004_vectorize
-- parent: b9f7a16ec2af3e8e0774e9e33d764421656973a0b6dbc2557749aba6065a7d66
-- hash: f85f86cdf09641c6c813738d371d44d1447b35e56aa35c6940991828e4cddc84

CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public;

CREATE TABLE public.embeddings (
  id uuid NOT NULL,
  model text,
  vector public.vector(1536),
  created_at timestamptz,
  chunk_id uuid,
  CONSTRAINT embeddings_pkey PRIMARY KEY (id),
  CONSTRAINT embeddings_chunk_id_fkey FOREIGN KEY (chunk_id) REFERENCES public.chunks(id) ON DELETE CASCADE
);
