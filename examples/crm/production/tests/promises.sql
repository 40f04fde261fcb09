-- The promises of the production schema of crm as pgTAP tests. Made by `schema harden`: change the definitions, not this file.
-- Run it as the role that owns the tables, or as a superuser; it leaves nothing behind:
--   pg_prove --dbname <database> promises.sql

BEGIN;

CREATE EXTENSION IF NOT EXISTS pgtap;

DO $$
BEGIN
  PERFORM set_config('search_path', extnamespace::regnamespace::text, TRUE) FROM pg_extension WHERE extname = 'pgtap';
END
$$;

-- What this database holds, as text that does not depend on the search_path. Gone with the ROLLBACK at the end.

CREATE FUNCTION pg_temp.columns_of(wanted text)
RETURNS TABLE (name text, type text, required boolean, filled_by text)
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull,
    CASE a.attidentity WHEN 'a' THEN 'identity always' WHEN 'd' THEN 'identity by default'
      ELSE pg_get_expr(d.adbin, d.adrelid) END
  FROM pg_catalog.pg_attribute AS a
    LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attrelid = wanted::regclass AND a.attnum > 0 AND NOT a.attisdropped
$body$;

CREATE FUNCTION pg_temp.constraints_of(wanted text)
RETURNS TABLE (name text, definition text)
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT conname::text, pg_get_constraintdef(oid) FROM pg_catalog.pg_constraint
  WHERE conrelid = wanted::regclass AND contype IN ('p', 'u', 'f', 'c', 'x') AND conparentid = 0
$body$;

CREATE FUNCTION pg_temp.indexes_of(wanted text)
RETURNS TABLE (name text, definition text, valid boolean)
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT x.relname::text,
    replace(pg_get_indexdef(x.oid), quote_ident(x.relname) || ' ON ONLY ', quote_ident(x.relname) || ' ON '), i.indisvalid
  FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
  WHERE i.indrelid = wanted::regclass
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conindid = x.oid AND k.contype IN ('p', 'u', 'x'))
$body$;

CREATE FUNCTION pg_temp.row_security_of(wanted text) RETURNS text
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT CASE WHEN NOT relrowsecurity THEN 'off' WHEN relforcerowsecurity THEN 'forced' ELSE 'on' END
  FROM pg_catalog.pg_class WHERE oid = wanted::regclass
$body$;

CREATE FUNCTION pg_temp.policies_of(wanted text)
RETURNS TABLE (name text, command text, kind text, roles text, sees text, may_write text)
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT polname::text,
    CASE polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' ELSE 'all' END,
    CASE WHEN polpermissive THEN 'permissive' ELSE 'restrictive' END,
    (SELECT string_agg(name, ', ' ORDER BY name COLLATE "C") FROM (
      SELECT CASE role WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(role)::text END FROM unnest(polroles) AS role) AS r (name)),
    pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
  FROM pg_catalog.pg_policy WHERE polrelid = wanted::regclass
$body$;

CREATE FUNCTION pg_temp.triggers_of(wanted text)
RETURNS TABLE (name text, definition text, fires text)
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT tgname::text, pg_get_triggerdef(oid),
    CASE tgenabled WHEN 'O' THEN 'origin' WHEN 'A' THEN 'always' WHEN 'R' THEN 'replica' ELSE 'disabled' END
  FROM pg_catalog.pg_trigger WHERE tgrelid = wanted::regclass AND NOT tgisinternal AND tgparentid = 0
$body$;

-- What others than the owner may do on a table or view, and on single columns of it.
CREATE FUNCTION pg_temp.privileges_of(wanted text)
RETURNS TABLE ("column" text, grantee text, privileges text)
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  WITH acls AS (
    SELECT NULL::text AS "column", relacl AS acl, relowner AS owner,
      (SELECT count(*) FROM aclexplode(acldefault('r', relowner)) AS d WHERE d.grantee = relowner) AS whole
    FROM pg_catalog.pg_class WHERE oid = wanted::regclass
    UNION ALL
    SELECT a.attname::text, a.attacl, c.relowner, 4
    FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    WHERE a.attrelid = wanted::regclass AND a.attnum > 0 AND NOT a.attisdropped
  ), entries AS (
    SELECT acls."column", acls.whole, x.privilege_type, x.is_grantable,
      CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee)::text END AS grantee
    FROM acls, aclexplode(acls.acl) AS x WHERE x.grantee <> acls.owner
  )
  SELECT "column", grantee,
    CASE WHEN count(*) = whole AND NOT bool_or(is_grantable) THEN 'ALL'
      WHEN count(*) = whole AND bool_and(is_grantable) THEN 'ALL WITH GRANT OPTION'
      ELSE string_agg(privilege_type || CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END, ', ' ORDER BY privilege_type) END
  FROM entries WHERE grantee <> ALL (ARRAY[]::text[]) GROUP BY "column", grantee, whole
$body$;

CREATE FUNCTION pg_temp.function_is(wanted text) RETURNS text
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT concat_ws(', ',
    CASE WHEN prosecdef THEN 'runs as its owner' ELSE 'runs as its caller' END,
    CASE WHEN EXISTS (SELECT FROM unnest(proconfig) AS entry WHERE entry LIKE 'search_path=%') THEN 'search_path pinned' END,
    'called by ' || coalesce((
      SELECT string_agg(name, ' and ' ORDER BY name COLLATE "C") FROM (
        SELECT CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee)::text END
        FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) AS x WHERE x.grantee <> proowner) AS callers (name)
      WHERE name <> ALL (ARRAY[]::text[])), 'nobody else'))
  FROM pg_catalog.pg_proc WHERE oid = wanted::regprocedure
$body$;

CREATE FUNCTION pg_temp.options_of(wanted text) RETURNS text
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT string_agg(entry, ', ' ORDER BY entry) FROM pg_catalog.pg_class, unnest(reloptions) AS entry
  WHERE oid = wanted::regclass
$body$;

-- What PostgreSQL answers a role: the SQLSTATE, 00000 where it does as asked. Fails itself where the role cannot be taken.
CREATE FUNCTION pg_temp.answer_to(asking text, statement text) RETURNS text
LANGUAGE plpgsql
AS $body$
DECLARE
  before text := current_setting('role');
  answer text := '00000';
BEGIN
  PERFORM set_config('role', asking, TRUE);
  BEGIN
    EXECUTE statement;
  EXCEPTION WHEN OTHERS THEN
    answer := SQLSTATE;
  END;
  PERFORM set_config('role', before, TRUE);
  RETURN answer;
END
$body$;

SELECT plan(270);

-- audit.log

SELECT set_eq($$SELECT * FROM pg_temp.columns_of('audit.log')$$, $$VALUES
  ('id', 'bigint', TRUE, 'identity always'),
  ('at', 'timestamp with time zone', TRUE, 'now()'),
  ('actor', 'text', FALSE, NULL),
  ('login', 'text', TRUE, 'SESSION_USER'),
  ('role', 'text', TRUE, NULL),
  ('request', 'text', FALSE, NULL),
  ('application', 'text', FALSE, NULL),
  ('client', 'text', FALSE, NULL),
  ('transaction', 'xid8', TRUE, 'pg_current_xact_id()'),
  ('table_name', 'text', TRUE, NULL),
  ('operation', 'text', TRUE, NULL),
  ('key', 'jsonb', FALSE, NULL),
  ('old', 'jsonb', FALSE, NULL),
  ('new', 'jsonb', FALSE, NULL)$$, 'audit.log: columns, NOT NULL and defaults');

SELECT set_eq($$SELECT * FROM pg_temp.constraints_of('audit.log')$$, $$VALUES
  ('log_pkey', 'PRIMARY KEY (at, id)')$$, 'audit.log: keys, checks and references');

SELECT set_eq($$SELECT * FROM pg_temp.indexes_of('audit.log')$$, $$VALUES
  ('log_row_idx', 'CREATE INDEX log_row_idx ON audit.log USING btree (table_name, key)', TRUE)$$, 'audit.log: indexes');

SELECT set_eq($$SELECT * FROM pg_temp.triggers_of('audit.log')$$, $$VALUES
  ('append_only', 'CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.log FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()', 'always')$$, 'audit.log: triggers');

SELECT is(pg_temp.row_security_of('audit.log'), 'on', 'audit.log: row level security is on');

SELECT set_eq($$SELECT * FROM pg_temp.policies_of('audit.log')$$, $$VALUES
  ('log_select_auditor', 'select', 'permissive', 'auditor', 'true', NULL)$$, 'audit.log: policies');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('audit.log')$$, $$VALUES
  (NULL, 'auditor', 'SELECT')$$, 'audit.log: privileges of everyone but the owner');

SELECT is(pg_temp.answer_to('anonymous', $$SELECT FROM audit.log$$), '42501', 'audit.log: SELECT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$INSERT INTO audit.log DEFAULT VALUES$$), '42501', 'audit.log: INSERT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$UPDATE audit.log SET actor = NULL WHERE FALSE$$), '42501', 'audit.log: UPDATE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$DELETE FROM audit.log WHERE FALSE$$), '42501', 'audit.log: DELETE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$TRUNCATE audit.log$$), '42501', 'audit.log: TRUNCATE by anonymous is refused');

SELECT is(pg_temp.answer_to('auditor', $$INSERT INTO audit.log DEFAULT VALUES$$), '42501', 'audit.log: INSERT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$UPDATE audit.log SET actor = NULL WHERE FALSE$$), '42501', 'audit.log: UPDATE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$DELETE FROM audit.log WHERE FALSE$$), '42501', 'audit.log: DELETE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$TRUNCATE audit.log$$), '42501', 'audit.log: TRUNCATE by auditor is refused');

SELECT is(pg_temp.answer_to('authenticated', $$SELECT FROM audit.log$$), '42501', 'audit.log: SELECT by authenticated is refused');

SELECT is(pg_temp.answer_to('authenticated', $$INSERT INTO audit.log DEFAULT VALUES$$), '42501', 'audit.log: INSERT by authenticated is refused');

SELECT is(pg_temp.answer_to('authenticated', $$UPDATE audit.log SET actor = NULL WHERE FALSE$$), '42501', 'audit.log: UPDATE by authenticated is refused');

SELECT is(pg_temp.answer_to('authenticated', $$DELETE FROM audit.log WHERE FALSE$$), '42501', 'audit.log: DELETE by authenticated is refused');

SELECT is(pg_temp.answer_to('authenticated', $$TRUNCATE audit.log$$), '42501', 'audit.log: TRUNCATE by authenticated is refused');

SELECT is(pg_temp.answer_to('deletion', $$SELECT FROM audit.log$$), '42501', 'audit.log: SELECT by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$INSERT INTO audit.log DEFAULT VALUES$$), '42501', 'audit.log: INSERT by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$UPDATE audit.log SET actor = NULL WHERE FALSE$$), '42501', 'audit.log: UPDATE by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$DELETE FROM audit.log WHERE FALSE$$), '42501', 'audit.log: DELETE by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$TRUNCATE audit.log$$), '42501', 'audit.log: TRUNCATE by deletion is refused');

