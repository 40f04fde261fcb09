-- iteration: 0001_documents
-- parent: none
-- hash: ae5c0a91264b47304e6ded30c12f428b4c4c3bc9f6da800484fa200f13adfa0f

-- deletes-data: All rows of documents are lost.
-- deletes-data: All rows of users are lost.
DROP TABLE public.documents;

DROP TABLE public.users;
