-- iteration: 0001_open-by-url
-- parent: none
-- hash: 73b7490494af34f075053221f1fec58c8b8a6f35d984c1cfec6c0815ea8854ca

-- deletes-data: All rows of recipients are lost.
-- deletes-data: All rows of workflow_sessions are lost.
DROP TABLE public.recipients;

DROP TABLE public.workflow_sessions;