SELECT is(pg_temp.answer_to('retention', $$SELECT FROM audit.log$$), '42501', 'audit.log: SELECT by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$INSERT INTO audit.log DEFAULT VALUES$$), '42501', 'audit.log: INSERT by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$UPDATE audit.log SET actor = NULL WHERE FALSE$$), '42501', 'audit.log: UPDATE by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$DELETE FROM audit.log WHERE FALSE$$), '42501', 'audit.log: DELETE by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$TRUNCATE audit.log$$), '42501', 'audit.log: TRUNCATE by retention is refused');

SELECT throws_ok($$UPDATE audit.log SET actor = NULL WHERE FALSE$$, '42501', NULL, 'audit.log: UPDATE is refused to everyone');

SELECT throws_ok($$DELETE FROM audit.log WHERE FALSE$$, '42501', NULL, 'audit.log: DELETE is refused to everyone');

SELECT throws_ok($$TRUNCATE audit.log$$, '42501', NULL, 'audit.log: TRUNCATE is refused to everyone');

-- public.accounts

SELECT set_eq($$SELECT * FROM pg_temp.columns_of('public.accounts')$$, $$VALUES
  ('id', 'uuid', TRUE, 'gen_random_uuid()'),
  ('account_number', 'character varying(20)', TRUE, NULL),
  ('name', 'character varying(255)', TRUE, NULL),
  ('type', 'character varying(50)', TRUE, NULL),
  ('status', 'character varying(50)', TRUE, '''Active''::character varying'),
  ('email', 'character varying(320)', FALSE, NULL),
  ('phone', 'character varying(30)', FALSE, NULL),
  ('address', 'text', FALSE, NULL),
  ('city', 'character varying(100)', FALSE, NULL),
  ('state', 'character varying(2)', FALSE, NULL),
  ('zip', 'character varying(10)', FALSE, NULL),
  ('territory_id', 'uuid', FALSE, NULL),
  ('owner_id', 'uuid', TRUE, NULL),
  ('parent_account_id', 'uuid', FALSE, NULL),
  ('created_at', 'timestamp with time zone', TRUE, 'now()'),
  ('created_by', 'uuid', TRUE, NULL),
  ('updated_at', 'timestamp with time zone', FALSE, NULL),
  ('updated_by', 'uuid', FALSE, NULL),
  ('deleted_at', 'timestamp with time zone', FALSE, NULL),
  ('version', 'integer', TRUE, '1')$$, 'public.accounts: columns, NOT NULL and defaults');

SELECT set_eq($$SELECT * FROM pg_temp.constraints_of('public.accounts')$$, $$VALUES
  ('accounts_account_number_code', 'CHECK (((account_number)::text ~ ''^AC[0-9]{6}$''::text))'),
  ('accounts_account_number_key', 'UNIQUE (account_number)'),
  ('accounts_created_by_fkey', 'FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE RESTRICT'),
  ('accounts_email_check', 'CHECK (((email)::text ~~ ''%_@_%''::text))'),
  ('accounts_owner_id_fkey', 'FOREIGN KEY (owner_id) REFERENCES public.users(id) ON DELETE RESTRICT'),
  ('accounts_parent_account_id_fkey', 'FOREIGN KEY (parent_account_id) REFERENCES public.accounts(id) ON DELETE RESTRICT'),
  ('accounts_pkey', 'PRIMARY KEY (id)'),
  ('accounts_state_check', 'CHECK (((state)::text ~ ''^[A-Z]{2}$''::text))'),
  ('accounts_status_values', 'CHECK (((status)::text = ANY (ARRAY[''Active''::text, ''Inactive''::text, ''Suspended''::text])))'),
  ('accounts_territory_id_fkey', 'FOREIGN KEY (territory_id) REFERENCES public.territories(id) ON DELETE RESTRICT'),
  ('accounts_type_values', 'CHECK (((type)::text = ANY (ARRAY[''Residential''::text, ''Commercial''::text, ''Industrial''::text])))'),
  ('accounts_updated_by_fkey', 'FOREIGN KEY (updated_by) REFERENCES public.users(id) ON DELETE RESTRICT')$$, 'public.accounts: keys, checks and references');

SELECT set_eq($$SELECT * FROM pg_temp.indexes_of('public.accounts')$$, $$VALUES
  ('accounts_created_by_idx', 'CREATE INDEX accounts_created_by_idx ON public.accounts USING btree (created_by)', TRUE),
  ('accounts_deleted_at_idx', 'CREATE INDEX accounts_deleted_at_idx ON public.accounts USING btree (deleted_at)', TRUE),
  ('accounts_name_account_number_idx', 'CREATE INDEX accounts_name_account_number_idx ON public.accounts USING btree (name, account_number)', TRUE),
  ('accounts_owner_id_status_created_at_desc_idx', 'CREATE INDEX accounts_owner_id_status_created_at_desc_idx ON public.accounts USING btree (owner_id, status, created_at DESC)', TRUE),
  ('accounts_parent_account_id_idx', 'CREATE INDEX accounts_parent_account_id_idx ON public.accounts USING btree (parent_account_id)', TRUE),
  ('accounts_status_idx', 'CREATE INDEX accounts_status_idx ON public.accounts USING btree (status)', TRUE),
  ('accounts_territory_id_idx', 'CREATE INDEX accounts_territory_id_idx ON public.accounts USING btree (territory_id)', TRUE),
  ('accounts_type_idx', 'CREATE INDEX accounts_type_idx ON public.accounts USING btree (type)', TRUE),
  ('accounts_updated_by_idx', 'CREATE INDEX accounts_updated_by_idx ON public.accounts USING btree (updated_by)', TRUE)$$, 'public.accounts: indexes');

SELECT set_eq($$SELECT * FROM pg_temp.triggers_of('public.accounts')$$, $$VALUES
  ('audit_accounts', 'CREATE TRIGGER audit_accounts AFTER INSERT OR DELETE OR UPDATE ON public.accounts FOR EACH ROW EXECUTE FUNCTION audit.log_accounts()', 'always'),
  ('audit_accounts_truncate', 'CREATE TRIGGER audit_accounts_truncate AFTER TRUNCATE ON public.accounts FOR EACH STATEMENT EXECUTE FUNCTION audit.log_accounts()', 'always'),
  ('code_account_number', 'CREATE TRIGGER code_account_number BEFORE INSERT ON public.accounts FOR EACH ROW WHEN ((new.account_number IS NULL)) EXECUTE FUNCTION public.make_accounts_account_number()', 'origin'),
  ('follow_deletion', 'CREATE CONSTRAINT TRIGGER follow_deletion AFTER UPDATE ON public.accounts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.deleted_at IS NULL) <> (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.follow_accounts()', 'origin'),
  ('follow_now', 'CREATE TRIGGER follow_now AFTER DELETE OR UPDATE OF deleted_at ON public.accounts FOR EACH STATEMENT EXECUTE FUNCTION deletion.follow_now()', 'origin'),
  ('guard_deleted_at', 'CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.accounts FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION public.guard_deleted_at()', 'origin'),
  ('lock_version', 'CREATE TRIGGER lock_version BEFORE UPDATE ON public.accounts FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version()', 'origin'),
  ('refer_parent_account_insert', 'CREATE TRIGGER refer_parent_account_insert AFTER INSERT ON public.accounts FOR EACH ROW WHEN (((new.parent_account_id IS NOT NULL) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.refer_accounts_parent_account()', 'origin'),
  ('refer_parent_account_update', 'CREATE TRIGGER refer_parent_account_update AFTER UPDATE ON public.accounts FOR EACH ROW WHEN (((new.parent_account_id IS NOT NULL) AND (new.deleted_at IS NULL) AND ((old.parent_account_id IS DISTINCT FROM new.parent_account_id) OR (old.deleted_at IS NOT NULL)))) EXECUTE FUNCTION deletion.refer_accounts_parent_account()', 'origin'),
  ('refer_territory_insert', 'CREATE TRIGGER refer_territory_insert AFTER INSERT ON public.accounts FOR EACH ROW WHEN (((new.territory_id IS NOT NULL) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.refer_accounts_territory()', 'origin'),
  ('refer_territory_update', 'CREATE TRIGGER refer_territory_update AFTER UPDATE ON public.accounts FOR EACH ROW WHEN (((new.territory_id IS NOT NULL) AND (new.deleted_at IS NULL) AND ((old.territory_id IS DISTINCT FROM new.territory_id) OR (old.deleted_at IS NOT NULL)))) EXECUTE FUNCTION deletion.refer_accounts_territory()', 'origin'),
  ('soft_delete', 'CREATE TRIGGER soft_delete BEFORE DELETE ON public.accounts FOR EACH ROW WHEN ((CURRENT_USER <> ''retention''::name)) EXECUTE FUNCTION public.soft_delete_accounts()', 'origin'),
  ('stamp_created_by', 'CREATE TRIGGER stamp_created_by BEFORE INSERT ON public.accounts FOR EACH ROW EXECUTE FUNCTION public.stamp_created_by()', 'origin'),
  ('stamp_updated_at', 'CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.accounts FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at()', 'origin'),
  ('stamp_updated_by', 'CREATE TRIGGER stamp_updated_by BEFORE UPDATE ON public.accounts FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_by()', 'origin')$$, 'public.accounts: triggers');

SELECT is(pg_temp.row_security_of('public.accounts'), 'forced', 'public.accounts: row level security is forced');

SELECT set_eq($$SELECT * FROM pg_temp.policies_of('public.accounts')$$, $$VALUES
  ('accounts_delete_authenticated', 'delete', 'permissive', 'authenticated', '((owner_id = ( SELECT public.me() AS me)) OR ( SELECT public.has_role(''admin''::text) AS has_role))', NULL),
  ('accounts_delete_retention', 'delete', 'permissive', 'retention', '(deleted_at < (now() - ''7 years''::interval))', NULL),
  ('accounts_deletion', 'all', 'permissive', 'deletion', '(CURRENT_USER = ''deletion''::name)', '(CURRENT_USER = ''deletion''::name)'),
  ('accounts_insert_authenticated', 'insert', 'permissive', 'authenticated', NULL, '((owner_id = ( SELECT public.me() AS me)) OR ( SELECT public.has_role(''admin''::text) AS has_role))'),
  ('accounts_references_retention', 'select', 'permissive', 'retention', 'true', NULL),
  ('accounts_select_authenticated', 'select', 'permissive', 'authenticated', '((owner_id = ( SELECT public.me() AS me)) OR ( SELECT public.has_role(''admin''::text) AS has_role))', NULL),
  ('accounts_select_retention', 'select', 'permissive', 'retention', '(deleted_at < (now() - ''7 years''::interval))', NULL),
  ('accounts_update_authenticated', 'update', 'permissive', 'authenticated', '((owner_id = ( SELECT public.me() AS me)) OR ( SELECT public.has_role(''admin''::text) AS has_role))', '((owner_id = ( SELECT public.me() AS me)) OR ( SELECT public.has_role(''admin''::text) AS has_role))'),
  ('accounts_update_retention', 'update', 'permissive', 'retention', '(deleted_at < (now() - ''7 years''::interval))', 'false')$$, 'public.accounts: policies');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.accounts')$$, $$VALUES
  ('address', 'authenticated', 'INSERT, UPDATE'),
  ('city', 'authenticated', 'INSERT, UPDATE'),
  ('deleted_at', 'authenticated', 'UPDATE'),
  ('deleted_at', 'deletion', 'SELECT, UPDATE'),
  ('email', 'authenticated', 'INSERT, UPDATE'),
  ('id', 'authenticated', 'INSERT'),
  ('id', 'deletion', 'SELECT'),
  ('id', 'retention', 'UPDATE'),
  ('name', 'authenticated', 'INSERT, UPDATE'),
  ('owner_id', 'authenticated', 'INSERT, UPDATE'),
  ('parent_account_id', 'authenticated', 'INSERT, UPDATE'),
  ('parent_account_id', 'deletion', 'SELECT'),
  ('parent_account_id', 'retention', 'SELECT'),
  ('phone', 'authenticated', 'INSERT, UPDATE'),
  ('state', 'authenticated', 'INSERT, UPDATE'),
  ('status', 'authenticated', 'INSERT, UPDATE'),
  ('territory_id', 'authenticated', 'INSERT, UPDATE'),
  ('territory_id', 'deletion', 'SELECT'),
  ('type', 'authenticated', 'INSERT, UPDATE'),
  ('version', 'authenticated', 'UPDATE'),
  ('zip', 'authenticated', 'INSERT, UPDATE'),
  (NULL, 'authenticated', 'DELETE, SELECT'),
  (NULL, 'retention', 'DELETE, SELECT')$$, 'public.accounts: privileges of everyone but the owner');

SELECT is(pg_temp.answer_to('anonymous', $$SELECT FROM public.accounts$$), '42501', 'public.accounts: SELECT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$INSERT INTO public.accounts DEFAULT VALUES$$), '42501', 'public.accounts: INSERT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$UPDATE public.accounts SET account_number = NULL WHERE FALSE$$), '42501', 'public.accounts: UPDATE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$DELETE FROM public.accounts WHERE FALSE$$), '42501', 'public.accounts: DELETE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$TRUNCATE public.accounts$$), '42501', 'public.accounts: TRUNCATE by anonymous is refused');

SELECT is(pg_temp.answer_to('auditor', $$SELECT FROM public.accounts$$), '42501', 'public.accounts: SELECT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$INSERT INTO public.accounts DEFAULT VALUES$$), '42501', 'public.accounts: INSERT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$UPDATE public.accounts SET account_number = NULL WHERE FALSE$$), '42501', 'public.accounts: UPDATE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$DELETE FROM public.accounts WHERE FALSE$$), '42501', 'public.accounts: DELETE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$TRUNCATE public.accounts$$), '42501', 'public.accounts: TRUNCATE by auditor is refused');

SELECT is(pg_temp.answer_to('authenticated', $$TRUNCATE public.accounts$$), '42501', 'public.accounts: TRUNCATE by authenticated is refused');

SELECT is(pg_temp.answer_to('deletion', $$INSERT INTO public.accounts DEFAULT VALUES$$), '42501', 'public.accounts: INSERT by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$DELETE FROM public.accounts WHERE FALSE$$), '42501', 'public.accounts: DELETE by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$TRUNCATE public.accounts$$), '42501', 'public.accounts: TRUNCATE by deletion is refused');

SELECT is(pg_temp.answer_to('retention', $$INSERT INTO public.accounts DEFAULT VALUES$$), '42501', 'public.accounts: INSERT by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$TRUNCATE public.accounts$$), '42501', 'public.accounts: TRUNCATE by retention is refused');

-- public.contacts

SELECT set_eq($$SELECT * FROM pg_temp.columns_of('public.contacts')$$, $$VALUES
  ('id', 'uuid', TRUE, 'gen_random_uuid()'),
  ('name', 'character varying(255)', TRUE, NULL),
  ('email', 'character varying(255)', FALSE, NULL),
  ('phone', 'character varying(20)', FALSE, NULL),
  ('role', 'text', TRUE, '''Site''::text'),
  ('account_id', 'uuid', TRUE, NULL),
  ('created_at', 'timestamp with time zone', TRUE, 'now()'),
  ('created_by', 'uuid', TRUE, NULL),
  ('updated_at', 'timestamp with time zone', FALSE, NULL),
  ('updated_by', 'uuid', FALSE, NULL),
  ('deleted_at', 'timestamp with time zone', FALSE, NULL),
  ('version', 'integer', TRUE, '1')$$, 'public.contacts: columns, NOT NULL and defaults');

SELECT set_eq($$SELECT * FROM pg_temp.constraints_of('public.contacts')$$, $$VALUES
  ('contacts_account_id_fkey', 'FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE RESTRICT'),
  ('contacts_created_by_fkey', 'FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE RESTRICT'),
  ('contacts_email_check', 'CHECK (((email)::text ~~ ''%_@_%''::text))'),
  ('contacts_pkey', 'PRIMARY KEY (id)'),
  ('contacts_role_values', 'CHECK ((role = ANY (ARRAY[''Owner''::text, ''Billing''::text, ''Site''::text])))'),
  ('contacts_updated_by_fkey', 'FOREIGN KEY (updated_by) REFERENCES public.users(id) ON DELETE RESTRICT'),
  ('reachable', 'CHECK (((email IS NOT NULL) OR (phone IS NOT NULL)))')$$, 'public.contacts: keys, checks and references');

SELECT set_eq($$SELECT * FROM pg_temp.indexes_of('public.contacts')$$, $$VALUES
  ('contacts_account_id_name_idx', 'CREATE INDEX contacts_account_id_name_idx ON public.contacts USING btree (account_id, name)', TRUE),
  ('contacts_created_by_idx', 'CREATE INDEX contacts_created_by_idx ON public.contacts USING btree (created_by)', TRUE),
  ('contacts_updated_by_idx', 'CREATE INDEX contacts_updated_by_idx ON public.contacts USING btree (updated_by)', TRUE)$$, 'public.contacts: indexes');

SELECT set_eq($$SELECT * FROM pg_temp.triggers_of('public.contacts')$$, $$VALUES
  ('audit_contacts', 'CREATE TRIGGER audit_contacts AFTER INSERT OR DELETE OR UPDATE ON public.contacts FOR EACH ROW EXECUTE FUNCTION audit.log_contacts()', 'always'),
  ('audit_contacts_truncate', 'CREATE TRIGGER audit_contacts_truncate AFTER TRUNCATE ON public.contacts FOR EACH STATEMENT EXECUTE FUNCTION audit.log_contacts()', 'always'),
  ('guard_deleted_at', 'CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.contacts FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION public.guard_deleted_at()', 'origin'),
  ('lock_version', 'CREATE TRIGGER lock_version BEFORE UPDATE ON public.contacts FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version()', 'origin'),
  ('refer_account_insert', 'CREATE TRIGGER refer_account_insert AFTER INSERT ON public.contacts FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.refer_contacts_account()', 'origin'),
  ('refer_account_update', 'CREATE TRIGGER refer_account_update AFTER UPDATE ON public.contacts FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.deleted_at IS NULL) AND ((old.account_id IS DISTINCT FROM new.account_id) OR (old.deleted_at IS NOT NULL)))) EXECUTE FUNCTION deletion.refer_contacts_account()', 'origin'),
  ('soft_delete', 'CREATE TRIGGER soft_delete BEFORE DELETE ON public.contacts FOR EACH ROW EXECUTE FUNCTION public.soft_delete_contacts()', 'origin'),
  ('stamp_created_by', 'CREATE TRIGGER stamp_created_by BEFORE INSERT ON public.contacts FOR EACH ROW EXECUTE FUNCTION public.stamp_created_by()', 'origin'),
  ('stamp_updated_at', 'CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.contacts FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at()', 'origin'),
  ('stamp_updated_by', 'CREATE TRIGGER stamp_updated_by BEFORE UPDATE ON public.contacts FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_by()', 'origin')$$, 'public.contacts: triggers');

SELECT is(pg_temp.row_security_of('public.contacts'), 'forced', 'public.contacts: row level security is forced');

SELECT set_eq($$SELECT * FROM pg_temp.policies_of('public.contacts')$$, $$VALUES
  ('contacts_delete_authenticated', 'delete', 'permissive', 'authenticated', '((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role(''admin''::text) AS has_role))', NULL),
  ('contacts_deletion', 'all', 'permissive', 'deletion', '(CURRENT_USER = ''deletion''::name)', '(CURRENT_USER = ''deletion''::name)'),
  ('contacts_insert_authenticated', 'insert', 'permissive', 'authenticated', NULL, '((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role(''admin''::text) AS has_role))'),
  ('contacts_references_retention', 'select', 'permissive', 'retention', 'true', NULL),
  ('contacts_select_authenticated', 'select', 'permissive', 'authenticated', '((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role(''admin''::text) AS has_role))', NULL),
  ('contacts_update_authenticated', 'update', 'permissive', 'authenticated', '((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role(''admin''::text) AS has_role))', '((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role(''admin''::text) AS has_role))')$$, 'public.contacts: policies');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.contacts')$$, $$VALUES
  ('account_id', 'authenticated', 'INSERT, UPDATE'),
  ('account_id', 'deletion', 'SELECT'),
  ('account_id', 'retention', 'SELECT'),
  ('deleted_at', 'authenticated', 'UPDATE'),
  ('deleted_at', 'deletion', 'SELECT'),
  ('email', 'authenticated', 'INSERT, UPDATE'),
  ('id', 'authenticated', 'INSERT'),
  ('name', 'authenticated', 'INSERT, UPDATE'),
  ('phone', 'authenticated', 'INSERT, UPDATE'),
  ('role', 'authenticated', 'INSERT, UPDATE'),
  ('version', 'authenticated', 'UPDATE'),
  (NULL, 'authenticated', 'DELETE, SELECT')$$, 'public.contacts: privileges of everyone but the owner');

