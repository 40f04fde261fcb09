-- iteration: 0001_pipeline-status
-- parent: none
-- hash: 354045ea3a34d5933ccc70c360eeafe9c7813c9ee3d1f757227977fe8da6fcb4

-- deletes-data: All rows of chunks are lost.
-- deletes-data: All rows of documents are lost.
DROP TABLE public.chunks;

DROP TABLE public.documents;
