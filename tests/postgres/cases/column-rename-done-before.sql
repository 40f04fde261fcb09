--- before
CREATE TABLE accounts (id int, phone text);

--- after
CREATE TABLE accounts (id int, phone text, city text);

--- renames
column accounts.tel = accounts.phone

--- plan
-- expand
ALTER TABLE public.accounts ADD COLUMN city text;