SELECT is(pg_temp.answer_to('anonymous', $$SELECT FROM public.contacts$$), '42501', 'public.contacts: SELECT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$INSERT INTO public.contacts DEFAULT VALUES$$), '42501', 'public.contacts: INSERT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$UPDATE public.contacts SET account_id = NULL WHERE FALSE$$), '42501', 'public.contacts: UPDATE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$DELETE FROM public.contacts WHERE FALSE$$), '42501', 'public.contacts: DELETE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$TRUNCATE public.contacts$$), '42501', 'public.contacts: TRUNCATE by anonymous is refused');

SELECT is(pg_temp.answer_to('auditor', $$SELECT FROM public.contacts$$), '42501', 'public.contacts: SELECT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$INSERT INTO public.contacts DEFAULT VALUES$$), '42501', 'public.contacts: INSERT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$UPDATE public.contacts SET account_id = NULL WHERE FALSE$$), '42501', 'public.contacts: UPDATE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$DELETE FROM public.contacts WHERE FALSE$$), '42501', 'public.contacts: DELETE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$TRUNCATE public.contacts$$), '42501', 'public.contacts: TRUNCATE by auditor is refused');

SELECT is(pg_temp.answer_to('authenticated', $$TRUNCATE public.contacts$$), '42501', 'public.contacts: TRUNCATE by authenticated is refused');

