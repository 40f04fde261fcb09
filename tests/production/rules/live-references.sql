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

-- live-references: Owns what follows deletions, and can do nothing else.
DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'deletion') THEN
    CREATE ROLE deletion NOLOGIN;
  END IF;
  -- Who makes the schema gives this role its functions, which takes being a member of it.
  GRANT deletion TO CURRENT_USER;
END
$body$;

-- live-references: Apart from what applications see; of the role that owns its functions.
CREATE SCHEMA deletion AUTHORIZATION deletion;

-- soft-delete: Keeps clients from setting deleted_at, for every table that has it.
CREATE FUNCTION public.guard_deleted_at() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  -- Depth 1 is an UPDATE by a client; DELETE arrives from its own trigger. The table's owner may restore rows.
  IF pg_trigger_depth() = 1 AND NOT pg_has_role((SELECT relowner FROM pg_class WHERE oid = tg_relid), 'USAGE') THEN
    RAISE EXCEPTION 'deleted_at of % is set by DELETE alone.', tg_table_name
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN new;
END
$body$;

-- live-references: Follows what a statement deleted at its end.
CREATE FUNCTION deletion.follow_now() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  -- A DELETE marks its rows by an UPDATE of its own: only when it has found all of them, others may change.
  IF tg_op = 'DELETE' OR pg_trigger_depth() = 1 THEN
    SET CONSTRAINTS public.follow_deletion IMMEDIATE;
    SET CONSTRAINTS public.follow_deletion DEFERRED;
  END IF;
  RETURN NULL;
END
$body$;

-- live-references: Sees what the one who deletes may not.
ALTER FUNCTION deletion.follow_now() OWNER TO deletion;

-- live-references: Lets it name what is in the schema.
GRANT USAGE ON SCHEMA public TO deletion;

-- live-references: What runs with rights of its own is for nobody to call.
REVOKE ALL ON FUNCTION deletion.follow_now() FROM PUBLIC;

-- =============================================================================
-- accounts
-- foreign-keys: accounts_parent_id_fkey
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  name text,
  parent_id uuid,
  deleted_at timestamptz,
  CONSTRAINT accounts_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.accounts (id) ON DELETE CASCADE
);

-- =============================================================================
-- tags
-- =============================================================================

CREATE TABLE public.tags (
  language text,
  name text,
  deleted_at timestamptz,
  PRIMARY KEY (language, name)
);

-- =============================================================================
-- account_tags: Links account to tag.
-- foreign-keys: account_tags_account_id_fkey, account_tags_tag_language_tag_name_fkey
-- =============================================================================

CREATE TABLE public.account_tags (
  account_id uuid,
  tag_language text,
  tag_name text,
  PRIMARY KEY (account_id, tag_language, tag_name),
  CONSTRAINT account_tags_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts (id) ON DELETE CASCADE,
  CONSTRAINT account_tags_tag_language_tag_name_fkey FOREIGN KEY (tag_language, tag_name) REFERENCES public.tags (language, name) ON DELETE CASCADE
);

-- =============================================================================
-- events
-- foreign-keys: events_account_id_fkey
-- =============================================================================

CREATE TABLE public.events (
  id bigint PRIMARY KEY,
  account_id uuid,
  CONSTRAINT events_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts (id) ON DELETE RESTRICT
);

-- =============================================================================
-- invoices
-- foreign-keys: invoices_account_id_fkey, invoices_created_by_id_fkey
-- =============================================================================

CREATE TABLE public.invoices (
  id bigint PRIMARY KEY,
  account_id uuid,
  created_by_id uuid,
  CONSTRAINT invoices_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts (id) ON DELETE RESTRICT,
  CONSTRAINT invoices_created_by_id_fkey FOREIGN KEY (created_by_id) REFERENCES public.accounts (id) ON DELETE RESTRICT
);

-- =============================================================================
-- locations
-- foreign-keys: locations_account_id_fkey
-- =============================================================================

CREATE TABLE public.locations (
  id uuid PRIMARY KEY,
  account_id uuid,
  deleted_at timestamptz,
  CONSTRAINT locations_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts (id) ON DELETE CASCADE
);

-- =============================================================================
-- orders
-- foreign-keys: orders_account_id_fkey, orders_location_id_fkey, orders_tag_language_tag_name_fkey
-- =============================================================================

CREATE TABLE public.orders (
  id bigint PRIMARY KEY,
  open boolean,
  account_id uuid,
  location_id uuid,
  tag_language text,
  tag_name text,
  deleted_at timestamptz,
  CONSTRAINT orders_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts (id) ON DELETE CASCADE,
  CONSTRAINT orders_location_id_fkey FOREIGN KEY (location_id) REFERENCES public.locations (id) ON DELETE RESTRICT,
  CONSTRAINT orders_tag_language_tag_name_fkey FOREIGN KEY (tag_language, tag_name) REFERENCES public.tags (language, name) ON DELETE SET NULL
);

