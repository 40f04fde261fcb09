--- before
CREATE ROLE clerk;
CREATE TABLE accounts (id bigint PRIMARY KEY, tel text UNIQUE, CONSTRAINT has_tel CHECK (tel <> 'tel'), full_tel text GENERATED ALWAYS AS ('+' || tel) STORED);
CREATE INDEX by_tel ON accounts (lower(tel)) WHERE tel IS NOT NULL;
CREATE TABLE calls (tel text REFERENCES accounts (tel));
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON accounts USING (tel IS NOT NULL);
CREATE VIEW phones AS SELECT id, tel FROM accounts;
COMMENT ON COLUMN accounts.tel IS 'Phone.';
GRANT SELECT (tel) ON accounts TO clerk;

--- after
CREATE ROLE clerk;
CREATE TABLE accounts (id bigint PRIMARY KEY, phone text UNIQUE, CONSTRAINT has_tel CHECK (phone <> 'tel'), full_tel text GENERATED ALWAYS AS ('+' || phone) STORED);
CREATE INDEX by_tel ON accounts (lower(phone)) WHERE phone IS NOT NULL;
CREATE TABLE calls (tel text REFERENCES accounts (phone));
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON accounts USING (phone IS NOT NULL);
CREATE VIEW phones AS SELECT id, phone AS tel FROM accounts;
COMMENT ON COLUMN accounts.phone IS 'Phone.';
GRANT SELECT (phone) ON accounts TO clerk;

--- renames
column accounts.tel = accounts.phone

--- plan
-- expand, breaks-clients
ALTER TABLE public.accounts RENAME COLUMN tel TO phone;
-- expand
ALTER TABLE public.accounts RENAME CONSTRAINT accounts_tel_key TO accounts_phone_key;
-- expand
CREATE OR REPLACE VIEW public.phones AS
SELECT id,
    phone AS tel
   FROM public.accounts;