SELECT is(pg_temp.answer_to('deletion', $$INSERT INTO public.contacts DEFAULT VALUES$$), '42501', 'public.contacts: INSERT by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$UPDATE public.contacts SET account_id = NULL WHERE FALSE$$), '42501', 'public.contacts: UPDATE by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$DELETE FROM public.contacts WHERE FALSE$$), '42501', 'public.contacts: DELETE by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$TRUNCATE public.contacts$$), '42501', 'public.contacts: TRUNCATE by deletion is refused');

SELECT is(pg_temp.answer_to('retention', $$INSERT INTO public.contacts DEFAULT VALUES$$), '42501', 'public.contacts: INSERT by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$UPDATE public.contacts SET account_id = NULL WHERE FALSE$$), '42501', 'public.contacts: UPDATE by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$DELETE FROM public.contacts WHERE FALSE$$), '42501', 'public.contacts: DELETE by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$TRUNCATE public.contacts$$), '42501', 'public.contacts: TRUNCATE by retention is refused');

-- public.locations

SELECT set_eq($$SELECT * FROM pg_temp.columns_of('public.locations')$$, $$VALUES
  ('id', 'uuid', TRUE, 'gen_random_uuid()'),
  ('name', 'character varying(255)', FALSE, NULL),
  ('address', 'text', TRUE, NULL),
  ('city', 'character varying(100)', FALSE, NULL),
  ('state', 'character varying(2)', FALSE, NULL),
  ('zip', 'character varying(10)', FALSE, NULL),
  ('account_id', 'uuid', TRUE, NULL),
  ('territory_id', 'uuid', FALSE, NULL),
  ('created_at', 'timestamp with time zone', TRUE, 'now()'),
  ('created_by', 'uuid', TRUE, NULL),
  ('updated_at', 'timestamp with time zone', FALSE, NULL),
  ('updated_by', 'uuid', FALSE, NULL),
  ('deleted_at', 'timestamp with time zone', FALSE, NULL),
  ('version', 'integer', TRUE, '1')$$, 'public.locations: columns, NOT NULL and defaults');

SELECT set_eq($$SELECT * FROM pg_temp.constraints_of('public.locations')$$, $$VALUES
  ('locations_account_id_fkey', 'FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE RESTRICT'),
  ('locations_created_by_fkey', 'FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE RESTRICT'),
  ('locations_pkey', 'PRIMARY KEY (id)'),
  ('locations_state_check', 'CHECK (((state)::text ~ ''^[A-Z]{2}$''::text))'),
  ('locations_territory_id_fkey', 'FOREIGN KEY (territory_id) REFERENCES public.territories(id) ON DELETE RESTRICT'),
  ('locations_updated_by_fkey', 'FOREIGN KEY (updated_by) REFERENCES public.users(id) ON DELETE RESTRICT')$$, 'public.locations: keys, checks and references');

SELECT set_eq($$SELECT * FROM pg_temp.indexes_of('public.locations')$$, $$VALUES
  ('locations_account_id_name_idx', 'CREATE INDEX locations_account_id_name_idx ON public.locations USING btree (account_id, name)', TRUE),
  ('locations_created_by_idx', 'CREATE INDEX locations_created_by_idx ON public.locations USING btree (created_by)', TRUE),
  ('locations_territory_id_idx', 'CREATE INDEX locations_territory_id_idx ON public.locations USING btree (territory_id)', TRUE),
  ('locations_updated_by_idx', 'CREATE INDEX locations_updated_by_idx ON public.locations USING btree (updated_by)', TRUE)$$, 'public.locations: indexes');

SELECT set_eq($$SELECT * FROM pg_temp.triggers_of('public.locations')$$, $$VALUES
  ('audit_locations', 'CREATE TRIGGER audit_locations AFTER INSERT OR DELETE OR UPDATE ON public.locations FOR EACH ROW EXECUTE FUNCTION audit.log_locations()', 'always'),
  ('audit_locations_truncate', 'CREATE TRIGGER audit_locations_truncate AFTER TRUNCATE ON public.locations FOR EACH STATEMENT EXECUTE FUNCTION audit.log_locations()', 'always'),
  ('follow_deletion', 'CREATE CONSTRAINT TRIGGER follow_deletion AFTER UPDATE ON public.locations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.deleted_at IS NULL) <> (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.follow_locations()', 'origin'),
  ('follow_now', 'CREATE TRIGGER follow_now AFTER DELETE OR UPDATE OF deleted_at ON public.locations FOR EACH STATEMENT EXECUTE FUNCTION deletion.follow_now()', 'origin'),
  ('guard_deleted_at', 'CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.locations FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION public.guard_deleted_at()', 'origin'),
  ('lock_version', 'CREATE TRIGGER lock_version BEFORE UPDATE ON public.locations FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version()', 'origin'),
  ('refer_account_insert', 'CREATE TRIGGER refer_account_insert AFTER INSERT ON public.locations FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.refer_locations_account()', 'origin'),
  ('refer_account_update', 'CREATE TRIGGER refer_account_update AFTER UPDATE ON public.locations FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.deleted_at IS NULL) AND ((old.account_id IS DISTINCT FROM new.account_id) OR (old.deleted_at IS NOT NULL)))) EXECUTE FUNCTION deletion.refer_locations_account()', 'origin'),
  ('refer_territory_insert', 'CREATE TRIGGER refer_territory_insert AFTER INSERT ON public.locations FOR EACH ROW WHEN (((new.territory_id IS NOT NULL) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.refer_locations_territory()', 'origin'),
  ('refer_territory_update', 'CREATE TRIGGER refer_territory_update AFTER UPDATE ON public.locations FOR EACH ROW WHEN (((new.territory_id IS NOT NULL) AND (new.deleted_at IS NULL) AND ((old.territory_id IS DISTINCT FROM new.territory_id) OR (old.deleted_at IS NOT NULL)))) EXECUTE FUNCTION deletion.refer_locations_territory()', 'origin'),
  ('soft_delete', 'CREATE TRIGGER soft_delete BEFORE DELETE ON public.locations FOR EACH ROW EXECUTE FUNCTION public.soft_delete_locations()', 'origin'),
  ('stamp_created_by', 'CREATE TRIGGER stamp_created_by BEFORE INSERT ON public.locations FOR EACH ROW EXECUTE FUNCTION public.stamp_created_by()', 'origin'),
  ('stamp_updated_at', 'CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.locations FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at()', 'origin'),
  ('stamp_updated_by', 'CREATE TRIGGER stamp_updated_by BEFORE UPDATE ON public.locations FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_by()', 'origin')$$, 'public.locations: triggers');

SELECT is(pg_temp.row_security_of('public.locations'), 'forced', 'public.locations: row level security is forced');

SELECT set_eq($$SELECT * FROM pg_temp.policies_of('public.locations')$$, $$VALUES
  ('locations_delete_authenticated', 'delete', 'permissive', 'authenticated', '((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role(''admin''::text) AS has_role))', NULL),
  ('locations_deletion', 'all', 'permissive', 'deletion', '(CURRENT_USER = ''deletion''::name)', '(CURRENT_USER = ''deletion''::name)'),
  ('locations_insert_authenticated', 'insert', 'permissive', 'authenticated', NULL, '((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role(''admin''::text) AS has_role))'),
  ('locations_references_retention', 'select', 'permissive', 'retention', 'true', NULL),
  ('locations_select_authenticated', 'select', 'permissive', 'authenticated', '((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role(''admin''::text) AS has_role))', NULL),
  ('locations_update_authenticated', 'update', 'permissive', 'authenticated', '((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role(''admin''::text) AS has_role))', '((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role(''admin''::text) AS has_role))')$$, 'public.locations: policies');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.locations')$$, $$VALUES
  ('account_id', 'authenticated', 'INSERT, UPDATE'),
  ('account_id', 'deletion', 'SELECT'),
  ('account_id', 'retention', 'SELECT'),
  ('address', 'authenticated', 'INSERT, UPDATE'),
  ('city', 'authenticated', 'INSERT, UPDATE'),
  ('deleted_at', 'authenticated', 'UPDATE'),
  ('deleted_at', 'deletion', 'SELECT, UPDATE'),
  ('id', 'authenticated', 'INSERT'),
  ('id', 'deletion', 'SELECT'),
  ('name', 'authenticated', 'INSERT, UPDATE'),
  ('state', 'authenticated', 'INSERT, UPDATE'),
  ('territory_id', 'authenticated', 'INSERT, UPDATE'),
  ('territory_id', 'deletion', 'SELECT'),
  ('version', 'authenticated', 'UPDATE'),
  ('zip', 'authenticated', 'INSERT, UPDATE'),
  (NULL, 'authenticated', 'DELETE, SELECT')$$, 'public.locations: privileges of everyone but the owner');

SELECT is(pg_temp.answer_to('anonymous', $$SELECT FROM public.locations$$), '42501', 'public.locations: SELECT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$INSERT INTO public.locations DEFAULT VALUES$$), '42501', 'public.locations: INSERT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$UPDATE public.locations SET account_id = NULL WHERE FALSE$$), '42501', 'public.locations: UPDATE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$DELETE FROM public.locations WHERE FALSE$$), '42501', 'public.locations: DELETE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$TRUNCATE public.locations$$), '42501', 'public.locations: TRUNCATE by anonymous is refused');

SELECT is(pg_temp.answer_to('auditor', $$SELECT FROM public.locations$$), '42501', 'public.locations: SELECT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$INSERT INTO public.locations DEFAULT VALUES$$), '42501', 'public.locations: INSERT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$UPDATE public.locations SET account_id = NULL WHERE FALSE$$), '42501', 'public.locations: UPDATE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$DELETE FROM public.locations WHERE FALSE$$), '42501', 'public.locations: DELETE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$TRUNCATE public.locations$$), '42501', 'public.locations: TRUNCATE by auditor is refused');

SELECT is(pg_temp.answer_to('authenticated', $$TRUNCATE public.locations$$), '42501', 'public.locations: TRUNCATE by authenticated is refused');