-- =============================================================================
-- accounts: triggers, access
-- =============================================================================

-- soft-delete: Marks a row as deleted, with the rights of the one who deletes.
CREATE FUNCTION public.soft_delete_accounts() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restores constant boolean := COALESCE(current_setting('deletion.restores', TRUE), '') = tg_relid::text;
BEGIN
  IF (old.deleted_at IS NOT NULL) <> restores THEN
    RETURN NULL;
  END IF;
  UPDATE public.accounts SET deleted_at = CASE WHEN NOT restores THEN now() END WHERE id = old.id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This row of % cannot be % by %.', tg_table_name,
      CASE WHEN restores THEN 'restored' ELSE 'deleted' END, current_user
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF restores THEN
    PERFORM set_config('deletion.restores', 'done', TRUE);
  END IF;
  RETURN NULL;
END
$body$;

-- soft-delete: True where it takes the mark of a row away; false where there is no such row to who asks.
CREATE FUNCTION public.restore_accounts(id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restored boolean;
BEGIN
  -- PostgreSQL asks for the right to delete the row; the trigger on DELETE then takes the mark away.
  PERFORM set_config('deletion.restores', 'public.accounts'::regclass::oid::text, TRUE);
  DELETE FROM public.accounts WHERE id = $1;
  restored := current_setting('deletion.restores') = 'done';
  PERFORM set_config('deletion.restores', '', TRUE);
  RETURN restored;
END
$body$;

-- live-references: Does what relations to accounts say of deletion.
CREATE FUNCTION deletion.follow_accounts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
DECLARE
  holder text;
BEGIN
  IF new.deleted_at IS NULL THEN -- it is back, with what went in the same moment
    UPDATE public.accounts child SET deleted_at = NULL WHERE child.parent_id = new.id AND child.deleted_at = old.deleted_at;
    UPDATE public.locations child SET deleted_at = NULL WHERE child.account_id = new.id AND child.deleted_at = old.deleted_at;
    UPDATE public.orders child SET deleted_at = NULL WHERE child.account_id = new.id AND child.deleted_at = old.deleted_at;
    RETURN NULL;
  END IF;
  -- Who is making a row that refers to this one has locked it: first the lock, then a look.
  PERFORM FROM public.accounts parent WHERE parent.id = new.id FOR UPDATE;
  UPDATE public.orders child SET deleted_at = new.deleted_at WHERE child.account_id = new.id AND child.deleted_at IS NULL;
  UPDATE public.locations child SET deleted_at = new.deleted_at WHERE child.account_id = new.id AND child.deleted_at IS NULL;
  DELETE FROM public.account_tags child WHERE child.account_id = new.id;
  UPDATE public.accounts child SET deleted_at = new.deleted_at WHERE child.parent_id = new.id AND child.deleted_at IS NULL;
  holder := CASE
    WHEN EXISTS (SELECT FROM public.invoices child WHERE child.account_id = new.id) THEN 'invoices'
    WHEN EXISTS (SELECT FROM public.invoices child WHERE child.created_by_id = new.id) THEN 'invoices'
  END;
  IF holder IS NOT NULL THEN
    RAISE EXCEPTION 'This row of % cannot be deleted: rows of % refer to it.', tg_table_name, holder
      USING ERRCODE = 'foreign_key_violation', SCHEMA = tg_table_schema, TABLE = holder, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$body$;

-- live-references: Sees what the one who deletes may not.
ALTER FUNCTION deletion.follow_accounts() OWNER TO deletion;

-- live-references: Refuses a reference to accounts that are deleted.
CREATE FUNCTION deletion.refer_accounts_parent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.accounts parent WHERE new.parent_id = parent.id FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.accounts parent WHERE new.parent_id = parent.id AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'accounts'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$body$;

-- live-references: Sees what the one who deletes may not.
ALTER FUNCTION deletion.refer_accounts_parent() OWNER TO deletion;

-- soft-delete: Turns DELETE into a mark.
CREATE TRIGGER soft_delete BEFORE DELETE ON public.accounts
FOR EACH ROW EXECUTE FUNCTION public.soft_delete_accounts();

-- soft-delete: deleted_at changes through DELETE and restore_… alone; the table's owner may set it.
CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.accounts
FOR EACH ROW WHEN (old.deleted_at IS DISTINCT FROM new.deleted_at) EXECUTE FUNCTION public.guard_deleted_at();

-- live-references: Follows the relations when a row is marked as deleted, and when it is restored.
CREATE CONSTRAINT TRIGGER follow_deletion AFTER UPDATE ON public.accounts
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN ((old.deleted_at IS NULL) <> (new.deleted_at IS NULL)) EXECUTE FUNCTION deletion.follow_accounts();

-- live-references: A statement is over when what it deleted has been followed.
CREATE TRIGGER follow_now AFTER DELETE OR UPDATE OF deleted_at ON public.accounts
FOR EACH STATEMENT EXECUTE FUNCTION deletion.follow_now();

-- live-references: A row that parent refers to is there, and not deleted.
CREATE TRIGGER refer_parent_insert AFTER INSERT ON public.accounts
FOR EACH ROW WHEN (new.parent_id IS NOT NULL AND new.deleted_at IS NULL) EXECUTE FUNCTION deletion.refer_accounts_parent();

CREATE TRIGGER refer_parent_update AFTER UPDATE ON public.accounts
FOR EACH ROW WHEN (new.parent_id IS NOT NULL AND new.deleted_at IS NULL AND (old.parent_id IS DISTINCT FROM new.parent_id OR old.deleted_at IS NOT NULL)) EXECUTE FUNCTION deletion.refer_accounts_parent();

-- live-references: Every row counts, whoever may see it; not for members of the role.
CREATE POLICY accounts_deletion ON public.accounts
FOR ALL TO deletion
USING (current_user = 'deletion')
WITH CHECK (current_user = 'deletion');

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.accounts ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.accounts FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select every row.
CREATE POLICY accounts_select_authenticated ON public.accounts
FOR SELECT TO authenticated
USING (TRUE);

-- row-level-security: authenticated may insert every row.
CREATE POLICY accounts_insert_authenticated ON public.accounts
FOR INSERT TO authenticated
WITH CHECK (TRUE);

-- row-level-security: authenticated may update every row.
CREATE POLICY accounts_update_authenticated ON public.accounts
FOR UPDATE TO authenticated
USING (TRUE)
WITH CHECK (TRUE);

-- row-level-security: authenticated may delete every row.
CREATE POLICY accounts_delete_authenticated ON public.accounts
FOR DELETE TO authenticated
USING (TRUE);

-- soft-delete: Shows the rows that are not deleted, with the rights of the one who reads.
CREATE VIEW public.accounts_live WITH (security_invoker = true) AS
SELECT id, name, parent_id, deleted_at
FROM public.accounts WHERE deleted_at IS NULL;

-- soft-delete: Who may call it is said below.
REVOKE ALL ON FUNCTION public.restore_accounts(uuid) FROM PUBLIC;

-- soft-delete: Restoring takes the right to delete.
GRANT EXECUTE ON FUNCTION public.restore_accounts(uuid) TO authenticated;

-- live-references: What runs with rights of its own is for nobody to call.
REVOKE ALL ON FUNCTION deletion.follow_accounts() FROM PUBLIC;

REVOKE ALL ON FUNCTION deletion.refer_accounts_parent() FROM PUBLIC;

-- live-references: All that the functions do.
GRANT SELECT (id, deleted_at, parent_id), UPDATE (deleted_at) ON public.accounts TO deletion;

-- =============================================================================
-- tags: triggers, access
-- =============================================================================

-- soft-delete: Marks a row as deleted, with the rights of the one who deletes.
CREATE FUNCTION public.soft_delete_tags() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restores constant boolean := COALESCE(current_setting('deletion.restores', TRUE), '') = tg_relid::text;
BEGIN
  IF (old.deleted_at IS NOT NULL) <> restores THEN
    RETURN NULL;
  END IF;
  UPDATE public.tags SET deleted_at = CASE WHEN NOT restores THEN now() END WHERE language = old.language AND name = old.name;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This row of % cannot be % by %.', tg_table_name,
      CASE WHEN restores THEN 'restored' ELSE 'deleted' END, current_user
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF restores THEN
    PERFORM set_config('deletion.restores', 'done', TRUE);
  END IF;
  RETURN NULL;
END
$body$;

-- soft-delete: True where it takes the mark of a row away; false where there is no such row to who asks.
CREATE FUNCTION public.restore_tags(language text, name text) RETURNS boolean
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restored boolean;
BEGIN
  -- PostgreSQL asks for the right to delete the row; the trigger on DELETE then takes the mark away.
  PERFORM set_config('deletion.restores', 'public.tags'::regclass::oid::text, TRUE);
  DELETE FROM public.tags WHERE language = $1 AND name = $2;
  restored := current_setting('deletion.restores') = 'done';
  PERFORM set_config('deletion.restores', '', TRUE);
  RETURN restored;
END
$body$;

-- live-references: Does what relations to tags say of deletion.
CREATE FUNCTION deletion.follow_tags() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
DECLARE
  holder text;
BEGIN
  IF new.deleted_at IS NULL THEN -- it is back, with what went in the same moment
    RETURN NULL;
  END IF;
  -- Who is making a row that refers to this one has locked it: first the lock, then a look.
  PERFORM FROM public.tags parent WHERE parent.language = new.language AND parent.name = new.name FOR UPDATE;
  UPDATE public.orders child SET tag_language = NULL, tag_name = NULL WHERE child.tag_language = new.language AND child.tag_name = new.name;
  DELETE FROM public.account_tags child WHERE child.tag_language = new.language AND child.tag_name = new.name;
  holder := NULL;
  IF holder IS NOT NULL THEN
    RAISE EXCEPTION 'This row of % cannot be deleted: rows of % refer to it.', tg_table_name, holder
      USING ERRCODE = 'foreign_key_violation', SCHEMA = tg_table_schema, TABLE = holder, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$body$;

-- live-references: Sees what the one who deletes may not.
ALTER FUNCTION deletion.follow_tags() OWNER TO deletion;

-- soft-delete: Turns DELETE into a mark.
CREATE TRIGGER soft_delete BEFORE DELETE ON public.tags
FOR EACH ROW EXECUTE FUNCTION public.soft_delete_tags();

-- soft-delete: deleted_at changes through DELETE and restore_… alone; the table's owner may set it.
CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.tags
FOR EACH ROW WHEN (old.deleted_at IS DISTINCT FROM new.deleted_at) EXECUTE FUNCTION public.guard_deleted_at();

-- live-references: Follows the relations when a row is marked as deleted, and when it is restored.
CREATE CONSTRAINT TRIGGER follow_deletion AFTER UPDATE ON public.tags
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN ((old.deleted_at IS NULL) <> (new.deleted_at IS NULL)) EXECUTE FUNCTION deletion.follow_tags();

-- live-references: A statement is over when what it deleted has been followed.
CREATE TRIGGER follow_now AFTER DELETE OR UPDATE OF deleted_at ON public.tags
FOR EACH STATEMENT EXECUTE FUNCTION deletion.follow_now();

-- live-references: Every row counts, whoever may see it; not for members of the role.
CREATE POLICY tags_deletion ON public.tags
FOR ALL TO deletion
USING (current_user = 'deletion')
WITH CHECK (current_user = 'deletion');

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.tags ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.tags FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select every row.
CREATE POLICY tags_select_authenticated ON public.tags
FOR SELECT TO authenticated
USING (TRUE);

-- row-level-security: authenticated may insert every row.
CREATE POLICY tags_insert_authenticated ON public.tags
FOR INSERT TO authenticated
WITH CHECK (TRUE);

-- row-level-security: authenticated may update every row.
CREATE POLICY tags_update_authenticated ON public.tags
FOR UPDATE TO authenticated
USING (TRUE)
WITH CHECK (TRUE);

-- row-level-security: authenticated may delete every row.
CREATE POLICY tags_delete_authenticated ON public.tags
FOR DELETE TO authenticated
USING (TRUE);

-- soft-delete: Shows the rows that are not deleted, with the rights of the one who reads.
CREATE VIEW public.tags_live WITH (security_invoker = true) AS
SELECT language, name, deleted_at
FROM public.tags WHERE deleted_at IS NULL;

-- soft-delete: Who may call it is said below.
REVOKE ALL ON FUNCTION public.restore_tags(text, text) FROM PUBLIC;

-- soft-delete: Restoring takes the right to delete.
GRANT EXECUTE ON FUNCTION public.restore_tags(text, text) TO authenticated;

-- live-references: What runs with rights of its own is for nobody to call.
REVOKE ALL ON FUNCTION deletion.follow_tags() FROM PUBLIC;

-- live-references: All that the functions do.
GRANT SELECT (language, name, deleted_at), UPDATE (deleted_at) ON public.tags TO deletion;

-- =============================================================================
-- account_tags: triggers, access
-- =============================================================================

-- live-references: Refuses a reference to accounts that are deleted.
CREATE FUNCTION deletion.refer_account_tags_account() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.accounts parent WHERE new.account_id = parent.id FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.accounts parent WHERE new.account_id = parent.id AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'accounts'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$body$;

-- live-references: Sees what the one who deletes may not.
ALTER FUNCTION deletion.refer_account_tags_account() OWNER TO deletion;

-- live-references: Refuses a reference to tags that are deleted.
CREATE FUNCTION deletion.refer_account_tags_tag() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.tags parent WHERE new.tag_language = parent.language AND new.tag_name = parent.name FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.tags parent WHERE new.tag_language = parent.language AND new.tag_name = parent.name AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'tags'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$body$;

-- live-references: Sees what the one who deletes may not.
ALTER FUNCTION deletion.refer_account_tags_tag() OWNER TO deletion;

-- live-references: A row that account refers to is there, and not deleted.
CREATE TRIGGER refer_account_insert AFTER INSERT ON public.account_tags
FOR EACH ROW WHEN (new.account_id IS NOT NULL) EXECUTE FUNCTION deletion.refer_account_tags_account();

CREATE TRIGGER refer_account_update AFTER UPDATE ON public.account_tags
FOR EACH ROW WHEN (new.account_id IS NOT NULL AND (old.account_id IS DISTINCT FROM new.account_id)) EXECUTE FUNCTION deletion.refer_account_tags_account();

-- live-references: A row that tag refers to is there, and not deleted.
CREATE TRIGGER refer_tag_insert AFTER INSERT ON public.account_tags
FOR EACH ROW WHEN (new.tag_language IS NOT NULL AND new.tag_name IS NOT NULL) EXECUTE FUNCTION deletion.refer_account_tags_tag();

CREATE TRIGGER refer_tag_update AFTER UPDATE ON public.account_tags
FOR EACH ROW WHEN (new.tag_language IS NOT NULL AND new.tag_name IS NOT NULL AND (old.tag_language IS DISTINCT FROM new.tag_language OR old.tag_name IS DISTINCT FROM new.tag_name)) EXECUTE FUNCTION deletion.refer_account_tags_tag();

-- live-references: Every row counts, whoever may see it; not for members of the role.
CREATE POLICY account_tags_deletion ON public.account_tags
FOR ALL TO deletion
USING (current_user = 'deletion')
WITH CHECK (current_user = 'deletion');

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.account_tags ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.account_tags FORCE ROW LEVEL SECURITY;

-- live-references: What runs with rights of its own is for nobody to call.
REVOKE ALL ON FUNCTION deletion.refer_account_tags_account() FROM PUBLIC;

REVOKE ALL ON FUNCTION deletion.refer_account_tags_tag() FROM PUBLIC;

-- live-references: All that the functions do.
GRANT SELECT (account_id, tag_language, tag_name), DELETE ON public.account_tags TO deletion;

-- =============================================================================
-- events: triggers, access
-- =============================================================================

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.events ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.events FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select every row.
CREATE POLICY events_select_authenticated ON public.events
FOR SELECT TO authenticated
USING (TRUE);

-- row-level-security: authenticated may insert every row.
CREATE POLICY events_insert_authenticated ON public.events
FOR INSERT TO authenticated
WITH CHECK (TRUE);

-- =============================================================================
-- invoices: triggers, access
-- =============================================================================

-- live-references: Refuses a reference to accounts that are deleted.
CREATE FUNCTION deletion.refer_invoices_account() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.accounts parent WHERE new.account_id = parent.id FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.accounts parent WHERE new.account_id = parent.id AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'accounts'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$body$;

-- live-references: Sees what the one who deletes may not.
ALTER FUNCTION deletion.refer_invoices_account() OWNER TO deletion;

-- live-references: Refuses a reference to accounts that are deleted.
CREATE FUNCTION deletion.refer_invoices_created_by() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.accounts parent WHERE new.created_by_id = parent.id FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.accounts parent WHERE new.created_by_id = parent.id AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'accounts'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$body$;

-- live-references: Sees what the one who deletes may not.
ALTER FUNCTION deletion.refer_invoices_created_by() OWNER TO deletion;

-- live-references: A row that account refers to is there, and not deleted.
CREATE TRIGGER refer_account_insert AFTER INSERT ON public.invoices
FOR EACH ROW WHEN (new.account_id IS NOT NULL) EXECUTE FUNCTION deletion.refer_invoices_account();

CREATE TRIGGER refer_account_update AFTER UPDATE ON public.invoices
FOR EACH ROW WHEN (new.account_id IS NOT NULL AND (old.account_id IS DISTINCT FROM new.account_id)) EXECUTE FUNCTION deletion.refer_invoices_account();

-- live-references: A row that created_by refers to is there, and not deleted.
CREATE TRIGGER refer_created_by_insert AFTER INSERT ON public.invoices
FOR EACH ROW WHEN (new.created_by_id IS NOT NULL) EXECUTE FUNCTION deletion.refer_invoices_created_by();

CREATE TRIGGER refer_created_by_update AFTER UPDATE ON public.invoices
FOR EACH ROW WHEN (new.created_by_id IS NOT NULL AND (old.created_by_id IS DISTINCT FROM new.created_by_id)) EXECUTE FUNCTION deletion.refer_invoices_created_by();

-- live-references: Every row counts, whoever may see it; not for members of the role.
CREATE POLICY invoices_deletion ON public.invoices
FOR ALL TO deletion
USING (current_user = 'deletion')
WITH CHECK (current_user = 'deletion');

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.invoices ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.invoices FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select every row.
CREATE POLICY invoices_select_authenticated ON public.invoices
FOR SELECT TO authenticated
USING (TRUE);

-- row-level-security: authenticated may insert every row.
CREATE POLICY invoices_insert_authenticated ON public.invoices
FOR INSERT TO authenticated
WITH CHECK (TRUE);

-- row-level-security: authenticated may update every row.
CREATE POLICY invoices_update_authenticated ON public.invoices
FOR UPDATE TO authenticated
USING (TRUE)
WITH CHECK (TRUE);

-- row-level-security: authenticated may delete every row.
CREATE POLICY invoices_delete_authenticated ON public.invoices
FOR DELETE TO authenticated
USING (TRUE);

-- live-references: What runs with rights of its own is for nobody to call.
REVOKE ALL ON FUNCTION deletion.refer_invoices_account() FROM PUBLIC;

REVOKE ALL ON FUNCTION deletion.refer_invoices_created_by() FROM PUBLIC;

-- live-references: All that the functions do.
GRANT SELECT (account_id, created_by_id) ON public.invoices TO deletion;

-- =============================================================================
-- locations: triggers, access
-- =============================================================================

-- soft-delete: Marks a row as deleted, with the rights of the one who deletes.
CREATE FUNCTION public.soft_delete_locations() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restores constant boolean := COALESCE(current_setting('deletion.restores', TRUE), '') = tg_relid::text;
BEGIN
  IF (old.deleted_at IS NOT NULL) <> restores THEN
    RETURN NULL;
  END IF;
  UPDATE public.locations SET deleted_at = CASE WHEN NOT restores THEN now() END WHERE id = old.id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This row of % cannot be % by %.', tg_table_name,
      CASE WHEN restores THEN 'restored' ELSE 'deleted' END, current_user
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF restores THEN
    PERFORM set_config('deletion.restores', 'done', TRUE);
  END IF;
  RETURN NULL;
END
$body$;

-- soft-delete: True where it takes the mark of a row away; false where there is no such row to who asks.
CREATE FUNCTION public.restore_locations(id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restored boolean;
BEGIN
  -- PostgreSQL asks for the right to delete the row; the trigger on DELETE then takes the mark away.
  PERFORM set_config('deletion.restores', 'public.locations'::regclass::oid::text, TRUE);
  DELETE FROM public.locations WHERE id = $1;
  restored := current_setting('deletion.restores') = 'done';
  PERFORM set_config('deletion.restores', '', TRUE);
  RETURN restored;
END
$body$;

-- live-references: Refuses a reference to accounts that are deleted.
CREATE FUNCTION deletion.refer_locations_account() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.accounts parent WHERE new.account_id = parent.id FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.accounts parent WHERE new.account_id = parent.id AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'accounts'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$body$;

-- live-references: Sees what the one who deletes may not.
ALTER FUNCTION deletion.refer_locations_account() OWNER TO deletion;

-- live-references: Does what relations to locations say of deletion.
CREATE FUNCTION deletion.follow_locations() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
DECLARE
  holder text;
BEGIN
  IF new.deleted_at IS NULL THEN -- it is back, with what went in the same moment
    RETURN NULL;
  END IF;
  -- Who is making a row that refers to this one has locked it: first the lock, then a look.
  PERFORM FROM public.locations parent WHERE parent.id = new.id FOR UPDATE;
  holder := CASE
    WHEN EXISTS (SELECT FROM public.orders child WHERE child.location_id = new.id AND child.deleted_at IS NULL) THEN 'orders'
  END;
  IF holder IS NOT NULL THEN
    RAISE EXCEPTION 'This row of % cannot be deleted: rows of % refer to it.', tg_table_name, holder
      USING ERRCODE = 'foreign_key_violation', SCHEMA = tg_table_schema, TABLE = holder, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$body$;

-- live-references: Sees what the one who deletes may not.
ALTER FUNCTION deletion.follow_locations() OWNER TO deletion;

-- soft-delete: Turns DELETE into a mark.
CREATE TRIGGER soft_delete BEFORE DELETE ON public.locations
FOR EACH ROW EXECUTE FUNCTION public.soft_delete_locations();

-- soft-delete: deleted_at changes through DELETE and restore_… alone; the table's owner may set it.
CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.locations
FOR EACH ROW WHEN (old.deleted_at IS DISTINCT FROM new.deleted_at) EXECUTE FUNCTION public.guard_deleted_at();

-- live-references: A row that account refers to is there, and not deleted.
CREATE TRIGGER refer_account_insert AFTER INSERT ON public.locations
FOR EACH ROW WHEN (new.account_id IS NOT NULL AND new.deleted_at IS NULL) EXECUTE FUNCTION deletion.refer_locations_account();

CREATE TRIGGER refer_account_update AFTER UPDATE ON public.locations
FOR EACH ROW WHEN (new.account_id IS NOT NULL AND new.deleted_at IS NULL AND (old.account_id IS DISTINCT FROM new.account_id OR old.deleted_at IS NOT NULL)) EXECUTE FUNCTION deletion.refer_locations_account();

-- live-references: Follows the relations when a row is marked as deleted, and when it is restored.
CREATE CONSTRAINT TRIGGER follow_deletion AFTER UPDATE ON public.locations
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN ((old.deleted_at IS NULL) <> (new.deleted_at IS NULL)) EXECUTE FUNCTION deletion.follow_locations();

-- live-references: A statement is over when what it deleted has been followed.
CREATE TRIGGER follow_now AFTER DELETE OR UPDATE OF deleted_at ON public.locations
FOR EACH STATEMENT EXECUTE FUNCTION deletion.follow_now();

-- live-references: Every row counts, whoever may see it; not for members of the role.
CREATE POLICY locations_deletion ON public.locations
FOR ALL TO deletion
USING (current_user = 'deletion')
WITH CHECK (current_user = 'deletion');

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.locations ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.locations FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select every row.
CREATE POLICY locations_select_authenticated ON public.locations
FOR SELECT TO authenticated
USING (TRUE);

-- row-level-security: authenticated may insert every row.
CREATE POLICY locations_insert_authenticated ON public.locations
FOR INSERT TO authenticated
WITH CHECK (TRUE);

-- row-level-security: authenticated may update every row.
CREATE POLICY locations_update_authenticated ON public.locations
FOR UPDATE TO authenticated
USING (TRUE)
WITH CHECK (TRUE);

-- row-level-security: authenticated may delete every row.
CREATE POLICY locations_delete_authenticated ON public.locations
FOR DELETE TO authenticated
USING (TRUE);

-- soft-delete: Shows the rows that are not deleted, with the rights of the one who reads.
CREATE VIEW public.locations_live WITH (security_invoker = true) AS
SELECT id, account_id, deleted_at
FROM public.locations WHERE deleted_at IS NULL;

-- soft-delete: Who may call it is said below.
REVOKE ALL ON FUNCTION public.restore_locations(uuid) FROM PUBLIC;

-- soft-delete: Restoring takes the right to delete.
GRANT EXECUTE ON FUNCTION public.restore_locations(uuid) TO authenticated;

-- live-references: What runs with rights of its own is for nobody to call.
REVOKE ALL ON FUNCTION deletion.refer_locations_account() FROM PUBLIC;

REVOKE ALL ON FUNCTION deletion.follow_locations() FROM PUBLIC;

-- live-references: All that the functions do.
GRANT SELECT (account_id, deleted_at, id), UPDATE (deleted_at) ON public.locations TO deletion;

-- =============================================================================
-- orders: triggers, access
-- =============================================================================

-- soft-delete: Marks a row as deleted, with the rights of the one who deletes.
CREATE FUNCTION public.soft_delete_orders() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restores constant boolean := COALESCE(current_setting('deletion.restores', TRUE), '') = tg_relid::text;
BEGIN
  IF (old.deleted_at IS NOT NULL) <> restores THEN
    RETURN NULL;
  END IF;
  UPDATE public.orders SET deleted_at = CASE WHEN NOT restores THEN now() END WHERE id = old.id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This row of % cannot be % by %.', tg_table_name,
      CASE WHEN restores THEN 'restored' ELSE 'deleted' END, current_user
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF restores THEN
    PERFORM set_config('deletion.restores', 'done', TRUE);
  END IF;
  RETURN NULL;
END
$body$;

-- soft-delete: True where it takes the mark of a row away; false where there is no such row to who asks.
CREATE FUNCTION public.restore_orders(id bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restored boolean;
BEGIN
  -- PostgreSQL asks for the right to delete the row; the trigger on DELETE then takes the mark away.
  PERFORM set_config('deletion.restores', 'public.orders'::regclass::oid::text, TRUE);
  DELETE FROM public.orders WHERE id = $1;
  restored := current_setting('deletion.restores') = 'done';
  PERFORM set_config('deletion.restores', '', TRUE);
  RETURN restored;
END
$body$;

-- live-references: Refuses a reference to accounts that are deleted.
CREATE FUNCTION deletion.refer_orders_account() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.accounts parent WHERE new.account_id = parent.id FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.accounts parent WHERE new.account_id = parent.id AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'accounts'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$body$;

-- live-references: Sees what the one who deletes may not.
ALTER FUNCTION deletion.refer_orders_account() OWNER TO deletion;

-- live-references: Refuses a reference to tags that are deleted.
CREATE FUNCTION deletion.refer_orders_tag() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.tags parent WHERE new.tag_language = parent.language AND new.tag_name = parent.name FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.tags parent WHERE new.tag_language = parent.language AND new.tag_name = parent.name AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'tags'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$body$;

-- live-references: Sees what the one who deletes may not.
ALTER FUNCTION deletion.refer_orders_tag() OWNER TO deletion;

-- live-references: Refuses a reference to locations that are deleted.
CREATE FUNCTION deletion.refer_orders_location() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.locations parent WHERE new.location_id = parent.id FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.locations parent WHERE new.location_id = parent.id AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'locations'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$body$;

-- live-references: Sees what the one who deletes may not.
ALTER FUNCTION deletion.refer_orders_location() OWNER TO deletion;

-- soft-delete: Turns DELETE into a mark.
CREATE TRIGGER soft_delete BEFORE DELETE ON public.orders
FOR EACH ROW EXECUTE FUNCTION public.soft_delete_orders();

-- soft-delete: deleted_at changes through DELETE and restore_… alone; the table's owner may set it.
CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.orders
FOR EACH ROW WHEN (old.deleted_at IS DISTINCT FROM new.deleted_at) EXECUTE FUNCTION public.guard_deleted_at();

-- live-references: A row that account refers to is there, and not deleted.
CREATE TRIGGER refer_account_insert AFTER INSERT ON public.orders
FOR EACH ROW WHEN (new.account_id IS NOT NULL AND new.deleted_at IS NULL) EXECUTE FUNCTION deletion.refer_orders_account();

CREATE TRIGGER refer_account_update AFTER UPDATE ON public.orders
FOR EACH ROW WHEN (new.account_id IS NOT NULL AND new.deleted_at IS NULL AND (old.account_id IS DISTINCT FROM new.account_id OR old.deleted_at IS NOT NULL)) EXECUTE FUNCTION deletion.refer_orders_account();

-- live-references: A row that tag refers to is there, and not deleted.
CREATE TRIGGER refer_tag_insert AFTER INSERT ON public.orders
FOR EACH ROW WHEN (new.tag_language IS NOT NULL AND new.tag_name IS NOT NULL AND new.deleted_at IS NULL) EXECUTE FUNCTION deletion.refer_orders_tag();

CREATE TRIGGER refer_tag_update AFTER UPDATE ON public.orders
FOR EACH ROW WHEN (new.tag_language IS NOT NULL AND new.tag_name IS NOT NULL AND new.deleted_at IS NULL AND (old.tag_language IS DISTINCT FROM new.tag_language OR old.tag_name IS DISTINCT FROM new.tag_name OR old.deleted_at IS NOT NULL)) EXECUTE FUNCTION deletion.refer_orders_tag();

-- live-references: A row that location refers to is there, and not deleted.
CREATE TRIGGER refer_location_insert AFTER INSERT ON public.orders
FOR EACH ROW WHEN (new.location_id IS NOT NULL AND new.deleted_at IS NULL) EXECUTE FUNCTION deletion.refer_orders_location();

CREATE TRIGGER refer_location_update AFTER UPDATE ON public.orders
FOR EACH ROW WHEN (new.location_id IS NOT NULL AND new.deleted_at IS NULL AND (old.location_id IS DISTINCT FROM new.location_id OR old.deleted_at IS NOT NULL)) EXECUTE FUNCTION deletion.refer_orders_location();

-- live-references: Every row counts, whoever may see it; not for members of the role.
CREATE POLICY orders_deletion ON public.orders
FOR ALL TO deletion
USING (current_user = 'deletion')
WITH CHECK (current_user = 'deletion');

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.orders ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.orders FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select every row.
CREATE POLICY orders_select_authenticated ON public.orders
FOR SELECT TO authenticated
USING (TRUE);

-- row-level-security: authenticated may insert every row.
CREATE POLICY orders_insert_authenticated ON public.orders
FOR INSERT TO authenticated
WITH CHECK (TRUE);

-- row-level-security: authenticated may update every row.
CREATE POLICY orders_update_authenticated ON public.orders
FOR UPDATE TO authenticated
USING (TRUE)
WITH CHECK (TRUE);

-- row-level-security: authenticated may delete every row.
CREATE POLICY orders_delete_authenticated ON public.orders
FOR DELETE TO authenticated
USING (TRUE);

-- soft-delete: Shows the rows that are not deleted, with the rights of the one who reads.
CREATE VIEW public.orders_live WITH (security_invoker = true) AS
SELECT id, open, account_id, location_id, tag_language, tag_name, deleted_at
FROM public.orders WHERE deleted_at IS NULL;

-- soft-delete: Who may call it is said below.
REVOKE ALL ON FUNCTION public.restore_orders(bigint) FROM PUBLIC;

-- soft-delete: Restoring takes the right to delete.
GRANT EXECUTE ON FUNCTION public.restore_orders(bigint) TO authenticated;

-- live-references: What runs with rights of its own is for nobody to call.
REVOKE ALL ON FUNCTION deletion.refer_orders_account() FROM PUBLIC;

REVOKE ALL ON FUNCTION deletion.refer_orders_tag() FROM PUBLIC;

REVOKE ALL ON FUNCTION deletion.refer_orders_location() FROM PUBLIC;

-- live-references: All that the functions do.
GRANT SELECT (account_id, deleted_at, tag_language, tag_name, location_id), UPDATE (deleted_at, tag_language, tag_name) ON public.orders TO deletion;
