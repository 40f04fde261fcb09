-- iteration: 0001_accounts
-- parent: none
-- hash: cb01c8ce2e2832358ca9de4d46dcd31d13e977e19c2e489bb51e1dcffbe0cc17

-- deletes-data: All rows of accounts are lost.
DROP TABLE public.accounts;