SELECT is(pg_temp.answer_to('deletion', $$INSERT INTO public.locations DEFAULT VALUES$$), '42501', 'public.locations: INSERT by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$DELETE FROM public.locations WHERE FALSE$$), '42501', 'public.locations: DELETE by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$TRUNCATE public.locations$$), '42501', 'public.locations: TRUNCATE by deletion is refused');

SELECT is(pg_temp.answer_to('retention', $$INSERT INTO public.locations DEFAULT VALUES$$), '42501', 'public.locations: INSERT by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$UPDATE public.locations SET account_id = NULL WHERE FALSE$$), '42501', 'public.locations: UPDATE by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$DELETE FROM public.locations WHERE FALSE$$), '42501', 'public.locations: DELETE by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$TRUNCATE public.locations$$), '42501', 'public.locations: TRUNCATE by retention is refused');

-- public.services

SELECT set_eq($$SELECT * FROM pg_temp.columns_of('public.services')$$, $$VALUES
  ('id', 'uuid', TRUE, 'gen_random_uuid()'),
  ('code', 'character varying(20)', TRUE, NULL),
  ('name', 'character varying(255)', TRUE, NULL),
  ('description', 'text', FALSE, NULL),
  ('unit_price', 'numeric(12,2)', TRUE, NULL),
  ('duration_minutes', 'integer', TRUE, '60'),
  ('created_at', 'timestamp with time zone', TRUE, 'now()'),
  ('created_by', 'uuid', TRUE, NULL),
  ('updated_at', 'timestamp with time zone', FALSE, NULL),
  ('updated_by', 'uuid', FALSE, NULL),
  ('deleted_at', 'timestamp with time zone', FALSE, NULL),
  ('version', 'integer', TRUE, '1')$$, 'public.services: columns, NOT NULL and defaults');

SELECT set_eq($$SELECT * FROM pg_temp.constraints_of('public.services')$$, $$VALUES
  ('services_code_key', 'UNIQUE (code)'),
  ('services_created_by_fkey', 'FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE RESTRICT'),
  ('services_duration_minutes_check', 'CHECK (((duration_minutes >= 5) AND (duration_minutes <= 1440)))'),
  ('services_pkey', 'PRIMARY KEY (id)'),
  ('services_unit_price_check', 'CHECK ((unit_price >= (0)::numeric))'),
  ('services_updated_by_fkey', 'FOREIGN KEY (updated_by) REFERENCES public.users(id) ON DELETE RESTRICT')$$, 'public.services: keys, checks and references');

SELECT set_eq($$SELECT * FROM pg_temp.indexes_of('public.services')$$, $$VALUES
  ('services_created_by_idx', 'CREATE INDEX services_created_by_idx ON public.services USING btree (created_by)', TRUE),
  ('services_updated_by_idx', 'CREATE INDEX services_updated_by_idx ON public.services USING btree (updated_by)', TRUE)$$, 'public.services: indexes');

SELECT set_eq($$SELECT * FROM pg_temp.triggers_of('public.services')$$, $$VALUES
  ('audit_services', 'CREATE TRIGGER audit_services AFTER INSERT OR DELETE OR UPDATE ON public.services FOR EACH ROW EXECUTE FUNCTION audit.log_services()', 'always'),
  ('audit_services_truncate', 'CREATE TRIGGER audit_services_truncate AFTER TRUNCATE ON public.services FOR EACH STATEMENT EXECUTE FUNCTION audit.log_services()', 'always'),
  ('follow_deletion', 'CREATE CONSTRAINT TRIGGER follow_deletion AFTER UPDATE ON public.services DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.deleted_at IS NULL) <> (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.follow_services()', 'origin'),
  ('follow_now', 'CREATE TRIGGER follow_now AFTER DELETE OR UPDATE OF deleted_at ON public.services FOR EACH STATEMENT EXECUTE FUNCTION deletion.follow_now()', 'origin'),
  ('guard_deleted_at', 'CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.services FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION public.guard_deleted_at()', 'origin'),
  ('lock_version', 'CREATE TRIGGER lock_version BEFORE UPDATE ON public.services FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version()', 'origin'),
  ('soft_delete', 'CREATE TRIGGER soft_delete BEFORE DELETE ON public.services FOR EACH ROW EXECUTE FUNCTION public.soft_delete_services()', 'origin'),
  ('stamp_created_by', 'CREATE TRIGGER stamp_created_by BEFORE INSERT ON public.services FOR EACH ROW EXECUTE FUNCTION public.stamp_created_by()', 'origin'),
  ('stamp_updated_at', 'CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.services FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at()', 'origin'),
  ('stamp_updated_by', 'CREATE TRIGGER stamp_updated_by BEFORE UPDATE ON public.services FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_by()', 'origin')$$, 'public.services: triggers');

SELECT is(pg_temp.row_security_of('public.services'), 'forced', 'public.services: row level security is forced');

SELECT set_eq($$SELECT * FROM pg_temp.policies_of('public.services')$$, $$VALUES
  ('services_delete_authenticated', 'delete', 'permissive', 'authenticated', '( SELECT public.has_role(''admin''::text) AS has_role)', NULL),
  ('services_deletion', 'all', 'permissive', 'deletion', '(CURRENT_USER = ''deletion''::name)', '(CURRENT_USER = ''deletion''::name)'),
  ('services_insert_authenticated', 'insert', 'permissive', 'authenticated', NULL, '( SELECT public.has_role(''admin''::text) AS has_role)'),
  ('services_select_authenticated', 'select', 'permissive', 'authenticated', 'true', NULL),
  ('services_update_authenticated', 'update', 'permissive', 'authenticated', '( SELECT public.has_role(''admin''::text) AS has_role)', '( SELECT public.has_role(''admin''::text) AS has_role)')$$, 'public.services: policies');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.services')$$, $$VALUES
  ('code', 'authenticated', 'INSERT, UPDATE'),
  ('deleted_at', 'authenticated', 'UPDATE'),
  ('deleted_at', 'deletion', 'SELECT, UPDATE'),
  ('description', 'authenticated', 'INSERT, UPDATE'),
  ('duration_minutes', 'authenticated', 'INSERT, UPDATE'),
  ('id', 'authenticated', 'INSERT'),
  ('id', 'deletion', 'SELECT'),
  ('name', 'authenticated', 'INSERT, UPDATE'),
  ('unit_price', 'authenticated', 'INSERT, UPDATE'),
  ('version', 'authenticated', 'UPDATE'),
  (NULL, 'authenticated', 'DELETE, SELECT')$$, 'public.services: privileges of everyone but the owner');

SELECT is(pg_temp.answer_to('anonymous', $$SELECT FROM public.services$$), '42501', 'public.services: SELECT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$INSERT INTO public.services DEFAULT VALUES$$), '42501', 'public.services: INSERT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$UPDATE public.services SET code = NULL WHERE FALSE$$), '42501', 'public.services: UPDATE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$DELETE FROM public.services WHERE FALSE$$), '42501', 'public.services: DELETE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$TRUNCATE public.services$$), '42501', 'public.services: TRUNCATE by anonymous is refused');

SELECT is(pg_temp.answer_to('auditor', $$SELECT FROM public.services$$), '42501', 'public.services: SELECT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$INSERT INTO public.services DEFAULT VALUES$$), '42501', 'public.services: INSERT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$UPDATE public.services SET code = NULL WHERE FALSE$$), '42501', 'public.services: UPDATE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$DELETE FROM public.services WHERE FALSE$$), '42501', 'public.services: DELETE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$TRUNCATE public.services$$), '42501', 'public.services: TRUNCATE by auditor is refused');

SELECT is(pg_temp.answer_to('authenticated', $$TRUNCATE public.services$$), '42501', 'public.services: TRUNCATE by authenticated is refused');

SELECT is(pg_temp.answer_to('deletion', $$INSERT INTO public.services DEFAULT VALUES$$), '42501', 'public.services: INSERT by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$DELETE FROM public.services WHERE FALSE$$), '42501', 'public.services: DELETE by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$TRUNCATE public.services$$), '42501', 'public.services: TRUNCATE by deletion is refused');

SELECT is(pg_temp.answer_to('retention', $$SELECT FROM public.services$$), '42501', 'public.services: SELECT by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$INSERT INTO public.services DEFAULT VALUES$$), '42501', 'public.services: INSERT by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$UPDATE public.services SET code = NULL WHERE FALSE$$), '42501', 'public.services: UPDATE by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$DELETE FROM public.services WHERE FALSE$$), '42501', 'public.services: DELETE by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$TRUNCATE public.services$$), '42501', 'public.services: TRUNCATE by retention is refused');

-- public.territories

SELECT set_eq($$SELECT * FROM pg_temp.columns_of('public.territories')$$, $$VALUES
  ('id', 'uuid', TRUE, 'gen_random_uuid()'),
  ('name', 'character varying(100)', TRUE, NULL),
  ('region', 'character varying(50)', FALSE, NULL),
  ('manager_id', 'uuid', FALSE, NULL),
  ('created_at', 'timestamp with time zone', TRUE, 'now()'),
  ('created_by', 'uuid', TRUE, NULL),
  ('updated_at', 'timestamp with time zone', FALSE, NULL),
  ('updated_by', 'uuid', FALSE, NULL),
  ('version', 'integer', TRUE, '1'),
  ('deleted_at', 'timestamp with time zone', FALSE, NULL)$$, 'public.territories: columns, NOT NULL and defaults');

SELECT set_eq($$SELECT * FROM pg_temp.constraints_of('public.territories')$$, $$VALUES
  ('territories_created_by_fkey', 'FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE RESTRICT'),
  ('territories_manager_id_fkey', 'FOREIGN KEY (manager_id) REFERENCES public.users(id) ON DELETE RESTRICT'),
  ('territories_name_key', 'UNIQUE (name)'),
  ('territories_pkey', 'PRIMARY KEY (id)'),
  ('territories_updated_by_fkey', 'FOREIGN KEY (updated_by) REFERENCES public.users(id) ON DELETE RESTRICT')$$, 'public.territories: keys, checks and references');

SELECT set_eq($$SELECT * FROM pg_temp.indexes_of('public.territories')$$, $$VALUES
  ('territories_created_by_idx', 'CREATE INDEX territories_created_by_idx ON public.territories USING btree (created_by)', TRUE),
  ('territories_manager_id_idx', 'CREATE INDEX territories_manager_id_idx ON public.territories USING btree (manager_id)', TRUE),
  ('territories_updated_by_idx', 'CREATE INDEX territories_updated_by_idx ON public.territories USING btree (updated_by)', TRUE)$$, 'public.territories: indexes');

