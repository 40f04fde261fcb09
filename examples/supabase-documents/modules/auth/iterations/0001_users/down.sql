-- iteration: 0001_users
-- parent: none
-- hash: a35b6e64cb4e9112ac5503d2d8e1bf02bc5e99ba199d6300cb8a72813e829eba

-- deletes-data: All rows of documents are lost.
-- deletes-data: All rows of users are lost.
DROP TABLE public.documents;

DROP TABLE public.users;
