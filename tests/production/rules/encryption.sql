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

-- grants: A new function is otherwise executable by everyone.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- grants: PostgreSQL before 15 lets everyone create objects in public; databases that came from there still do.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- encryption: Of the functions that encrypt and decrypt.
CREATE SCHEMA encryption;

-- encryption: Of the views that show encrypted fields in plain.
CREATE SCHEMA decrypted;

-- extensions: The encryption of patients.diagnosis.
DO $body$
BEGIN
  -- What an extension brings stays executable by everyone: types and operators are made of it.
  ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
  CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA public;
  ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
END
$body$;

-- encryption: The key billing, from the setting encryption.billing of the session.
CREATE FUNCTION encryption.key_billing() RETURNS text
LANGUAGE plpgsql STABLE SET search_path = ''
AS $body$
DECLARE
  key constant text := NULLIF(current_setting('encryption.billing', TRUE), '');
BEGIN
  IF length(key) >= 32 THEN
    RETURN key;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
    MESSAGE = CASE WHEN key IS NULL THEN 'The key billing is not there.' ELSE 'The key billing is shorter than 32 characters.' END,
    HINT = 'Bring it: SELECT set_config(''encryption.billing'', $1, TRUE).';
END
$body$;

-- encryption: The key health, from the setting encryption.health of the session.
CREATE FUNCTION encryption.key_health() RETURNS text
LANGUAGE plpgsql STABLE SET search_path = ''
AS $body$
DECLARE
  key constant text := NULLIF(current_setting('encryption.health', TRUE), '');
BEGIN
  IF length(key) >= 32 THEN
    RETURN key;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
    MESSAGE = CASE WHEN key IS NULL THEN 'The key health is not there.' ELSE 'The key health is shorter than 32 characters.' END,
    HINT = 'Bring it: SELECT set_config(''encryption.health'', $1, TRUE).';
END
$body$;

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

-- access-functions: The current user's id, from the setting app.user_id.
CREATE FUNCTION public.me() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.user_id', TRUE), ''))::uuid;