SELECT set_eq($$SELECT * FROM pg_temp.triggers_of('public.territories')$$, $$VALUES
  ('audit_territories', 'CREATE TRIGGER audit_territories AFTER INSERT OR DELETE OR UPDATE ON public.territories FOR EACH ROW EXECUTE FUNCTION audit.log_territories()', 'always'),
  ('audit_territories_truncate', 'CREATE TRIGGER audit_territories_truncate AFTER TRUNCATE ON public.territories FOR EACH STATEMENT EXECUTE FUNCTION audit.log_territories()', 'always'),
  ('follow_deletion', 'CREATE CONSTRAINT TRIGGER follow_deletion AFTER UPDATE ON public.territories DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.deleted_at IS NULL) <> (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.follow_territories()', 'origin'),
  ('follow_now', 'CREATE TRIGGER follow_now AFTER DELETE OR UPDATE OF deleted_at ON public.territories FOR EACH STATEMENT EXECUTE FUNCTION deletion.follow_now()', 'origin'),
  ('guard_deleted_at', 'CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.territories FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION public.guard_deleted_at()', 'origin'),
  ('lock_version', 'CREATE TRIGGER lock_version BEFORE UPDATE ON public.territories FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version()', 'origin'),
  ('soft_delete', 'CREATE TRIGGER soft_delete BEFORE DELETE ON public.territories FOR EACH ROW EXECUTE FUNCTION public.soft_delete_territories()', 'origin'),
  ('stamp_created_by', 'CREATE TRIGGER stamp_created_by BEFORE INSERT ON public.territories FOR EACH ROW EXECUTE FUNCTION public.stamp_created_by()', 'origin'),
  ('stamp_updated_at', 'CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.territories FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at()', 'origin'),
  ('stamp_updated_by', 'CREATE TRIGGER stamp_updated_by BEFORE UPDATE ON public.territories FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_by()', 'origin')$$, 'public.territories: triggers');

SELECT is(pg_temp.row_security_of('public.territories'), 'forced', 'public.territories: row level security is forced');

SELECT set_eq($$SELECT * FROM pg_temp.policies_of('public.territories')$$, $$VALUES
  ('territories_delete_authenticated', 'delete', 'permissive', 'authenticated', '( SELECT public.has_role(''admin''::text) AS has_role)', NULL),
  ('territories_deletion', 'all', 'permissive', 'deletion', '(CURRENT_USER = ''deletion''::name)', '(CURRENT_USER = ''deletion''::name)'),
  ('territories_insert_authenticated', 'insert', 'permissive', 'authenticated', NULL, '( SELECT public.has_role(''admin''::text) AS has_role)'),
  ('territories_select_authenticated', 'select', 'permissive', 'authenticated', 'true', NULL),
  ('territories_update_authenticated', 'update', 'permissive', 'authenticated', '( SELECT public.has_role(''admin''::text) AS has_role)', '( SELECT public.has_role(''admin''::text) AS has_role)')$$, 'public.territories: policies');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.territories')$$, $$VALUES
  ('deleted_at', 'authenticated', 'UPDATE'),
  ('deleted_at', 'deletion', 'SELECT, UPDATE'),
  ('id', 'authenticated', 'INSERT'),
  ('id', 'deletion', 'SELECT'),
  ('manager_id', 'authenticated', 'INSERT, UPDATE'),
  ('name', 'authenticated', 'INSERT, UPDATE'),
  ('region', 'authenticated', 'INSERT, UPDATE'),
  ('version', 'authenticated', 'UPDATE'),
  (NULL, 'authenticated', 'DELETE, SELECT')$$, 'public.territories: privileges of everyone but the owner');

SELECT is(pg_temp.answer_to('anonymous', $$SELECT FROM public.territories$$), '42501', 'public.territories: SELECT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$INSERT INTO public.territories DEFAULT VALUES$$), '42501', 'public.territories: INSERT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$UPDATE public.territories SET created_at = NULL WHERE FALSE$$), '42501', 'public.territories: UPDATE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$DELETE FROM public.territories WHERE FALSE$$), '42501', 'public.territories: DELETE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$TRUNCATE public.territories$$), '42501', 'public.territories: TRUNCATE by anonymous is refused');

SELECT is(pg_temp.answer_to('auditor', $$SELECT FROM public.territories$$), '42501', 'public.territories: SELECT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$INSERT INTO public.territories DEFAULT VALUES$$), '42501', 'public.territories: INSERT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$UPDATE public.territories SET created_at = NULL WHERE FALSE$$), '42501', 'public.territories: UPDATE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$DELETE FROM public.territories WHERE FALSE$$), '42501', 'public.territories: DELETE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$TRUNCATE public.territories$$), '42501', 'public.territories: TRUNCATE by auditor is refused');

SELECT is(pg_temp.answer_to('authenticated', $$TRUNCATE public.territories$$), '42501', 'public.territories: TRUNCATE by authenticated is refused');

SELECT is(pg_temp.answer_to('deletion', $$INSERT INTO public.territories DEFAULT VALUES$$), '42501', 'public.territories: INSERT by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$DELETE FROM public.territories WHERE FALSE$$), '42501', 'public.territories: DELETE by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$TRUNCATE public.territories$$), '42501', 'public.territories: TRUNCATE by deletion is refused');

SELECT is(pg_temp.answer_to('retention', $$SELECT FROM public.territories$$), '42501', 'public.territories: SELECT by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$INSERT INTO public.territories DEFAULT VALUES$$), '42501', 'public.territories: INSERT by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$UPDATE public.territories SET created_at = NULL WHERE FALSE$$), '42501', 'public.territories: UPDATE by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$DELETE FROM public.territories WHERE FALSE$$), '42501', 'public.territories: DELETE by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$TRUNCATE public.territories$$), '42501', 'public.territories: TRUNCATE by retention is refused');

-- public.users

SELECT set_eq($$SELECT * FROM pg_temp.columns_of('public.users')$$, $$VALUES
  ('id', 'uuid', TRUE, 'gen_random_uuid()'),
  ('email', 'character varying(255)', TRUE, NULL),
  ('name', 'character varying(255)', TRUE, NULL),
  ('active', 'boolean', TRUE, 'true'),
  ('created_at', 'timestamp with time zone', TRUE, 'now()'),
  ('updated_at', 'timestamp with time zone', FALSE, NULL),
  ('version', 'integer', TRUE, '1')$$, 'public.users: columns, NOT NULL and defaults');

SELECT set_eq($$SELECT * FROM pg_temp.constraints_of('public.users')$$, $$VALUES
  ('users_email_check', 'CHECK (((email)::text ~~ ''%_@_%''::text))'),
  ('users_email_key', 'UNIQUE (email)'),
  ('users_pkey', 'PRIMARY KEY (id)')$$, 'public.users: keys, checks and references');

SELECT is_empty($$SELECT * FROM pg_temp.indexes_of('public.users')$$, 'public.users: indexes');

SELECT set_eq($$SELECT * FROM pg_temp.triggers_of('public.users')$$, $$VALUES
  ('audit_users', 'CREATE TRIGGER audit_users AFTER INSERT OR DELETE OR UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION audit.log_users()', 'always'),
  ('audit_users_truncate', 'CREATE TRIGGER audit_users_truncate AFTER TRUNCATE ON public.users FOR EACH STATEMENT EXECUTE FUNCTION audit.log_users()', 'always'),
  ('lock_version', 'CREATE TRIGGER lock_version BEFORE UPDATE ON public.users FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version()', 'origin'),
  ('stamp_updated_at', 'CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.users FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at()', 'origin')$$, 'public.users: triggers');

SELECT is(pg_temp.row_security_of('public.users'), 'forced', 'public.users: row level security is forced');

SELECT set_eq($$SELECT * FROM pg_temp.policies_of('public.users')$$, $$VALUES
  ('users_delete_authenticated', 'delete', 'permissive', 'authenticated', '( SELECT public.has_role(''admin''::text) AS has_role)', NULL),
  ('users_insert_authenticated', 'insert', 'permissive', 'authenticated', NULL, '( SELECT public.has_role(''admin''::text) AS has_role)'),
  ('users_select_authenticated', 'select', 'permissive', 'authenticated', 'true', NULL),
  ('users_update_authenticated', 'update', 'permissive', 'authenticated', '((id = ( SELECT public.me() AS me)) OR ( SELECT public.has_role(''admin''::text) AS has_role))', '((id = ( SELECT public.me() AS me)) OR ( SELECT public.has_role(''admin''::text) AS has_role))')$$, 'public.users: policies');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.users')$$, $$VALUES
  ('active', 'authenticated', 'INSERT, UPDATE'),
  ('email', 'authenticated', 'INSERT, UPDATE'),
  ('id', 'authenticated', 'INSERT'),
  ('name', 'authenticated', 'INSERT, UPDATE'),
  ('version', 'authenticated', 'UPDATE'),
  (NULL, 'authenticated', 'DELETE, SELECT')$$, 'public.users: privileges of everyone but the owner');

SELECT is(pg_temp.answer_to('anonymous', $$SELECT FROM public.users$$), '42501', 'public.users: SELECT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$INSERT INTO public.users DEFAULT VALUES$$), '42501', 'public.users: INSERT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$UPDATE public.users SET active = NULL WHERE FALSE$$), '42501', 'public.users: UPDATE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$DELETE FROM public.users WHERE FALSE$$), '42501', 'public.users: DELETE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$TRUNCATE public.users$$), '42501', 'public.users: TRUNCATE by anonymous is refused');

SELECT is(pg_temp.answer_to('auditor', $$SELECT FROM public.users$$), '42501', 'public.users: SELECT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$INSERT INTO public.users DEFAULT VALUES$$), '42501', 'public.users: INSERT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$UPDATE public.users SET active = NULL WHERE FALSE$$), '42501', 'public.users: UPDATE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$DELETE FROM public.users WHERE FALSE$$), '42501', 'public.users: DELETE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$TRUNCATE public.users$$), '42501', 'public.users: TRUNCATE by auditor is refused');

SELECT is(pg_temp.answer_to('authenticated', $$TRUNCATE public.users$$), '42501', 'public.users: TRUNCATE by authenticated is refused');

SELECT is(pg_temp.answer_to('deletion', $$SELECT FROM public.users$$), '42501', 'public.users: SELECT by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$INSERT INTO public.users DEFAULT VALUES$$), '42501', 'public.users: INSERT by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$UPDATE public.users SET active = NULL WHERE FALSE$$), '42501', 'public.users: UPDATE by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$DELETE FROM public.users WHERE FALSE$$), '42501', 'public.users: DELETE by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$TRUNCATE public.users$$), '42501', 'public.users: TRUNCATE by deletion is refused');

SELECT is(pg_temp.answer_to('retention', $$SELECT FROM public.users$$), '42501', 'public.users: SELECT by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$INSERT INTO public.users DEFAULT VALUES$$), '42501', 'public.users: INSERT by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$UPDATE public.users SET active = NULL WHERE FALSE$$), '42501', 'public.users: UPDATE by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$DELETE FROM public.users WHERE FALSE$$), '42501', 'public.users: DELETE by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$TRUNCATE public.users$$), '42501', 'public.users: TRUNCATE by retention is refused');

-- public.work_orders

