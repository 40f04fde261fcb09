-- iteration: 0001_accounts
-- parent: none
-- hash: af531bb2dec167fe7afc71b6894734c2fc702a90851dd7cd7317acd0ba4edd85

-- deletes-data: All rows of accounts are lost.
DROP TABLE public.accounts;
