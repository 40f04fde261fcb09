-- iteration: 0001_accounts-and-contacts
-- parent: none
-- hash: 60f6dc5f53accbb74ee9518494a1545461b9cb328b3de36c38cf73f5ab4a6087

-- deletes-data: All rows of contacts are lost.
-- deletes-data: All rows of accounts are lost.
-- deletes-data: All rows of territories are lost.
-- deletes-data: All rows of users are lost.
DROP TABLE public.contacts;

DROP TABLE public.accounts;

DROP TABLE public.territories;

DROP TABLE public.users;