-- access-functions: Their roles, from the setting app.roles.
CREATE FUNCTION public.has_role(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN COALESCE(wanted = ANY (string_to_array(current_setting('app.roles', TRUE), ',')), FALSE);

-- encryption: What runs with the owner's rights is for those alone who need it.
REVOKE ALL ON FUNCTION encryption.key_billing() FROM PUBLIC;

REVOKE ALL ON FUNCTION encryption.key_health() FROM PUBLIC;

-- encryption: Lets them name the functions and views.
GRANT USAGE ON SCHEMA encryption, decrypted TO authenticated;

-- grants: Policies call it as the role that asks.
GRANT EXECUTE ON FUNCTION public.me() TO anonymous, authenticated;

GRANT EXECUTE ON FUNCTION public.has_role(text) TO anonymous, authenticated;

-- grants: Lets it name what is in the schema.
GRANT USAGE ON SCHEMA public TO anonymous;

GRANT USAGE ON SCHEMA public TO authenticated;

-- =============================================================================
-- patients
-- encryption: patients_diagnosis_encrypted, patients_born_encrypted, patients_card_encrypted
-- =============================================================================

CREATE TABLE public.patients (
  id uuid PRIMARY KEY,
  ward integer,
  diagnosis bytea,
  born bytea,
  card bytea,
  deleted_at timestamptz,
  CONSTRAINT patients_diagnosis_encrypted CHECK (substring(diagnosis FROM 1 FOR 6) = E'\\xc30c04090102'::bytea),
  CONSTRAINT patients_born_encrypted CHECK (substring(born FROM 1 FOR 6) = E'\\xc30c04090102'::bytea),
  CONSTRAINT patients_card_encrypted CHECK (substring(card FROM 1 FOR 6) = E'\\xc30c04090102'::bytea)
);

-- =============================================================================
-- patients: triggers, access
-- =============================================================================

-- encryption: Makes what diagnosis holds of a value.
CREATE FUNCTION encryption.encrypt_patients_diagnosis(value text) RETURNS bytea
LANGUAGE plpgsql STRICT SECURITY DEFINER
SET search_path = '' SET datestyle = 'ISO' SET intervalstyle = 'postgres'
AS $body$
DECLARE
  plain constant text := value; -- arguments have no length limit, variables do
BEGIN
  RETURN public.pgp_sym_encrypt(plain::text, encryption.key_health(), 'cipher-algo=aes256, s2k-mode=1');
END
$body$;

-- encryption: Makes the value of what diagnosis holds.
CREATE FUNCTION encryption.decrypt_patients_diagnosis(stored bytea) RETURNS text
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  RETURN public.pgp_sym_decrypt(stored, encryption.key_health());
END
$body$;

-- encryption: Makes what born holds of a value.
CREATE FUNCTION encryption.encrypt_patients_born(value date) RETURNS bytea
LANGUAGE plpgsql STRICT SECURITY DEFINER
SET search_path = '' SET datestyle = 'ISO' SET intervalstyle = 'postgres'
AS $body$
DECLARE
  plain constant date := value; -- arguments have no length limit, variables do
BEGIN
  RETURN public.pgp_sym_encrypt(plain::text, encryption.key_health(), 'cipher-algo=aes256, s2k-mode=1');
END
$body$;

-- encryption: Makes the value of what born holds.
CREATE FUNCTION encryption.decrypt_patients_born(stored bytea) RETURNS date
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  RETURN public.pgp_sym_decrypt(stored, encryption.key_health());
END
$body$;

-- encryption: Makes what card holds of a value.
CREATE FUNCTION encryption.encrypt_patients_card(value varchar(20)) RETURNS bytea
LANGUAGE plpgsql STRICT SECURITY DEFINER
SET search_path = '' SET datestyle = 'ISO' SET intervalstyle = 'postgres'
AS $body$
DECLARE
  plain constant varchar(20) := value; -- arguments have no length limit, variables do
BEGIN
  RETURN public.pgp_sym_encrypt(plain::text, encryption.key_billing(), 'cipher-algo=aes256, s2k-mode=1');
END
$body$;

-- encryption: Makes the value of what card holds.
CREATE FUNCTION encryption.decrypt_patients_card(stored bytea) RETURNS varchar(20)
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  RETURN public.pgp_sym_decrypt(stored, encryption.key_billing());
END
$body$;

-- soft-delete: Marks a row as deleted, with the rights of the one who deletes.
CREATE FUNCTION public.soft_delete_patients() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restores constant boolean := COALESCE(current_setting('deletion.restores', TRUE), '') = tg_relid::text;
BEGIN
  IF (old.deleted_at IS NOT NULL) <> restores THEN
    RETURN NULL;
  END IF;
  UPDATE public.patients SET deleted_at = CASE WHEN NOT restores THEN now() END WHERE id = old.id;
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
CREATE FUNCTION public.restore_patients(id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restored boolean;
BEGIN
  -- PostgreSQL asks for the right to delete the row; the trigger on DELETE then takes the mark away.
  PERFORM set_config('deletion.restores', 'public.patients'::regclass::oid::text, TRUE);
  DELETE FROM public.patients WHERE id = $1;
  restored := current_setting('deletion.restores') = 'done';
  PERFORM set_config('deletion.restores', '', TRUE);
  RETURN restored;
END
$body$;

-- soft-delete: Turns DELETE into a mark.
CREATE TRIGGER soft_delete BEFORE DELETE ON public.patients
FOR EACH ROW EXECUTE FUNCTION public.soft_delete_patients();

-- soft-delete: deleted_at changes through DELETE and restore_… alone; the table's owner may set it.
CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.patients
FOR EACH ROW WHEN (old.deleted_at IS DISTINCT FROM new.deleted_at) EXECUTE FUNCTION public.guard_deleted_at();

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.patients ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.patients FORCE ROW LEVEL SECURITY;

-- row-level-security: anonymous may select every row.
CREATE POLICY patients_select_anonymous ON public.patients
FOR SELECT TO anonymous
USING (TRUE);

-- row-level-security: authenticated may select where ward = 1.
CREATE POLICY patients_select_authenticated ON public.patients
FOR SELECT TO authenticated
USING (ward = 1);

-- row-level-security: authenticated may insert where (SELECT has_role('billing')).
CREATE POLICY patients_insert_authenticated ON public.patients
FOR INSERT TO authenticated
WITH CHECK ((SELECT has_role('billing')));

-- encryption: Shows the rows that the reader may see, in plain.
CREATE VIEW decrypted.patients WITH (security_invoker = true) AS
SELECT id,
  ward,
  encryption.decrypt_patients_diagnosis(diagnosis) AS diagnosis,
  encryption.decrypt_patients_born(born) AS born,
  encryption.decrypt_patients_card(card) AS card,
  deleted_at
FROM public.patients WHERE deleted_at IS NULL;

-- soft-delete: Shows the rows that are not deleted, with the rights of the one who reads.
CREATE VIEW public.patients_live WITH (security_invoker = true) AS
SELECT id, ward, diagnosis, born, card, deleted_at
FROM public.patients WHERE deleted_at IS NULL;

-- encryption: What runs with the owner's rights is for those alone who need it.
REVOKE ALL ON FUNCTION encryption.encrypt_patients_diagnosis(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION encryption.decrypt_patients_diagnosis(bytea) FROM PUBLIC;

-- encryption: They may read the column.
GRANT EXECUTE ON FUNCTION encryption.decrypt_patients_diagnosis(bytea) TO authenticated;

-- encryption: What runs with the owner's rights is for those alone who need it.
REVOKE ALL ON FUNCTION encryption.encrypt_patients_born(date) FROM PUBLIC;

REVOKE ALL ON FUNCTION encryption.decrypt_patients_born(bytea) FROM PUBLIC;

-- encryption: They may read the column.
GRANT EXECUTE ON FUNCTION encryption.decrypt_patients_born(bytea) TO authenticated;

-- encryption: What runs with the owner's rights is for those alone who need it.
REVOKE ALL ON FUNCTION encryption.encrypt_patients_card(varchar(20)) FROM PUBLIC;

-- encryption: They may write the column.
GRANT EXECUTE ON FUNCTION encryption.encrypt_patients_card(varchar(20)) TO authenticated;

-- encryption: What runs with the owner's rights is for those alone who need it.
REVOKE ALL ON FUNCTION encryption.decrypt_patients_card(bytea) FROM PUBLIC;

-- encryption: They may read the column.
GRANT EXECUTE ON FUNCTION encryption.decrypt_patients_card(bytea) TO authenticated;

-- encryption: They may read the table.
GRANT SELECT ON decrypted.patients TO authenticated;

-- soft-delete: Who may call it is said below.
REVOKE ALL ON FUNCTION public.restore_patients(uuid) FROM PUBLIC;

-- grants: anonymous may read these columns.
GRANT SELECT (id, ward) ON public.patients TO anonymous;

-- grants: authenticated may read.
GRANT SELECT ON public.patients TO authenticated;

-- grants: The database fills in the other columns.
GRANT INSERT (id, ward, card) ON public.patients TO authenticated;

-- grants: authenticated may read what is not deleted.
GRANT SELECT ON public.patients_live TO authenticated;