SELECT set_eq($$SELECT * FROM pg_temp.columns_of('public.work_orders')$$, $$VALUES
  ('id', 'uuid', TRUE, 'gen_random_uuid()'),
  ('number', 'character varying(20)', TRUE, NULL),
  ('status', 'text', TRUE, '''Scheduled''::text'),
  ('priority', 'text', TRUE, '''Normal''::text'),
  ('scheduled_at', 'timestamp with time zone', TRUE, NULL),
  ('completed_at', 'timestamp with time zone', FALSE, NULL),
  ('notes', 'text', FALSE, NULL),
  ('account_id', 'uuid', TRUE, NULL),
  ('location_id', 'uuid', TRUE, NULL),
  ('service_id', 'uuid', TRUE, NULL),
  ('assignee_id', 'uuid', FALSE, NULL),
  ('created_at', 'timestamp with time zone', TRUE, 'now()'),
  ('created_by', 'uuid', TRUE, NULL),
  ('updated_at', 'timestamp with time zone', FALSE, NULL),
  ('updated_by', 'uuid', FALSE, NULL),
  ('deleted_at', 'timestamp with time zone', FALSE, NULL),
  ('version', 'integer', TRUE, '1')$$, 'public.work_orders: columns, NOT NULL and defaults');

SELECT set_eq($$SELECT * FROM pg_temp.constraints_of('public.work_orders')$$, $$VALUES
  ('done_has_time', 'CHECK (((status <> ''Done''::text) OR (completed_at IS NOT NULL)))'),
  ('work_orders_account_id_fkey', 'FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE RESTRICT'),
  ('work_orders_assignee_id_fkey', 'FOREIGN KEY (assignee_id) REFERENCES public.users(id) ON DELETE RESTRICT'),
  ('work_orders_created_by_fkey', 'FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE RESTRICT'),
  ('work_orders_location_id_fkey', 'FOREIGN KEY (location_id) REFERENCES public.locations(id) ON DELETE RESTRICT'),
  ('work_orders_number_code', 'CHECK (((number)::text ~ ''^WO-[0-9]{6}$''::text))'),
  ('work_orders_number_key', 'UNIQUE (number)'),
  ('work_orders_pkey', 'PRIMARY KEY (id)'),
  ('work_orders_priority_values', 'CHECK ((priority = ANY (ARRAY[''Low''::text, ''Normal''::text, ''High''::text])))'),
  ('work_orders_service_id_fkey', 'FOREIGN KEY (service_id) REFERENCES public.services(id) ON DELETE RESTRICT'),
  ('work_orders_status_values', 'CHECK ((status = ANY (ARRAY[''Scheduled''::text, ''Started''::text, ''Done''::text, ''Cancelled''::text])))'),
  ('work_orders_updated_by_fkey', 'FOREIGN KEY (updated_by) REFERENCES public.users(id) ON DELETE RESTRICT')$$, 'public.work_orders: keys, checks and references');

SELECT set_eq($$SELECT * FROM pg_temp.indexes_of('public.work_orders')$$, $$VALUES
  ('work_orders_account_id_idx', 'CREATE INDEX work_orders_account_id_idx ON public.work_orders USING btree (account_id)', TRUE),
  ('work_orders_assignee_id_status_scheduled_at_idx', 'CREATE INDEX work_orders_assignee_id_status_scheduled_at_idx ON public.work_orders USING btree (assignee_id, status, scheduled_at)', TRUE),
  ('work_orders_created_by_idx', 'CREATE INDEX work_orders_created_by_idx ON public.work_orders USING btree (created_by)', TRUE),
  ('work_orders_location_id_idx', 'CREATE INDEX work_orders_location_id_idx ON public.work_orders USING btree (location_id)', TRUE),
  ('work_orders_service_id_idx', 'CREATE INDEX work_orders_service_id_idx ON public.work_orders USING btree (service_id)', TRUE),
  ('work_orders_updated_by_idx', 'CREATE INDEX work_orders_updated_by_idx ON public.work_orders USING btree (updated_by)', TRUE)$$, 'public.work_orders: indexes');

SELECT set_eq($$SELECT * FROM pg_temp.triggers_of('public.work_orders')$$, $$VALUES
  ('audit_work_orders', 'CREATE TRIGGER audit_work_orders AFTER INSERT OR DELETE OR UPDATE ON public.work_orders FOR EACH ROW EXECUTE FUNCTION audit.log_work_orders()', 'always'),
  ('audit_work_orders_truncate', 'CREATE TRIGGER audit_work_orders_truncate AFTER TRUNCATE ON public.work_orders FOR EACH STATEMENT EXECUTE FUNCTION audit.log_work_orders()', 'always'),
  ('code_number', 'CREATE TRIGGER code_number BEFORE INSERT ON public.work_orders FOR EACH ROW WHEN ((new.number IS NULL)) EXECUTE FUNCTION public.make_work_orders_number()', 'origin'),
  ('guard_deleted_at', 'CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.work_orders FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION public.guard_deleted_at()', 'origin'),
  ('guard_status_start', 'CREATE TRIGGER guard_status_start AFTER INSERT ON public.work_orders FOR EACH ROW WHEN ((new.status <> ''Scheduled''::text)) EXECUTE FUNCTION public.refuse_state(''status'')', 'origin'),
  ('guard_status_step', 'CREATE TRIGGER guard_status_step AFTER UPDATE ON public.work_orders FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) AND (
        CASE
            WHEN (old.status = ''Scheduled''::text) THEN (new.status = ANY (ARRAY[''Started''::text, ''Cancelled''::text]))
            WHEN (old.status = ''Started''::text) THEN (new.status = ANY (ARRAY[''Done''::text, ''Cancelled''::text]))
            ELSE NULL::boolean
        END IS NOT TRUE))) EXECUTE FUNCTION public.refuse_state(''status'')', 'origin'),
  ('lock_version', 'CREATE TRIGGER lock_version BEFORE UPDATE ON public.work_orders FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version()', 'origin'),
  ('refer_account_insert', 'CREATE TRIGGER refer_account_insert AFTER INSERT ON public.work_orders FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.refer_work_orders_account()', 'origin'),
  ('refer_account_update', 'CREATE TRIGGER refer_account_update AFTER UPDATE ON public.work_orders FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.deleted_at IS NULL) AND ((old.account_id IS DISTINCT FROM new.account_id) OR (old.deleted_at IS NOT NULL)))) EXECUTE FUNCTION deletion.refer_work_orders_account()', 'origin'),
  ('refer_location_insert', 'CREATE TRIGGER refer_location_insert AFTER INSERT ON public.work_orders FOR EACH ROW WHEN (((new.location_id IS NOT NULL) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.refer_work_orders_location()', 'origin'),
  ('refer_location_update', 'CREATE TRIGGER refer_location_update AFTER UPDATE ON public.work_orders FOR EACH ROW WHEN (((new.location_id IS NOT NULL) AND (new.deleted_at IS NULL) AND ((old.location_id IS DISTINCT FROM new.location_id) OR (old.deleted_at IS NOT NULL)))) EXECUTE FUNCTION deletion.refer_work_orders_location()', 'origin'),
  ('refer_service_insert', 'CREATE TRIGGER refer_service_insert AFTER INSERT ON public.work_orders FOR EACH ROW WHEN (((new.service_id IS NOT NULL) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.refer_work_orders_service()', 'origin'),
  ('refer_service_update', 'CREATE TRIGGER refer_service_update AFTER UPDATE ON public.work_orders FOR EACH ROW WHEN (((new.service_id IS NOT NULL) AND (new.deleted_at IS NULL) AND ((old.service_id IS DISTINCT FROM new.service_id) OR (old.deleted_at IS NOT NULL)))) EXECUTE FUNCTION deletion.refer_work_orders_service()', 'origin'),
  ('soft_delete', 'CREATE TRIGGER soft_delete BEFORE DELETE ON public.work_orders FOR EACH ROW EXECUTE FUNCTION public.soft_delete_work_orders()', 'origin'),
  ('stamp_created_by', 'CREATE TRIGGER stamp_created_by BEFORE INSERT ON public.work_orders FOR EACH ROW EXECUTE FUNCTION public.stamp_created_by()', 'origin'),
  ('stamp_updated_at', 'CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.work_orders FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at()', 'origin'),
  ('stamp_updated_by', 'CREATE TRIGGER stamp_updated_by BEFORE UPDATE ON public.work_orders FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_by()', 'origin')$$, 'public.work_orders: triggers');

SELECT is(pg_temp.row_security_of('public.work_orders'), 'forced', 'public.work_orders: row level security is forced');

SELECT set_eq($$SELECT * FROM pg_temp.policies_of('public.work_orders')$$, $$VALUES
  ('work_orders_delete_authenticated', 'delete', 'permissive', 'authenticated', '((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role(''admin''::text) AS has_role))', NULL),
  ('work_orders_deletion', 'all', 'permissive', 'deletion', '(CURRENT_USER = ''deletion''::name)', '(CURRENT_USER = ''deletion''::name)'),
  ('work_orders_insert_authenticated', 'insert', 'permissive', 'authenticated', NULL, '((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role(''admin''::text) AS has_role))'),
  ('work_orders_references_retention', 'select', 'permissive', 'retention', 'true', NULL),
  ('work_orders_select_authenticated', 'select', 'permissive', 'authenticated', '((assignee_id = ( SELECT public.me() AS me)) OR (account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role(''admin''::text) AS has_role))', NULL),
  ('work_orders_update_authenticated', 'update', 'permissive', 'authenticated', '((assignee_id = ( SELECT public.me() AS me)) OR (account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role(''admin''::text) AS has_role) OR ((( SELECT pg_trigger_depth() AS pg_trigger_depth) > 0) AND ((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role(''admin''::text) AS has_role))))', '((assignee_id = ( SELECT public.me() AS me)) OR (account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role(''admin''::text) AS has_role) OR ((( SELECT pg_trigger_depth() AS pg_trigger_depth) > 0) AND ((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role(''admin''::text) AS has_role))))')$$, 'public.work_orders: policies');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.work_orders')$$, $$VALUES
  ('account_id', 'authenticated', 'INSERT, UPDATE'),
  ('account_id', 'deletion', 'SELECT'),
  ('account_id', 'retention', 'SELECT'),
  ('assignee_id', 'authenticated', 'INSERT, UPDATE'),
  ('completed_at', 'authenticated', 'INSERT, UPDATE'),
  ('deleted_at', 'authenticated', 'UPDATE'),
  ('deleted_at', 'deletion', 'SELECT'),
  ('id', 'authenticated', 'INSERT'),
  ('location_id', 'authenticated', 'INSERT, UPDATE'),
  ('location_id', 'deletion', 'SELECT'),
  ('notes', 'authenticated', 'INSERT, UPDATE'),
  ('priority', 'authenticated', 'INSERT, UPDATE'),
  ('scheduled_at', 'authenticated', 'INSERT, UPDATE'),
  ('service_id', 'authenticated', 'INSERT, UPDATE'),
  ('service_id', 'deletion', 'SELECT'),
  ('status', 'authenticated', 'INSERT, UPDATE'),
  ('version', 'authenticated', 'UPDATE'),
  (NULL, 'authenticated', 'DELETE, SELECT')$$, 'public.work_orders: privileges of everyone but the owner');

