-- iteration: 0003_add-phone
-- parent: e7428599b0bae9abcc7d7fae64ccdf4e9458d36883aab73737e5ca70d3f0abcb
-- hash: cc0af702367bf35141a3a6c03c5e1d5348be9458a8376c43c89eba7108970daf

-- deletes-data: All values of accounts.phone are lost.
ALTER TABLE public.accounts DROP COLUMN phone;
