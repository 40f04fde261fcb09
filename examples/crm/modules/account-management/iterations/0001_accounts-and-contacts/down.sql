-- iteration: 0001_accounts-and-contacts
-- parent: none
-- hash: 7efb8d82217e90fde236c220e4e1d0d9ad9a1dbe546fc76bb46c3ccba405d4d2

-- deletes-data: All rows of contacts are lost.
-- deletes-data: All rows of accounts are lost.
-- deletes-data: All rows of territories are lost.
-- deletes-data: All rows of users are lost.
DROP TABLE public.contacts;

DROP TABLE public.accounts;

DROP TABLE public.territories;

DROP TABLE public.users;