SELECT is(pg_temp.answer_to('anonymous', $$SELECT FROM public.work_orders$$), '42501', 'public.work_orders: SELECT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$INSERT INTO public.work_orders DEFAULT VALUES$$), '42501', 'public.work_orders: INSERT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$UPDATE public.work_orders SET account_id = NULL WHERE FALSE$$), '42501', 'public.work_orders: UPDATE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$DELETE FROM public.work_orders WHERE FALSE$$), '42501', 'public.work_orders: DELETE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$TRUNCATE public.work_orders$$), '42501', 'public.work_orders: TRUNCATE by anonymous is refused');

SELECT is(pg_temp.answer_to('auditor', $$SELECT FROM public.work_orders$$), '42501', 'public.work_orders: SELECT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$INSERT INTO public.work_orders DEFAULT VALUES$$), '42501', 'public.work_orders: INSERT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$UPDATE public.work_orders SET account_id = NULL WHERE FALSE$$), '42501', 'public.work_orders: UPDATE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$DELETE FROM public.work_orders WHERE FALSE$$), '42501', 'public.work_orders: DELETE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$TRUNCATE public.work_orders$$), '42501', 'public.work_orders: TRUNCATE by auditor is refused');

SELECT is(pg_temp.answer_to('authenticated', $$TRUNCATE public.work_orders$$), '42501', 'public.work_orders: TRUNCATE by authenticated is refused');

SELECT is(pg_temp.answer_to('deletion', $$INSERT INTO public.work_orders DEFAULT VALUES$$), '42501', 'public.work_orders: INSERT by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$UPDATE public.work_orders SET account_id = NULL WHERE FALSE$$), '42501', 'public.work_orders: UPDATE by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$DELETE FROM public.work_orders WHERE FALSE$$), '42501', 'public.work_orders: DELETE by deletion is refused');

SELECT is(pg_temp.answer_to('deletion', $$TRUNCATE public.work_orders$$), '42501', 'public.work_orders: TRUNCATE by deletion is refused');

SELECT is(pg_temp.answer_to('retention', $$INSERT INTO public.work_orders DEFAULT VALUES$$), '42501', 'public.work_orders: INSERT by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$UPDATE public.work_orders SET account_id = NULL WHERE FALSE$$), '42501', 'public.work_orders: UPDATE by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$DELETE FROM public.work_orders WHERE FALSE$$), '42501', 'public.work_orders: DELETE by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$TRUNCATE public.work_orders$$), '42501', 'public.work_orders: TRUNCATE by retention is refused');

-- Views

SELECT is(pg_temp.options_of('public.accounts_live'), 'security_invoker=true', 'public.accounts_live: options');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.accounts_live')$$, $$VALUES
  (NULL, 'authenticated', 'SELECT')$$, 'public.accounts_live: privileges of everyone but the owner');

SELECT is(pg_temp.options_of('public.contacts_live'), 'security_invoker=true', 'public.contacts_live: options');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.contacts_live')$$, $$VALUES
  (NULL, 'authenticated', 'SELECT')$$, 'public.contacts_live: privileges of everyone but the owner');

SELECT is(pg_temp.options_of('public.locations_live'), 'security_invoker=true', 'public.locations_live: options');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.locations_live')$$, $$VALUES
  (NULL, 'authenticated', 'SELECT')$$, 'public.locations_live: privileges of everyone but the owner');

SELECT is(pg_temp.options_of('public.services_live'), 'security_invoker=true', 'public.services_live: options');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.services_live')$$, $$VALUES
  (NULL, 'authenticated', 'SELECT')$$, 'public.services_live: privileges of everyone but the owner');

SELECT is(pg_temp.options_of('public.territories_live'), 'security_invoker=true', 'public.territories_live: options');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.territories_live')$$, $$VALUES
  (NULL, 'authenticated', 'SELECT')$$, 'public.territories_live: privileges of everyone but the owner');

SELECT is(pg_temp.options_of('public.work_orders_live'), 'security_invoker=true', 'public.work_orders_live: options');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.work_orders_live')$$, $$VALUES
  (NULL, 'authenticated', 'SELECT')$$, 'public.work_orders_live: privileges of everyone but the owner');

-- Functions

SELECT is(pg_temp.function_is('audit.log_accounts()'), 'runs as its owner, search_path pinned, called by nobody else', 'audit.log_accounts(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('audit.log_contacts()'), 'runs as its owner, search_path pinned, called by nobody else', 'audit.log_contacts(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('audit.log_locations()'), 'runs as its owner, search_path pinned, called by nobody else', 'audit.log_locations(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('audit.log_services()'), 'runs as its owner, search_path pinned, called by nobody else', 'audit.log_services(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('audit.log_territories()'), 'runs as its owner, search_path pinned, called by nobody else', 'audit.log_territories(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('audit.log_users()'), 'runs as its owner, search_path pinned, called by nobody else', 'audit.log_users(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('audit.log_work_orders()'), 'runs as its owner, search_path pinned, called by nobody else', 'audit.log_work_orders(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('audit.refuse_change()'), 'runs as its caller, search_path pinned, called by nobody else', 'audit.refuse_change(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('deletion.follow_accounts()'), 'runs as its owner, search_path pinned, called by nobody else', 'deletion.follow_accounts(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('deletion.follow_locations()'), 'runs as its owner, search_path pinned, called by nobody else', 'deletion.follow_locations(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('deletion.follow_now()'), 'runs as its owner, search_path pinned, called by nobody else', 'deletion.follow_now(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('deletion.follow_services()'), 'runs as its owner, search_path pinned, called by nobody else', 'deletion.follow_services(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('deletion.follow_territories()'), 'runs as its owner, search_path pinned, called by nobody else', 'deletion.follow_territories(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('deletion.refer_accounts_parent_account()'), 'runs as its owner, search_path pinned, called by nobody else', 'deletion.refer_accounts_parent_account(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('deletion.refer_accounts_territory()'), 'runs as its owner, search_path pinned, called by nobody else', 'deletion.refer_accounts_territory(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('deletion.refer_contacts_account()'), 'runs as its owner, search_path pinned, called by nobody else', 'deletion.refer_contacts_account(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('deletion.refer_locations_account()'), 'runs as its owner, search_path pinned, called by nobody else', 'deletion.refer_locations_account(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('deletion.refer_locations_territory()'), 'runs as its owner, search_path pinned, called by nobody else', 'deletion.refer_locations_territory(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('deletion.refer_work_orders_account()'), 'runs as its owner, search_path pinned, called by nobody else', 'deletion.refer_work_orders_account(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('deletion.refer_work_orders_location()'), 'runs as its owner, search_path pinned, called by nobody else', 'deletion.refer_work_orders_location(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('deletion.refer_work_orders_service()'), 'runs as its owner, search_path pinned, called by nobody else', 'deletion.refer_work_orders_service(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.clean_accounts(integer)'), 'runs as its caller, search_path pinned, called by retention', 'public.clean_accounts(integer): runs as its caller, search_path pinned, called by retention');

SELECT is(pg_temp.function_is('public.guard_deleted_at()'), 'runs as its caller, search_path pinned, called by nobody else', 'public.guard_deleted_at(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.has_role(text)'), 'runs as its caller, called by anonymous and authenticated', 'public.has_role(text): runs as its caller, called by anonymous and authenticated');

SELECT is(pg_temp.function_is('public.lock_version()'), 'runs as its caller, search_path pinned, called by nobody else', 'public.lock_version(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.make_accounts_account_number()'), 'runs as its owner, search_path pinned, called by nobody else', 'public.make_accounts_account_number(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.make_work_orders_number()'), 'runs as its owner, search_path pinned, called by nobody else', 'public.make_work_orders_number(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.me()'), 'runs as its caller, called by anonymous and authenticated', 'public.me(): runs as its caller, called by anonymous and authenticated');

SELECT is(pg_temp.function_is('public.refuse_state()'), 'runs as its caller, search_path pinned, called by nobody else', 'public.refuse_state(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.restore_accounts(uuid)'), 'runs as its caller, search_path pinned, called by authenticated', 'public.restore_accounts(uuid): runs as its caller, search_path pinned, called by authenticated');

SELECT is(pg_temp.function_is('public.restore_contacts(uuid)'), 'runs as its caller, search_path pinned, called by authenticated', 'public.restore_contacts(uuid): runs as its caller, search_path pinned, called by authenticated');

SELECT is(pg_temp.function_is('public.restore_locations(uuid)'), 'runs as its caller, search_path pinned, called by authenticated', 'public.restore_locations(uuid): runs as its caller, search_path pinned, called by authenticated');

SELECT is(pg_temp.function_is('public.restore_services(uuid)'), 'runs as its caller, search_path pinned, called by authenticated', 'public.restore_services(uuid): runs as its caller, search_path pinned, called by authenticated');

SELECT is(pg_temp.function_is('public.restore_territories(uuid)'), 'runs as its caller, search_path pinned, called by authenticated', 'public.restore_territories(uuid): runs as its caller, search_path pinned, called by authenticated');

SELECT is(pg_temp.function_is('public.restore_work_orders(uuid)'), 'runs as its caller, search_path pinned, called by authenticated', 'public.restore_work_orders(uuid): runs as its caller, search_path pinned, called by authenticated');

SELECT is(pg_temp.function_is('public.soft_delete_accounts()'), 'runs as its caller, search_path pinned, called by nobody else', 'public.soft_delete_accounts(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.soft_delete_contacts()'), 'runs as its caller, search_path pinned, called by nobody else', 'public.soft_delete_contacts(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.soft_delete_locations()'), 'runs as its caller, search_path pinned, called by nobody else', 'public.soft_delete_locations(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.soft_delete_services()'), 'runs as its caller, search_path pinned, called by nobody else', 'public.soft_delete_services(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.soft_delete_territories()'), 'runs as its caller, search_path pinned, called by nobody else', 'public.soft_delete_territories(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.soft_delete_work_orders()'), 'runs as its caller, search_path pinned, called by nobody else', 'public.soft_delete_work_orders(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.stamp_created_by()'), 'runs as its caller, search_path pinned, called by nobody else', 'public.stamp_created_by(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.stamp_updated_at()'), 'runs as its caller, search_path pinned, called by nobody else', 'public.stamp_updated_at(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.stamp_updated_by()'), 'runs as its caller, search_path pinned, called by nobody else', 'public.stamp_updated_by(): runs as its caller, search_path pinned, called by nobody else');

SELECT * FROM finish();

ROLLBACK;
