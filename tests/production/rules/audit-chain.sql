-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- Roles, settings and functions
-- =============================================================================

-- roles: Made where it is missing: roles belong to the whole server.
DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'anonymous') THEN
    CREATE ROLE anonymous NOLOGIN;
  END IF;
END
$body$;

DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'authenticated') THEN
    CREATE ROLE authenticated NOLOGIN;
  END IF;
END
$body$;

DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'auditor') THEN
    CREATE ROLE auditor NOLOGIN;
  END IF;
END
$body$;

-- audit: Apart from what applications see.
CREATE SCHEMA audit;

-- audit: Refuses what would change the log.
CREATE FUNCTION audit.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  RAISE EXCEPTION 'The audit log is append-only: % is refused.', tg_op
    USING ERRCODE = 'insufficient_privilege';
END
$body$;

-- audit-chain: Adds an entry to the chain.
CREATE FUNCTION audit.chain_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET timezone = 'UTC'
AS $body$
DECLARE
  last record;
BEGIN
  -- One transaction at a time adds entries; the others wait until it ends.
  INSERT INTO audit.chain AS holder (turn, transaction) VALUES (TRUE, pg_current_xact_id())
  ON CONFLICT (turn) DO UPDATE SET transaction = excluded.transaction
  WHERE holder.transaction <> excluded.transaction;
  SELECT link, hash INTO last FROM audit.log WHERE link IS NOT NULL ORDER BY link DESC LIMIT 1;
  new.link := COALESCE(last.link, 0) + 1;
  new.hash := sha256(COALESCE(last.hash, '') || convert_to((to_jsonb(new) - 'hash')::text, 'UTF8'));
  RETURN new;
END
$body$;

-- audit-chain: Returns the first entry that does not fit, or no row. With a head that was kept elsewhere, also whether it is still there.
CREATE FUNCTION audit.verify(head bigint DEFAULT NULL, head_hash bytea DEFAULT NULL)
RETURNS TABLE (link bigint, id bigint, problem text)
LANGUAGE plpgsql STABLE SECURITY INVOKER SET search_path = '' SET timezone = 'UTC'
AS $body$
BEGIN
  RETURN QUERY WITH entry AS (
    SELECT l.link, l.id, l.hash, to_jsonb(l) - 'hash' AS content,
      COALESCE(lag(l.link) OVER chain, 0) AS previous, COALESCE(lag(l.hash) OVER chain, '') AS previous_hash
    FROM audit.log l WHERE l.link IS NOT NULL WINDOW chain AS (ORDER BY l.link)
  ), broken AS (
    SELECT entry.link, entry.id, 'Entries before it are missing, or it is there twice.' AS problem
    FROM entry WHERE entry.link <> entry.previous + 1
    UNION ALL
    SELECT entry.link, entry.id, 'It was changed, or the one before it.'
    FROM entry
    WHERE entry.link = entry.previous + 1
      AND entry.hash IS DISTINCT FROM sha256(entry.previous_hash || convert_to(entry.content::text, 'UTF8'))
    UNION ALL
    SELECT NULL, l.id, 'It was added past the chain.'
    FROM audit.log l WHERE l.link IS NULL AND l.id > (SELECT min(entry.id) FROM entry)
    UNION ALL
    SELECT head, NULL, 'The head that was kept is not there: the chain was cut off or made anew.'
    WHERE head IS NOT NULL
      AND NOT EXISTS (SELECT FROM entry WHERE entry.link = head AND entry.hash = head_hash)
  )
  SELECT broken.link, broken.id, broken.problem FROM broken ORDER BY broken.link, broken.id LIMIT 1;
END
$body$;

-- audit: One row for each change: by whom, through which request, from where.
CREATE TABLE audit.log (
  id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL DEFAULT now(),
  actor text,
  login text NOT NULL DEFAULT session_user,
  role text NOT NULL,
  request text,
  application text,
  client text,
  transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
  table_name text NOT NULL,
  operation text NOT NULL, -- INSERT, UPDATE, DELETE or TRUNCATE: a CHECK would be parsed anew for each row
  key jsonb,
  old jsonb,
  new jsonb,
  PRIMARY KEY (at, id)
);

