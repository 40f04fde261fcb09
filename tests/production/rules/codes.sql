-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- accounts
-- codes: accounts_number_code, accounts_invoice_code, accounts_link_code
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  number varchar(20),
  invoice text,
  link varchar(26),
  CONSTRAINT accounts_number_code CHECK (number ~ '^AC[0-9]{8}$'),
  CONSTRAINT accounts_invoice_code CHECK (invoice ~ '^[0-9]{4}[/][0-9]{6}$'),
  CONSTRAINT accounts_link_code CHECK (link ~ '^[0-9a-hjkmnp-tv-z]{26}$')
);

-- =============================================================================
-- accounts: triggers, access
-- =============================================================================

-- codes: Makes a code with the owner's rights, so nobody else needs any.
CREATE FUNCTION public.make_accounts_number() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  FOR attempt IN 1..10 LOOP
    new.number := 'AC' || lpad(nextval('public.accounts_number_code_seq')::text, 8, '0');
    EXIT WHEN NOT EXISTS (SELECT FROM public.accounts taken WHERE taken.number = new.number);
  END LOOP;
  RETURN new;
END
$body$;

CREATE FUNCTION public.make_accounts_invoice() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  FOR attempt IN 1..10 LOOP
    new.invoice := to_char(now() AT TIME ZONE 'UTC', 'YYYY') || '/' || lpad(nextval('public.accounts_invoice_code_seq')::text, 6, '0');
    EXIT WHEN NOT EXISTS (SELECT FROM public.accounts taken WHERE taken.invoice = new.invoice);
  END LOOP;
  RETURN new;
END
$body$;

CREATE FUNCTION public.make_accounts_link() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  FOR attempt IN 1..10 LOOP
    new.link := (SELECT string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + get_byte(uuid_send(gen_random_uuid()), 0) % 32, 1), '') FROM generate_series(1, 26));
    EXIT WHEN NOT EXISTS (SELECT FROM public.accounts taken WHERE taken.link = new.link);
  END LOOP;
  RETURN new;
END
$body$;

-- codes: Counts the rows of accounts.
CREATE SEQUENCE public.accounts_number_code_seq AS bigint MAXVALUE 99999999 OWNED BY public.accounts.number;

CREATE SEQUENCE public.accounts_invoice_code_seq AS bigint MAXVALUE 999999 OWNED BY public.accounts.invoice;

-- codes: Makes number where a row brings none.
CREATE TRIGGER code_number BEFORE INSERT ON public.accounts
FOR EACH ROW WHEN (new.number IS NULL) EXECUTE FUNCTION public.make_accounts_number();

-- codes: Makes invoice where a row brings none.
CREATE TRIGGER code_invoice BEFORE INSERT ON public.accounts
FOR EACH ROW WHEN (new.invoice IS NULL) EXECUTE FUNCTION public.make_accounts_invoice();

-- codes: Makes link where a row brings none.
CREATE TRIGGER code_link BEFORE INSERT ON public.accounts
FOR EACH ROW WHEN (new.link IS NULL) EXECUTE FUNCTION public.make_accounts_link();

-- codes: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION public.make_accounts_number() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.make_accounts_invoice() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.make_accounts_link() FROM PUBLIC;