-- audit: The history of one row.
CREATE INDEX log_row_idx ON audit.log (table_name, key);

-- audit-chain: The place of an entry in the chain, and its hash. Entries from before the chain have none.
ALTER TABLE audit.log ADD COLUMN link bigint, ADD COLUMN hash bytea;

-- audit-chain: Finds the end of the chain.
CREATE INDEX log_link_idx ON audit.log (link);

-- audit-chain: One row: the transaction whose turn it is to add entries.
CREATE TABLE audit.chain (
  turn boolean PRIMARY KEY,
  transaction xid8 NOT NULL
);

-- audit: Grants do not stop the owner; this does.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.log
FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE audit.log ENABLE ALWAYS TRIGGER append_only;

-- audit-chain: Whoever inserts an entry.
CREATE TRIGGER chain_entry BEFORE INSERT ON audit.log
FOR EACH ROW EXECUTE FUNCTION audit.chain_entry();

-- audit-chain: Fires also where session_replication_role switches other triggers off.
ALTER TABLE audit.log ENABLE ALWAYS TRIGGER chain_entry;

-- audit: Not forced: the triggers write as the owner.
ALTER TABLE audit.log ENABLE ROW LEVEL SECURITY;

-- audit: Auditors read everything.
CREATE POLICY log_select_auditor ON audit.log
FOR SELECT TO auditor
USING (TRUE);

-- audit-chain: It is for the trigger alone.
ALTER TABLE audit.chain ENABLE ROW LEVEL SECURITY;

-- audit: Auditors read the log.
GRANT USAGE ON SCHEMA audit TO auditor;

GRANT SELECT ON audit.log TO auditor;

-- audit-chain: Who may verify is said below.
REVOKE ALL ON FUNCTION audit.chain_entry(), audit.verify(bigint, bytea) FROM PUBLIC;

-- audit-chain: Auditors see the whole chain.
GRANT EXECUTE ON FUNCTION audit.verify(bigint, bytea) TO auditor;

-- =============================================================================
-- accounts
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  name text
);

-- =============================================================================
-- accounts: triggers, access
-- =============================================================================

-- audit: Writes to the log with the owner's rights, so nobody else needs any.
CREATE FUNCTION audit.log_accounts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
DECLARE -- prepared once for a transaction; what stands in the INSERT is prepared for each row
  actor constant text := (NULLIF(current_setting('app.user_id', TRUE), ''))::text;
  acting constant text := COALESCE(NULLIF(current_setting('role', TRUE), 'none'), session_user);
  request constant text := NULLIF(current_setting('app.request_id', TRUE), '');
  application constant text := NULLIF(current_setting('application_name'), '');
  client constant text := COALESCE(NULLIF(current_setting('app.client_address', TRUE), ''), host(inet_client_addr()));
  operation constant text := tg_op;
  key constant jsonb := CASE WHEN tg_op <> 'TRUNCATE' THEN jsonb_build_object('id', COALESCE(old.id, new.id)) END;
  before constant jsonb := to_jsonb(old);
  after constant jsonb := to_jsonb(new);
BEGIN
  IF tg_op = 'UPDATE' AND old *= new THEN
    RETURN NULL; -- nothing changed
  END IF;
  INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old, new)
  VALUES (actor, acting, request, application, client, 'public.accounts', operation, key, before, after);
  RETURN NULL;
END
$body$;

-- audit: Records each change of a row once; an update that changes nothing is none.
CREATE TRIGGER audit_accounts AFTER INSERT OR UPDATE OR DELETE ON public.accounts
FOR EACH ROW EXECUTE FUNCTION audit.log_accounts();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_accounts_truncate AFTER TRUNCATE ON public.accounts
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_accounts();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.accounts ENABLE ALWAYS TRIGGER audit_accounts;

ALTER TABLE public.accounts ENABLE ALWAYS TRIGGER audit_accounts_truncate;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_accounts() FROM PUBLIC;
