-- The production schema of crm, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
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

-- retention: Removes what is too old, and can do nothing else.
DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'retention') THEN
    CREATE ROLE retention NOLOGIN;
  END IF;
END
$body$;

-- grants: A new function is otherwise executable by everyone.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- grants: PostgreSQL before 15 lets everyone create objects in public; databases that came from there still do.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- retention: Only where pg_cron is installed; elsewhere something else must call it.
DO $body$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = 'pg_cron') THEN
    PERFORM cron.schedule('public.clean_accounts', '0 3 * * *', 'DO $$ BEGIN SET ROLE retention; WHILE public.clean_accounts() > 0 LOOP COMMIT; END LOOP; END $$');
  END IF;
END
$body$;

-- live-references: Apart from what applications see; of the role that owns its functions.
CREATE SCHEMA deletion AUTHORIZATION deletion;

-- audit: Apart from what applications see.
CREATE SCHEMA audit;

-- timestamps: Sets updated_at, for every table that has one.
CREATE FUNCTION public.stamp_updated_at() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  new.updated_at := now();
  RETURN new;
END
$body$;

-- actors: Sets created_by to the current user, for every table that has it.
CREATE FUNCTION public.stamp_created_by() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  -- Nobody is signed in where rows are imported: then the given name stays.
  new.created_by := COALESCE((NULLIF(current_setting('app.user_id', TRUE), ''))::uuid, new.created_by);
  RETURN new;
END
$body$;

-- actors: Sets updated_by to the current user, for every table that has it.
CREATE FUNCTION public.stamp_updated_by() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  new.updated_by := (NULLIF(current_setting('app.user_id', TRUE), ''))::uuid;
  RETURN new;
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

-- optimistic-lock: Refuses a stale version, for every table that has one.
CREATE FUNCTION public.lock_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  IF new.version IS DISTINCT FROM old.version THEN
    RAISE EXCEPTION 'This row of % was changed since it was read: version % is stale.', tg_table_name, new.version
      USING ERRCODE = 'serialization_failure', HINT = 'Read the row again and repeat the change.';
  END IF;
  new.version := old.version + 1;
  RETURN new;
END
$body$;

-- state-machine: Refuses a step, for every state machine.
CREATE FUNCTION public.refuse_state() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
DECLARE
  state text := to_jsonb(new) ->> tg_argv[0];
BEGIN
  RAISE EXCEPTION USING
    MESSAGE = CASE tg_op
      WHEN 'INSERT' THEN format('A new row of %s cannot have the %s %s.', tg_table_name, tg_argv[0], state)
      ELSE format('The %s of %s cannot change from %s to %s.', tg_argv[0], tg_table_name,
        COALESCE(to_jsonb(old) ->> tg_argv[0], 'none'), COALESCE(state, 'none'))
    END,
    ERRCODE = 'check_violation', SCHEMA = tg_table_schema, TABLE = tg_table_name, COLUMN = tg_argv[0], CONSTRAINT = tg_name;
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

-- audit: Refuses what would change the log.
CREATE FUNCTION audit.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  RAISE EXCEPTION 'The audit log is append-only: % is refused.', tg_op
    USING ERRCODE = 'insufficient_privilege';
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

-- audit: Grants do not stop the owner; this does.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.log
FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE audit.log ENABLE ALWAYS TRIGGER append_only;

-- audit: Not forced: the triggers write as the owner.
ALTER TABLE audit.log ENABLE ROW LEVEL SECURITY;

-- audit: Auditors read everything.
CREATE POLICY log_select_auditor ON audit.log
FOR SELECT TO auditor
USING (TRUE);

-- live-references: Lets it name what is in the schema.
GRANT USAGE ON SCHEMA public TO deletion;

-- live-references: What runs with rights of its own is for nobody to call.
REVOKE ALL ON FUNCTION deletion.follow_now() FROM PUBLIC;

-- grants: Policies call it as the role that asks.
GRANT EXECUTE ON FUNCTION public.me() TO anonymous, authenticated;

GRANT EXECUTE ON FUNCTION public.has_role(text) TO anonymous, authenticated;

-- grants: Lets it name what is in the schema.
GRANT USAGE ON SCHEMA public TO authenticated;

-- audit: Auditors read the log.
GRANT USAGE ON SCHEMA audit TO auditor;

GRANT SELECT ON audit.log TO auditor;

-- retention: Lets it name what is in the schema.
GRANT USAGE ON SCHEMA public TO retention;

-- =============================================================================
-- users: Someone who works with the CRM.
-- not-null: email, name, active, created_at, version
-- defaults: id, active, created_at, version
-- checks: users_email_check
-- unique: users_email_key
-- =============================================================================

CREATE TABLE public.users (
  id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
  email varchar(255) NOT NULL,
  name varchar(255) NOT NULL,
  active boolean DEFAULT true NOT NULL,
  created_at timestamptz DEFAULT now() NOT NULL,
  updated_at timestamptz,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT users_email_check CHECK (email like '%_@_%'),
  CONSTRAINT users_email_key UNIQUE (email)
);

-- comments: From the definition.
COMMENT ON TABLE public.users IS 'Someone who works with the CRM.';

-- comments: Classified as personal data.
COMMENT ON COLUMN public.users.email IS '[pii: personal]';

COMMENT ON COLUMN public.users.name IS '[pii: personal]';

-- =============================================================================
-- territories: A region with the people who drive there.
-- not-null: name, created_at, created_by, version
-- defaults: id, created_at, version
-- unique: territories_name_key
-- foreign-keys: territories_manager_id_fkey, territories_created_by_fkey, territories_updated_by_fkey
-- =============================================================================

CREATE TABLE public.territories (
  id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
  name varchar(100) NOT NULL,
  region varchar(50),
  manager_id uuid,
  created_at timestamptz DEFAULT now() NOT NULL,
  created_by uuid NOT NULL,
  updated_at timestamptz,
  updated_by uuid,
  version integer DEFAULT 1 NOT NULL,
  deleted_at timestamptz,
  CONSTRAINT territories_name_key UNIQUE (name),
  CONSTRAINT territories_manager_id_fkey FOREIGN KEY (manager_id) REFERENCES public.users (id) ON DELETE RESTRICT,
  CONSTRAINT territories_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users (id) ON DELETE RESTRICT,
  CONSTRAINT territories_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users (id) ON DELETE RESTRICT
);

-- foreign-key-indexes: Finds the rows that refer through manager.
CREATE INDEX territories_manager_id_idx ON public.territories (manager_id);

-- foreign-key-indexes: Finds the rows that refer through created_by.
CREATE INDEX territories_created_by_idx ON public.territories (created_by);

-- foreign-key-indexes: Finds the rows that refer through updated_by.
CREATE INDEX territories_updated_by_idx ON public.territories (updated_by);

-- comments: From the definition.
COMMENT ON TABLE public.territories IS 'A region with the people who drive there.';

-- =============================================================================
-- accounts: A household, company or plant that we serve.
-- not-null: account_number, name, type, status, owner_id, created_at, created_by, version
-- defaults: id, status, created_at, version
-- allowed-values: accounts_type_values, accounts_status_values
-- checks: accounts_email_check, accounts_state_check
-- codes: accounts_account_number_code
-- unique: accounts_account_number_key
-- foreign-keys: accounts_territory_id_fkey, accounts_owner_id_fkey, accounts_parent_account_id_fkey, accounts_created_by_fkey, accounts_updated_by_fkey
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
  account_number varchar(20) NOT NULL,
  name varchar(255) NOT NULL,
  type varchar(50) NOT NULL,
  status varchar(50) DEFAULT 'Active' NOT NULL,
  email varchar(320),
  phone varchar(30),
  address text,
  city varchar(100),
  state varchar(2),
  zip varchar(10),
  territory_id uuid,
  owner_id uuid NOT NULL,
  parent_account_id uuid,
  created_at timestamptz DEFAULT now() NOT NULL,
  created_by uuid NOT NULL,
  updated_at timestamptz,
  updated_by uuid,
  deleted_at timestamptz,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT accounts_type_values CHECK (type::text IN ('Residential', 'Commercial', 'Industrial')),
  CONSTRAINT accounts_status_values CHECK (status::text IN ('Active', 'Inactive', 'Suspended')),
  CONSTRAINT accounts_email_check CHECK (email like '%_@_%'),
  CONSTRAINT accounts_state_check CHECK (state ~ '^[A-Z]{2}$'),
  CONSTRAINT accounts_account_number_code CHECK (account_number ~ '^AC[0-9]{6}$'),
  CONSTRAINT accounts_account_number_key UNIQUE (account_number),
  CONSTRAINT accounts_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territories (id) ON DELETE RESTRICT,
  CONSTRAINT accounts_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.users (id) ON DELETE RESTRICT,
  CONSTRAINT accounts_parent_account_id_fkey FOREIGN KEY (parent_account_id) REFERENCES public.accounts (id) ON DELETE RESTRICT,
  CONSTRAINT accounts_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users (id) ON DELETE RESTRICT,
  CONSTRAINT accounts_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users (id) ON DELETE RESTRICT
);

-- query-indexes: Serves the query by_status.
CREATE INDEX accounts_status_idx ON public.accounts (status);

-- query-indexes: Serves the query by_type.
CREATE INDEX accounts_type_idx ON public.accounts (type);

-- query-indexes: Serves the query by_owner. Finds the rows that refer through owner. Policies compare owner_id with who asks.
CREATE INDEX accounts_owner_id_status_created_at_desc_idx ON public.accounts (owner_id, status, created_at DESC);

-- query-indexes: Serves the query search.
CREATE INDEX accounts_name_account_number_idx ON public.accounts (name, account_number);

-- foreign-key-indexes: Finds the rows that refer through territory.
CREATE INDEX accounts_territory_id_idx ON public.accounts (territory_id);

-- foreign-key-indexes: Finds the rows that refer through parent_account.
CREATE INDEX accounts_parent_account_id_idx ON public.accounts (parent_account_id);

-- foreign-key-indexes: Finds the rows that refer through created_by.
CREATE INDEX accounts_created_by_idx ON public.accounts (created_by);

-- foreign-key-indexes: Finds the rows that refer through updated_by.
CREATE INDEX accounts_updated_by_idx ON public.accounts (updated_by);

-- retention: Finds the rows that are too old.
CREATE INDEX accounts_deleted_at_idx ON public.accounts (deleted_at);

-- comments: From the definition.
COMMENT ON TABLE public.accounts IS 'A household, company or plant that we serve.';

COMMENT ON COLUMN public.accounts.account_number IS 'Printed on every invoice.';

-- comments: Classified as personal data.
COMMENT ON COLUMN public.accounts.name IS '[pii: personal]';

COMMENT ON COLUMN public.accounts.email IS '[pii: personal]';

COMMENT ON COLUMN public.accounts.phone IS 'Where we call the account. [pii: personal]';

COMMENT ON COLUMN public.accounts.address IS '[pii: personal]';

-- comments: From the definition.
COMMENT ON COLUMN public.accounts.owner_id IS 'Who looks after the account.';

-- =============================================================================
-- contacts: A person whom we talk to at an account.
-- not-null: name, role, account_id, created_at, created_by, version
-- defaults: id, role, created_at, version
-- allowed-values: contacts_role_values
-- checks: contacts_email_check, reachable
-- foreign-keys: contacts_account_id_fkey, contacts_created_by_fkey, contacts_updated_by_fkey
-- =============================================================================

CREATE TABLE public.contacts (
  id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
  name varchar(255) NOT NULL,
  email varchar(255),
  phone varchar(20),
  role text DEFAULT 'Site' NOT NULL,
  account_id uuid NOT NULL,
  created_at timestamptz DEFAULT now() NOT NULL,
  created_by uuid NOT NULL,
  updated_at timestamptz,
  updated_by uuid,
  deleted_at timestamptz,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT contacts_role_values CHECK (role IN ('Owner', 'Billing', 'Site')),
  CONSTRAINT contacts_email_check CHECK (email like '%_@_%'),
  CONSTRAINT reachable CHECK (email is not null or phone is not null),
  CONSTRAINT contacts_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts (id) ON DELETE RESTRICT,
  CONSTRAINT contacts_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users (id) ON DELETE RESTRICT,
  CONSTRAINT contacts_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users (id) ON DELETE RESTRICT
);

-- query-indexes: Serves the query by_account. Finds the rows that refer through account. Policies compare account_id with who asks.
CREATE INDEX contacts_account_id_name_idx ON public.contacts (account_id, name);

-- foreign-key-indexes: Finds the rows that refer through created_by.
CREATE INDEX contacts_created_by_idx ON public.contacts (created_by);

-- foreign-key-indexes: Finds the rows that refer through updated_by.
CREATE INDEX contacts_updated_by_idx ON public.contacts (updated_by);

-- comments: From the definition.
COMMENT ON TABLE public.contacts IS 'A person whom we talk to at an account.';

-- comments: Classified as personal data.
COMMENT ON COLUMN public.contacts.name IS '[pii: personal]';

COMMENT ON COLUMN public.contacts.email IS '[pii: personal]';

COMMENT ON COLUMN public.contacts.phone IS '[pii: personal]';

-- =============================================================================
-- locations: A place where an account is served.
-- not-null: address, account_id, created_at, created_by, version
-- defaults: id, created_at, version
-- checks: locations_state_check
-- foreign-keys: locations_account_id_fkey, locations_territory_id_fkey, locations_created_by_fkey, locations_updated_by_fkey
-- =============================================================================

CREATE TABLE public.locations (
  id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
  name varchar(255),
  address text NOT NULL,
  city varchar(100),
  state varchar(2),
  zip varchar(10),
  account_id uuid NOT NULL,
  territory_id uuid,
  created_at timestamptz DEFAULT now() NOT NULL,
  created_by uuid NOT NULL,
  updated_at timestamptz,
  updated_by uuid,
  deleted_at timestamptz,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT locations_state_check CHECK (state ~ '^[A-Z]{2}$'),
  CONSTRAINT locations_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts (id) ON DELETE RESTRICT,
  CONSTRAINT locations_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territories (id) ON DELETE RESTRICT,
  CONSTRAINT locations_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users (id) ON DELETE RESTRICT,
  CONSTRAINT locations_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users (id) ON DELETE RESTRICT
);

-- query-indexes: Serves the query by_account. Finds the rows that refer through account. Policies compare account_id with who asks.
CREATE INDEX locations_account_id_name_idx ON public.locations (account_id, name);

-- foreign-key-indexes: Finds the rows that refer through territory.
CREATE INDEX locations_territory_id_idx ON public.locations (territory_id);

-- foreign-key-indexes: Finds the rows that refer through created_by.
CREATE INDEX locations_created_by_idx ON public.locations (created_by);

-- foreign-key-indexes: Finds the rows that refer through updated_by.
CREATE INDEX locations_updated_by_idx ON public.locations (updated_by);

-- comments: From the definition.
COMMENT ON TABLE public.locations IS 'A place where an account is served.';

-- comments: Classified as personal data.
COMMENT ON COLUMN public.locations.address IS '[pii: personal]';

-- =============================================================================
-- services: Something that we do for a price.
-- not-null: code, name, unit_price, duration_minutes, created_at, created_by, version
-- defaults: id, duration_minutes, created_at, version
-- checks: services_unit_price_check, services_duration_minutes_check
-- unique: services_code_key
-- foreign-keys: services_created_by_fkey, services_updated_by_fkey
-- =============================================================================

CREATE TABLE public.services (
  id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
  code varchar(20) NOT NULL,
  name varchar(255) NOT NULL,
  description text,
  unit_price numeric(12,2) NOT NULL,
  duration_minutes integer DEFAULT 60 NOT NULL,
  created_at timestamptz DEFAULT now() NOT NULL,
  created_by uuid NOT NULL,
  updated_at timestamptz,
  updated_by uuid,
  deleted_at timestamptz,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT services_unit_price_check CHECK (unit_price >= 0),
  CONSTRAINT services_duration_minutes_check CHECK (duration_minutes between 5 and 1440),
  CONSTRAINT services_code_key UNIQUE (code),
  CONSTRAINT services_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users (id) ON DELETE RESTRICT,
  CONSTRAINT services_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users (id) ON DELETE RESTRICT
);

-- foreign-key-indexes: Finds the rows that refer through created_by.
CREATE INDEX services_created_by_idx ON public.services (created_by);

-- foreign-key-indexes: Finds the rows that refer through updated_by.
CREATE INDEX services_updated_by_idx ON public.services (updated_by);

-- comments: From the definition.
COMMENT ON TABLE public.services IS 'Something that we do for a price.';

-- =============================================================================
-- work_orders: A visit to a location to carry out a service.
-- not-null: number, status, priority, scheduled_at, account_id, location_id, service_id, created_at, created_by, version
-- defaults: id, status, priority, created_at, version
-- allowed-values: work_orders_status_values, work_orders_priority_values
-- checks: done_has_time
-- codes: work_orders_number_code
-- unique: work_orders_number_key
-- foreign-keys: work_orders_account_id_fkey, work_orders_location_id_fkey, work_orders_service_id_fkey, work_orders_assignee_id_fkey, work_orders_created_by_fkey, work_orders_updated_by_fkey
-- =============================================================================

CREATE TABLE public.work_orders (
  id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
  number varchar(20) NOT NULL,
  status text DEFAULT 'Scheduled' NOT NULL,
  priority text DEFAULT 'Normal' NOT NULL,
  scheduled_at timestamptz NOT NULL,
  completed_at timestamptz,
  notes text,
  account_id uuid NOT NULL,
  location_id uuid NOT NULL,
  service_id uuid NOT NULL,
  assignee_id uuid,
  created_at timestamptz DEFAULT now() NOT NULL,
  created_by uuid NOT NULL,
  updated_at timestamptz,
  updated_by uuid,
  deleted_at timestamptz,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT work_orders_status_values CHECK (status IN ('Scheduled', 'Started', 'Done', 'Cancelled')),
  CONSTRAINT work_orders_priority_values CHECK (priority IN ('Low', 'Normal', 'High')),
  CONSTRAINT done_has_time CHECK (status <> 'Done' or completed_at is not null),
  CONSTRAINT work_orders_number_code CHECK (number ~ '^WO-[0-9]{6}$'),
  CONSTRAINT work_orders_number_key UNIQUE (number),
  CONSTRAINT work_orders_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts (id) ON DELETE RESTRICT,
  CONSTRAINT work_orders_location_id_fkey FOREIGN KEY (location_id) REFERENCES public.locations (id) ON DELETE RESTRICT,
  CONSTRAINT work_orders_service_id_fkey FOREIGN KEY (service_id) REFERENCES public.services (id) ON DELETE RESTRICT,
  CONSTRAINT work_orders_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES public.users (id) ON DELETE RESTRICT,
  CONSTRAINT work_orders_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users (id) ON DELETE RESTRICT,
  CONSTRAINT work_orders_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users (id) ON DELETE RESTRICT
);

-- query-indexes: Serves the query agenda. Finds the rows that refer through assignee. Policies compare assignee_id with who asks.
CREATE INDEX work_orders_assignee_id_status_scheduled_at_idx ON public.work_orders (assignee_id, status, scheduled_at);

-- foreign-key-indexes: Finds the rows that refer through account. Policies compare account_id with who asks.
CREATE INDEX work_orders_account_id_idx ON public.work_orders (account_id);

-- foreign-key-indexes: Finds the rows that refer through location.
CREATE INDEX work_orders_location_id_idx ON public.work_orders (location_id);

-- foreign-key-indexes: Finds the rows that refer through service.
CREATE INDEX work_orders_service_id_idx ON public.work_orders (service_id);

-- foreign-key-indexes: Finds the rows that refer through created_by.
CREATE INDEX work_orders_created_by_idx ON public.work_orders (created_by);

-- foreign-key-indexes: Finds the rows that refer through updated_by.
CREATE INDEX work_orders_updated_by_idx ON public.work_orders (updated_by);

-- comments: From the definition.
COMMENT ON TABLE public.work_orders IS 'A visit to a location to carry out a service.';

-- =============================================================================
-- users: triggers, access
-- =============================================================================

-- audit: Writes to the log with the owner's rights, so nobody else needs any.
CREATE FUNCTION audit.log_users() RETURNS trigger
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
  VALUES (actor, acting, request, application, client, 'public.users', operation, key, before, after);
  RETURN NULL;
END
$body$;

-- timestamps: Sets updated_at when a row changes.
CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.users
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_at();

-- optimistic-lock: Refuses a stale version and counts it up.
CREATE TRIGGER lock_version BEFORE UPDATE ON public.users
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.lock_version();

-- audit: Records each change of a row once; an update that changes nothing is none.
CREATE TRIGGER audit_users AFTER INSERT OR UPDATE OR DELETE ON public.users
FOR EACH ROW EXECUTE FUNCTION audit.log_users();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_users_truncate AFTER TRUNCATE ON public.users
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_users();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.users ENABLE ALWAYS TRIGGER audit_users;

ALTER TABLE public.users ENABLE ALWAYS TRIGGER audit_users_truncate;

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.users FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select every row.
CREATE POLICY users_select_authenticated ON public.users
FOR SELECT TO authenticated
USING (TRUE);

-- row-level-security: authenticated may insert where (SELECT has_role('admin')).
CREATE POLICY users_insert_authenticated ON public.users
FOR INSERT TO authenticated
WITH CHECK ((SELECT has_role('admin')));

-- row-level-security: authenticated may update where (id = (SELECT me())) OR (SELECT has_role('admin')).
CREATE POLICY users_update_authenticated ON public.users
FOR UPDATE TO authenticated
USING ((id = (SELECT me())) OR (SELECT has_role('admin')))
WITH CHECK ((id = (SELECT me())) OR (SELECT has_role('admin')));

-- row-level-security: authenticated may delete where (SELECT has_role('admin')).
CREATE POLICY users_delete_authenticated ON public.users
FOR DELETE TO authenticated
USING ((SELECT has_role('admin')));

-- grants: authenticated may read.
GRANT SELECT ON public.users TO authenticated;

-- grants: The database fills in the other columns.
GRANT INSERT (id, email, name, active) ON public.users TO authenticated;

-- grants: The other columns never change by a client.
GRANT UPDATE (email, name, active, version) ON public.users TO authenticated;

-- grants: authenticated may delete.
GRANT DELETE ON public.users TO authenticated;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_users() FROM PUBLIC;

-- =============================================================================
-- territories: triggers, access
-- =============================================================================

-- soft-delete: Marks a row as deleted, with the rights of the one who deletes.
CREATE FUNCTION public.soft_delete_territories() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restores constant boolean := COALESCE(current_setting('deletion.restores', TRUE), '') = tg_relid::text;
BEGIN
  IF (old.deleted_at IS NOT NULL) <> restores THEN
    RETURN NULL;
  END IF;
  UPDATE public.territories SET deleted_at = CASE WHEN NOT restores THEN now() END WHERE id = old.id;
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
CREATE FUNCTION public.restore_territories(id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restored boolean;
BEGIN
  -- PostgreSQL asks for the right to delete the row; the trigger on DELETE then takes the mark away.
  PERFORM set_config('deletion.restores', 'public.territories'::regclass::oid::text, TRUE);
  DELETE FROM public.territories WHERE id = $1;
  restored := current_setting('deletion.restores') = 'done';
  PERFORM set_config('deletion.restores', '', TRUE);
  RETURN restored;
END
$body$;

-- live-references: Does what relations to territories say of deletion.
CREATE FUNCTION deletion.follow_territories() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
DECLARE
  holder text;
BEGIN
  IF new.deleted_at IS NULL THEN -- it is back, with what went in the same moment
    RETURN NULL;
  END IF;
  -- Who is making a row that refers to this one has locked it: first the lock, then a look.
  PERFORM FROM public.territories parent WHERE parent.id = new.id FOR UPDATE;
  holder := CASE
    WHEN EXISTS (SELECT FROM public.accounts child WHERE child.territory_id = new.id AND child.deleted_at IS NULL) THEN 'accounts'
    WHEN EXISTS (SELECT FROM public.locations child WHERE child.territory_id = new.id AND child.deleted_at IS NULL) THEN 'locations'
  END;
  IF holder IS NOT NULL THEN
    RAISE EXCEPTION 'This row of % cannot be deleted: rows of % refer to it.', tg_table_name, holder
      USING ERRCODE = 'foreign_key_violation', SCHEMA = tg_table_schema, TABLE = holder, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$body$;

-- live-references: Sees what the one who deletes may not.
ALTER FUNCTION deletion.follow_territories() OWNER TO deletion;

-- audit: Writes to the log with the owner's rights, so nobody else needs any.
CREATE FUNCTION audit.log_territories() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
DECLARE -- prepared once for a transaction; what stands in the INSERT is prepared for each row
  actor constant text := (NULLIF(current_setting('app.user_id', TRUE), ''))::text;
  acting constant text := COALESCE(NULLIF(current_setting('role', TRUE), 'none'), session_user);
  request constant text := NULLIF(current_setting('app.request_id', TRUE), '');
  application constant text := NULLIF(current_setting('application_name'), '');
  client constant text := COALESCE(NULLIF(current_setting('app.client_address', TRUE), ''), host(inet_client_addr()));
  operation constant text := CASE WHEN tg_op = 'UPDATE' AND old.deleted_at IS NULL AND new.deleted_at IS NOT NULL THEN 'DELETE' ELSE tg_op END;
  key constant jsonb := CASE WHEN tg_op <> 'TRUNCATE' THEN jsonb_build_object('id', COALESCE(old.id, new.id)) END;
  before constant jsonb := to_jsonb(old);
  after constant jsonb := to_jsonb(new);
BEGIN
  IF tg_op = 'UPDATE' AND old *= new THEN
    RETURN NULL; -- nothing changed
  END IF;
  INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old, new)
  VALUES (actor, acting, request, application, client, 'public.territories', operation, key, before, after);
  RETURN NULL;
END
$body$;

-- timestamps: Sets updated_at when a row changes.
CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.territories
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_at();

-- actors: Sets created_by to the current user.
CREATE TRIGGER stamp_created_by BEFORE INSERT ON public.territories
FOR EACH ROW EXECUTE FUNCTION public.stamp_created_by();

-- actors: Sets updated_by to the current user.
CREATE TRIGGER stamp_updated_by BEFORE UPDATE ON public.territories
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_by();

-- soft-delete: Turns DELETE into a mark.
CREATE TRIGGER soft_delete BEFORE DELETE ON public.territories
FOR EACH ROW EXECUTE FUNCTION public.soft_delete_territories();

-- soft-delete: deleted_at changes through DELETE and restore_… alone; the table's owner may set it.
CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.territories
FOR EACH ROW WHEN (old.deleted_at IS DISTINCT FROM new.deleted_at) EXECUTE FUNCTION public.guard_deleted_at();

-- optimistic-lock: Refuses a stale version and counts it up.
CREATE TRIGGER lock_version BEFORE UPDATE ON public.territories
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.lock_version();

-- live-references: Follows the relations when a row is marked as deleted, and when it is restored.
CREATE CONSTRAINT TRIGGER follow_deletion AFTER UPDATE ON public.territories
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN ((old.deleted_at IS NULL) <> (new.deleted_at IS NULL)) EXECUTE FUNCTION deletion.follow_territories();

-- live-references: A statement is over when what it deleted has been followed.
CREATE TRIGGER follow_now AFTER DELETE OR UPDATE OF deleted_at ON public.territories
FOR EACH STATEMENT EXECUTE FUNCTION deletion.follow_now();

-- audit: Records each change of a row once; an update that changes nothing is none.
CREATE TRIGGER audit_territories AFTER INSERT OR UPDATE OR DELETE ON public.territories
FOR EACH ROW EXECUTE FUNCTION audit.log_territories();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_territories_truncate AFTER TRUNCATE ON public.territories
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_territories();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.territories ENABLE ALWAYS TRIGGER audit_territories;

ALTER TABLE public.territories ENABLE ALWAYS TRIGGER audit_territories_truncate;

-- live-references: Every row counts, whoever may see it; not for members of the role.
CREATE POLICY territories_deletion ON public.territories
FOR ALL TO deletion
USING (current_user = 'deletion')
WITH CHECK (current_user = 'deletion');

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.territories ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.territories FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select every row.
CREATE POLICY territories_select_authenticated ON public.territories
FOR SELECT TO authenticated
USING (TRUE);

-- row-level-security: authenticated may insert where (SELECT has_role('admin')).
CREATE POLICY territories_insert_authenticated ON public.territories
FOR INSERT TO authenticated
WITH CHECK ((SELECT has_role('admin')));

-- row-level-security: authenticated may update where (SELECT has_role('admin')).
CREATE POLICY territories_update_authenticated ON public.territories
FOR UPDATE TO authenticated
USING ((SELECT has_role('admin')))
WITH CHECK ((SELECT has_role('admin')));

-- row-level-security: authenticated may delete where (SELECT has_role('admin')).
CREATE POLICY territories_delete_authenticated ON public.territories
FOR DELETE TO authenticated
USING ((SELECT has_role('admin')));

-- soft-delete: Shows the rows that are not deleted, with the rights of the one who reads.
CREATE VIEW public.territories_live WITH (security_invoker = true) AS
SELECT id, name, region, manager_id, created_at, created_by, updated_at, updated_by, version, deleted_at
FROM public.territories WHERE deleted_at IS NULL;

-- soft-delete: Who may call it is said below.
REVOKE ALL ON FUNCTION public.restore_territories(uuid) FROM PUBLIC;

-- soft-delete: Restoring takes the right to delete.
GRANT EXECUTE ON FUNCTION public.restore_territories(uuid) TO authenticated;

-- live-references: What runs with rights of its own is for nobody to call.
REVOKE ALL ON FUNCTION deletion.follow_territories() FROM PUBLIC;

-- live-references: All that the functions do.
GRANT SELECT (id, deleted_at), UPDATE (deleted_at) ON public.territories TO deletion;

-- grants: authenticated may read.
GRANT SELECT ON public.territories TO authenticated;

-- grants: The database fills in the other columns.
GRANT INSERT (id, name, region, manager_id) ON public.territories TO authenticated;

-- grants: The other columns never change by a client. deleted_at is for DELETE alone, which marks the row.
GRANT UPDATE (name, region, manager_id, version, deleted_at) ON public.territories TO authenticated;

-- grants: authenticated may delete.
GRANT DELETE ON public.territories TO authenticated;

-- grants: authenticated may read what is not deleted.
GRANT SELECT ON public.territories_live TO authenticated;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_territories() FROM PUBLIC;

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

-- codes: Makes a code with the owner's rights, so nobody else needs any.
CREATE FUNCTION public.make_accounts_account_number() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  FOR attempt IN 1..10 LOOP
    new.account_number := 'AC' || lpad(nextval('public.accounts_account_number_code_seq')::text, 6, '0');
    EXIT WHEN NOT EXISTS (SELECT FROM public.accounts taken WHERE taken.account_number = new.account_number);
  END LOOP;
  RETURN new;
END
$body$;

-- live-references: Refuses a reference to territories that are deleted.
CREATE FUNCTION deletion.refer_accounts_territory() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.territories parent WHERE new.territory_id = parent.id FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.territories parent WHERE new.territory_id = parent.id AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'territories'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$body$;

-- live-references: Sees what the one who deletes may not.
ALTER FUNCTION deletion.refer_accounts_territory() OWNER TO deletion;

-- live-references: Does what relations to accounts say of deletion.
CREATE FUNCTION deletion.follow_accounts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
DECLARE
  holder text;
BEGIN
  IF new.deleted_at IS NULL THEN -- it is back, with what went in the same moment
    RETURN NULL;
  END IF;
  -- Who is making a row that refers to this one has locked it: first the lock, then a look.
  PERFORM FROM public.accounts parent WHERE parent.id = new.id FOR UPDATE;
  holder := CASE
    WHEN EXISTS (SELECT FROM public.accounts child WHERE child.parent_account_id = new.id AND child.deleted_at IS NULL) THEN 'accounts'
    WHEN EXISTS (SELECT FROM public.contacts child WHERE child.account_id = new.id AND child.deleted_at IS NULL) THEN 'contacts'
    WHEN EXISTS (SELECT FROM public.locations child WHERE child.account_id = new.id AND child.deleted_at IS NULL) THEN 'locations'
    WHEN EXISTS (SELECT FROM public.work_orders child WHERE child.account_id = new.id AND child.deleted_at IS NULL) THEN 'work_orders'
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
CREATE FUNCTION deletion.refer_accounts_parent_account() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.accounts parent WHERE new.parent_account_id = parent.id FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.accounts parent WHERE new.parent_account_id = parent.id AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'accounts'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$body$;

-- live-references: Sees what the one who deletes may not.
ALTER FUNCTION deletion.refer_accounts_parent_account() OWNER TO deletion;

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
  operation constant text := CASE WHEN tg_op = 'UPDATE' AND old.deleted_at IS NULL AND new.deleted_at IS NOT NULL THEN 'DELETE' ELSE tg_op END;
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

-- retention: Removes what is older than 7 years by deleted_at, and says how many rows that were.
CREATE FUNCTION public.clean_accounts(batch integer DEFAULT 1000) RETURNS bigint
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
DECLARE
  removed bigint;
BEGIN
  IF current_user <> 'retention' THEN
    RAISE EXCEPTION 'Old rows are removed by the role % alone.', 'retention'
      USING ERRCODE = 'insufficient_privilege', HINT = format('SET ROLE %I', 'retention');
  END IF;
  WITH expired AS (
    SELECT old.id FROM public.accounts old
    WHERE old.deleted_at < now() - interval '7 years'
      AND NOT EXISTS (SELECT FROM public.accounts child WHERE child.parent_account_id = old.id)
      AND NOT EXISTS (SELECT FROM public.contacts child WHERE child.account_id = old.id)
      AND NOT EXISTS (SELECT FROM public.locations child WHERE child.account_id = old.id)
      AND NOT EXISTS (SELECT FROM public.work_orders child WHERE child.account_id = old.id)
    ORDER BY old.deleted_at LIMIT batch
    FOR UPDATE OF old SKIP LOCKED
  )
  DELETE FROM public.accounts gone USING expired WHERE gone.id = expired.id;
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END
$body$;

-- codes: Counts the rows of accounts.
CREATE SEQUENCE public.accounts_account_number_code_seq AS bigint MAXVALUE 999999 OWNED BY public.accounts.account_number;

-- timestamps: Sets updated_at when a row changes.
CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.accounts
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_at();

-- actors: Sets created_by to the current user.
CREATE TRIGGER stamp_created_by BEFORE INSERT ON public.accounts
FOR EACH ROW EXECUTE FUNCTION public.stamp_created_by();

-- actors: Sets updated_by to the current user.
CREATE TRIGGER stamp_updated_by BEFORE UPDATE ON public.accounts
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_by();

-- soft-delete: Turns DELETE into a mark.
CREATE TRIGGER soft_delete BEFORE DELETE ON public.accounts
FOR EACH ROW WHEN (current_user <> 'retention') EXECUTE FUNCTION public.soft_delete_accounts();

-- soft-delete: deleted_at changes through DELETE and restore_… alone; the table's owner may set it.
CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.accounts
FOR EACH ROW WHEN (old.deleted_at IS DISTINCT FROM new.deleted_at) EXECUTE FUNCTION public.guard_deleted_at();

-- optimistic-lock: Refuses a stale version and counts it up.
CREATE TRIGGER lock_version BEFORE UPDATE ON public.accounts
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.lock_version();

-- codes: Makes account_number where a row brings none.
CREATE TRIGGER code_account_number BEFORE INSERT ON public.accounts
FOR EACH ROW WHEN (new.account_number IS NULL) EXECUTE FUNCTION public.make_accounts_account_number();

-- live-references: A row that territory refers to is there, and not deleted.
CREATE TRIGGER refer_territory_insert AFTER INSERT ON public.accounts
FOR EACH ROW WHEN (new.territory_id IS NOT NULL AND new.deleted_at IS NULL) EXECUTE FUNCTION deletion.refer_accounts_territory();

CREATE TRIGGER refer_territory_update AFTER UPDATE ON public.accounts
FOR EACH ROW WHEN (new.territory_id IS NOT NULL AND new.deleted_at IS NULL AND (old.territory_id IS DISTINCT FROM new.territory_id OR old.deleted_at IS NOT NULL)) EXECUTE FUNCTION deletion.refer_accounts_territory();

-- live-references: Follows the relations when a row is marked as deleted, and when it is restored.
CREATE CONSTRAINT TRIGGER follow_deletion AFTER UPDATE ON public.accounts
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN ((old.deleted_at IS NULL) <> (new.deleted_at IS NULL)) EXECUTE FUNCTION deletion.follow_accounts();

-- live-references: A statement is over when what it deleted has been followed.
CREATE TRIGGER follow_now AFTER DELETE OR UPDATE OF deleted_at ON public.accounts
FOR EACH STATEMENT EXECUTE FUNCTION deletion.follow_now();

-- live-references: A row that parent_account refers to is there, and not deleted.
CREATE TRIGGER refer_parent_account_insert AFTER INSERT ON public.accounts
FOR EACH ROW WHEN (new.parent_account_id IS NOT NULL AND new.deleted_at IS NULL) EXECUTE FUNCTION deletion.refer_accounts_parent_account();

CREATE TRIGGER refer_parent_account_update AFTER UPDATE ON public.accounts
FOR EACH ROW WHEN (new.parent_account_id IS NOT NULL AND new.deleted_at IS NULL AND (old.parent_account_id IS DISTINCT FROM new.parent_account_id OR old.deleted_at IS NOT NULL)) EXECUTE FUNCTION deletion.refer_accounts_parent_account();

-- audit: Records each change of a row once; an update that changes nothing is none.
CREATE TRIGGER audit_accounts AFTER INSERT OR UPDATE OR DELETE ON public.accounts
FOR EACH ROW EXECUTE FUNCTION audit.log_accounts();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_accounts_truncate AFTER TRUNCATE ON public.accounts
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_accounts();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.accounts ENABLE ALWAYS TRIGGER audit_accounts;

ALTER TABLE public.accounts ENABLE ALWAYS TRIGGER audit_accounts_truncate;

-- live-references: Every row counts, whoever may see it; not for members of the role.
CREATE POLICY accounts_deletion ON public.accounts
FOR ALL TO deletion
USING (current_user = 'deletion')
WITH CHECK (current_user = 'deletion');

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.accounts ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.accounts FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select where (owner_id = (SELECT me())) OR (SELECT has_role('admin')).
CREATE POLICY accounts_select_authenticated ON public.accounts
FOR SELECT TO authenticated
USING ((owner_id = (SELECT me())) OR (SELECT has_role('admin')));

-- row-level-security: authenticated may insert where (owner_id = (SELECT me())) OR (SELECT has_role('admin')).
CREATE POLICY accounts_insert_authenticated ON public.accounts
FOR INSERT TO authenticated
WITH CHECK ((owner_id = (SELECT me())) OR (SELECT has_role('admin')));

-- row-level-security: authenticated may update where (owner_id = (SELECT me())) OR (SELECT has_role('admin')).
CREATE POLICY accounts_update_authenticated ON public.accounts
FOR UPDATE TO authenticated
USING ((owner_id = (SELECT me())) OR (SELECT has_role('admin')))
WITH CHECK ((owner_id = (SELECT me())) OR (SELECT has_role('admin')));

-- row-level-security: authenticated may delete where (owner_id = (SELECT me())) OR (SELECT has_role('admin')).
CREATE POLICY accounts_delete_authenticated ON public.accounts
FOR DELETE TO authenticated
USING ((owner_id = (SELECT me())) OR (SELECT has_role('admin')));

-- retention: A row that is referred to stays.
CREATE POLICY accounts_references_retention ON public.accounts
FOR SELECT TO retention
USING (TRUE);

-- retention: Only what is too old.
CREATE POLICY accounts_select_retention ON public.accounts
FOR SELECT TO retention
USING (accounts.deleted_at < now() - interval '7 years');

-- retention: Locks what is too old, and changes nothing.
CREATE POLICY accounts_update_retention ON public.accounts
FOR UPDATE TO retention
USING (accounts.deleted_at < now() - interval '7 years')
WITH CHECK (FALSE);

-- retention: Only what is too old.
CREATE POLICY accounts_delete_retention ON public.accounts
FOR DELETE TO retention
USING (accounts.deleted_at < now() - interval '7 years');

-- soft-delete: Shows the rows that are not deleted, with the rights of the one who reads.
CREATE VIEW public.accounts_live WITH (security_invoker = true) AS
SELECT id, account_number, name, type, status, email, phone, address, city, state, zip, territory_id, owner_id, parent_account_id, created_at, created_by, updated_at, updated_by, deleted_at, version
FROM public.accounts WHERE deleted_at IS NULL;

-- soft-delete: Who may call it is said below.
REVOKE ALL ON FUNCTION public.restore_accounts(uuid) FROM PUBLIC;

-- soft-delete: Restoring takes the right to delete.
GRANT EXECUTE ON FUNCTION public.restore_accounts(uuid) TO authenticated;

-- codes: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION public.make_accounts_account_number() FROM PUBLIC;

-- live-references: What runs with rights of its own is for nobody to call.
REVOKE ALL ON FUNCTION deletion.refer_accounts_territory() FROM PUBLIC;

REVOKE ALL ON FUNCTION deletion.follow_accounts() FROM PUBLIC;

REVOKE ALL ON FUNCTION deletion.refer_accounts_parent_account() FROM PUBLIC;

-- live-references: All that the functions do.
GRANT SELECT (territory_id, deleted_at, id, parent_account_id), UPDATE (deleted_at) ON public.accounts TO deletion;

-- grants: authenticated may read.
GRANT SELECT ON public.accounts TO authenticated;

-- grants: The database fills in the other columns.
GRANT INSERT (id, name, type, status, email, phone, address, city, state, zip, territory_id, owner_id, parent_account_id) ON public.accounts TO authenticated;

-- grants: The other columns never change by a client. deleted_at is for DELETE alone, which marks the row.
GRANT UPDATE (name, type, status, email, phone, address, city, state, zip, territory_id, owner_id, parent_account_id, version, deleted_at) ON public.accounts TO authenticated;

-- grants: authenticated may delete.
GRANT DELETE ON public.accounts TO authenticated;

-- grants: authenticated may read what is not deleted.
GRANT SELECT ON public.accounts_live TO authenticated;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_accounts() FROM PUBLIC;

-- retention: A row that is referred to stays.
GRANT SELECT (parent_account_id) ON public.accounts TO retention;

-- retention: Whoever is a member of the role may call it.
REVOKE ALL ON FUNCTION public.clean_accounts(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.clean_accounts(integer) TO retention;

-- retention: UPDATE is for the lock on a row.
GRANT SELECT, DELETE, UPDATE (id) ON public.accounts TO retention;

-- =============================================================================
-- contacts: triggers, access
-- =============================================================================

-- soft-delete: Marks a row as deleted, with the rights of the one who deletes.
CREATE FUNCTION public.soft_delete_contacts() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restores constant boolean := COALESCE(current_setting('deletion.restores', TRUE), '') = tg_relid::text;
BEGIN
  IF (old.deleted_at IS NOT NULL) <> restores THEN
    RETURN NULL;
  END IF;
  UPDATE public.contacts SET deleted_at = CASE WHEN NOT restores THEN now() END WHERE id = old.id;
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
CREATE FUNCTION public.restore_contacts(id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restored boolean;
BEGIN
  -- PostgreSQL asks for the right to delete the row; the trigger on DELETE then takes the mark away.
  PERFORM set_config('deletion.restores', 'public.contacts'::regclass::oid::text, TRUE);
  DELETE FROM public.contacts WHERE id = $1;
  restored := current_setting('deletion.restores') = 'done';
  PERFORM set_config('deletion.restores', '', TRUE);
  RETURN restored;
END
$body$;

-- live-references: Refuses a reference to accounts that are deleted.
CREATE FUNCTION deletion.refer_contacts_account() RETURNS trigger
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
ALTER FUNCTION deletion.refer_contacts_account() OWNER TO deletion;

-- audit: Writes to the log with the owner's rights, so nobody else needs any.
CREATE FUNCTION audit.log_contacts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
DECLARE -- prepared once for a transaction; what stands in the INSERT is prepared for each row
  actor constant text := (NULLIF(current_setting('app.user_id', TRUE), ''))::text;
  acting constant text := COALESCE(NULLIF(current_setting('role', TRUE), 'none'), session_user);
  request constant text := NULLIF(current_setting('app.request_id', TRUE), '');
  application constant text := NULLIF(current_setting('application_name'), '');
  client constant text := COALESCE(NULLIF(current_setting('app.client_address', TRUE), ''), host(inet_client_addr()));
  operation constant text := CASE WHEN tg_op = 'UPDATE' AND old.deleted_at IS NULL AND new.deleted_at IS NOT NULL THEN 'DELETE' ELSE tg_op END;
  key constant jsonb := CASE WHEN tg_op <> 'TRUNCATE' THEN jsonb_build_object('id', COALESCE(old.id, new.id)) END;
  before constant jsonb := to_jsonb(old);
  after constant jsonb := to_jsonb(new);
BEGIN
  IF tg_op = 'UPDATE' AND old *= new THEN
    RETURN NULL; -- nothing changed
  END IF;
  INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old, new)
  VALUES (actor, acting, request, application, client, 'public.contacts', operation, key, before, after);
  RETURN NULL;
END
$body$;

-- timestamps: Sets updated_at when a row changes.
CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.contacts
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_at();

-- actors: Sets created_by to the current user.
CREATE TRIGGER stamp_created_by BEFORE INSERT ON public.contacts
FOR EACH ROW EXECUTE FUNCTION public.stamp_created_by();

-- actors: Sets updated_by to the current user.
CREATE TRIGGER stamp_updated_by BEFORE UPDATE ON public.contacts
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_by();

-- soft-delete: Turns DELETE into a mark.
CREATE TRIGGER soft_delete BEFORE DELETE ON public.contacts
FOR EACH ROW EXECUTE FUNCTION public.soft_delete_contacts();

-- soft-delete: deleted_at changes through DELETE and restore_… alone; the table's owner may set it.
CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.contacts
FOR EACH ROW WHEN (old.deleted_at IS DISTINCT FROM new.deleted_at) EXECUTE FUNCTION public.guard_deleted_at();

-- optimistic-lock: Refuses a stale version and counts it up.
CREATE TRIGGER lock_version BEFORE UPDATE ON public.contacts
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.lock_version();

-- live-references: A row that account refers to is there, and not deleted.
CREATE TRIGGER refer_account_insert AFTER INSERT ON public.contacts
FOR EACH ROW WHEN (new.account_id IS NOT NULL AND new.deleted_at IS NULL) EXECUTE FUNCTION deletion.refer_contacts_account();

CREATE TRIGGER refer_account_update AFTER UPDATE ON public.contacts
FOR EACH ROW WHEN (new.account_id IS NOT NULL AND new.deleted_at IS NULL AND (old.account_id IS DISTINCT FROM new.account_id OR old.deleted_at IS NOT NULL)) EXECUTE FUNCTION deletion.refer_contacts_account();

-- audit: Records each change of a row once; an update that changes nothing is none.
CREATE TRIGGER audit_contacts AFTER INSERT OR UPDATE OR DELETE ON public.contacts
FOR EACH ROW EXECUTE FUNCTION audit.log_contacts();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_contacts_truncate AFTER TRUNCATE ON public.contacts
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_contacts();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.contacts ENABLE ALWAYS TRIGGER audit_contacts;

ALTER TABLE public.contacts ENABLE ALWAYS TRIGGER audit_contacts_truncate;

-- live-references: Every row counts, whoever may see it; not for members of the role.
CREATE POLICY contacts_deletion ON public.contacts
FOR ALL TO deletion
USING (current_user = 'deletion')
WITH CHECK (current_user = 'deletion');

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.contacts ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.contacts FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select where (account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')).
CREATE POLICY contacts_select_authenticated ON public.contacts
FOR SELECT TO authenticated
USING ((account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')));

-- row-level-security: authenticated may insert where (account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')).
CREATE POLICY contacts_insert_authenticated ON public.contacts
FOR INSERT TO authenticated
WITH CHECK ((account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')));

-- row-level-security: authenticated may update where (account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')).
CREATE POLICY contacts_update_authenticated ON public.contacts
FOR UPDATE TO authenticated
USING ((account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')))
WITH CHECK ((account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')));

-- row-level-security: authenticated may delete where (account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')).
CREATE POLICY contacts_delete_authenticated ON public.contacts
FOR DELETE TO authenticated
USING ((account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')));

-- retention: A row that is referred to stays.
CREATE POLICY contacts_references_retention ON public.contacts
FOR SELECT TO retention
USING (TRUE);

-- soft-delete: Shows the rows that are not deleted, with the rights of the one who reads.
CREATE VIEW public.contacts_live WITH (security_invoker = true) AS
SELECT id, name, email, phone, role, account_id, created_at, created_by, updated_at, updated_by, deleted_at, version
FROM public.contacts WHERE deleted_at IS NULL;

-- soft-delete: Who may call it is said below.
REVOKE ALL ON FUNCTION public.restore_contacts(uuid) FROM PUBLIC;

-- soft-delete: Restoring takes the right to delete.
GRANT EXECUTE ON FUNCTION public.restore_contacts(uuid) TO authenticated;

-- live-references: What runs with rights of its own is for nobody to call.
REVOKE ALL ON FUNCTION deletion.refer_contacts_account() FROM PUBLIC;

-- live-references: All that the functions do.
GRANT SELECT (account_id, deleted_at) ON public.contacts TO deletion;

-- grants: authenticated may read.
GRANT SELECT ON public.contacts TO authenticated;

-- grants: The database fills in the other columns.
GRANT INSERT (id, name, email, phone, role, account_id) ON public.contacts TO authenticated;

-- grants: The other columns never change by a client. deleted_at is for DELETE alone, which marks the row.
GRANT UPDATE (name, email, phone, role, account_id, version, deleted_at) ON public.contacts TO authenticated;

-- grants: authenticated may delete.
GRANT DELETE ON public.contacts TO authenticated;

-- grants: authenticated may read what is not deleted.
GRANT SELECT ON public.contacts_live TO authenticated;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_contacts() FROM PUBLIC;

-- retention: A row that is referred to stays.
GRANT SELECT (account_id) ON public.contacts TO retention;

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

-- live-references: Refuses a reference to territories that are deleted.
CREATE FUNCTION deletion.refer_locations_territory() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.territories parent WHERE new.territory_id = parent.id FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.territories parent WHERE new.territory_id = parent.id AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'territories'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$body$;

-- live-references: Sees what the one who deletes may not.
ALTER FUNCTION deletion.refer_locations_territory() OWNER TO deletion;

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
    WHEN EXISTS (SELECT FROM public.work_orders child WHERE child.location_id = new.id AND child.deleted_at IS NULL) THEN 'work_orders'
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

-- audit: Writes to the log with the owner's rights, so nobody else needs any.
CREATE FUNCTION audit.log_locations() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
DECLARE -- prepared once for a transaction; what stands in the INSERT is prepared for each row
  actor constant text := (NULLIF(current_setting('app.user_id', TRUE), ''))::text;
  acting constant text := COALESCE(NULLIF(current_setting('role', TRUE), 'none'), session_user);
  request constant text := NULLIF(current_setting('app.request_id', TRUE), '');
  application constant text := NULLIF(current_setting('application_name'), '');
  client constant text := COALESCE(NULLIF(current_setting('app.client_address', TRUE), ''), host(inet_client_addr()));
  operation constant text := CASE WHEN tg_op = 'UPDATE' AND old.deleted_at IS NULL AND new.deleted_at IS NOT NULL THEN 'DELETE' ELSE tg_op END;
  key constant jsonb := CASE WHEN tg_op <> 'TRUNCATE' THEN jsonb_build_object('id', COALESCE(old.id, new.id)) END;
  before constant jsonb := to_jsonb(old);
  after constant jsonb := to_jsonb(new);
BEGIN
  IF tg_op = 'UPDATE' AND old *= new THEN
    RETURN NULL; -- nothing changed
  END IF;
  INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old, new)
  VALUES (actor, acting, request, application, client, 'public.locations', operation, key, before, after);
  RETURN NULL;
END
$body$;

-- timestamps: Sets updated_at when a row changes.
CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.locations
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_at();

-- actors: Sets created_by to the current user.
CREATE TRIGGER stamp_created_by BEFORE INSERT ON public.locations
FOR EACH ROW EXECUTE FUNCTION public.stamp_created_by();

-- actors: Sets updated_by to the current user.
CREATE TRIGGER stamp_updated_by BEFORE UPDATE ON public.locations
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_by();

-- soft-delete: Turns DELETE into a mark.
CREATE TRIGGER soft_delete BEFORE DELETE ON public.locations
FOR EACH ROW EXECUTE FUNCTION public.soft_delete_locations();

-- soft-delete: deleted_at changes through DELETE and restore_… alone; the table's owner may set it.
CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.locations
FOR EACH ROW WHEN (old.deleted_at IS DISTINCT FROM new.deleted_at) EXECUTE FUNCTION public.guard_deleted_at();

-- optimistic-lock: Refuses a stale version and counts it up.
CREATE TRIGGER lock_version BEFORE UPDATE ON public.locations
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.lock_version();

-- live-references: A row that territory refers to is there, and not deleted.
CREATE TRIGGER refer_territory_insert AFTER INSERT ON public.locations
FOR EACH ROW WHEN (new.territory_id IS NOT NULL AND new.deleted_at IS NULL) EXECUTE FUNCTION deletion.refer_locations_territory();

CREATE TRIGGER refer_territory_update AFTER UPDATE ON public.locations
FOR EACH ROW WHEN (new.territory_id IS NOT NULL AND new.deleted_at IS NULL AND (old.territory_id IS DISTINCT FROM new.territory_id OR old.deleted_at IS NOT NULL)) EXECUTE FUNCTION deletion.refer_locations_territory();

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

-- audit: Records each change of a row once; an update that changes nothing is none.
CREATE TRIGGER audit_locations AFTER INSERT OR UPDATE OR DELETE ON public.locations
FOR EACH ROW EXECUTE FUNCTION audit.log_locations();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_locations_truncate AFTER TRUNCATE ON public.locations
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_locations();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.locations ENABLE ALWAYS TRIGGER audit_locations;

ALTER TABLE public.locations ENABLE ALWAYS TRIGGER audit_locations_truncate;

-- live-references: Every row counts, whoever may see it; not for members of the role.
CREATE POLICY locations_deletion ON public.locations
FOR ALL TO deletion
USING (current_user = 'deletion')
WITH CHECK (current_user = 'deletion');

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.locations ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.locations FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select where (account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')).
CREATE POLICY locations_select_authenticated ON public.locations
FOR SELECT TO authenticated
USING ((account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')));

-- row-level-security: authenticated may insert where (account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')).
CREATE POLICY locations_insert_authenticated ON public.locations
FOR INSERT TO authenticated
WITH CHECK ((account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')));

-- row-level-security: authenticated may update where (account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')).
CREATE POLICY locations_update_authenticated ON public.locations
FOR UPDATE TO authenticated
USING ((account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')))
WITH CHECK ((account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')));

-- row-level-security: authenticated may delete where (account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')).
CREATE POLICY locations_delete_authenticated ON public.locations
FOR DELETE TO authenticated
USING ((account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')));

-- retention: A row that is referred to stays.
CREATE POLICY locations_references_retention ON public.locations
FOR SELECT TO retention
USING (TRUE);

-- soft-delete: Shows the rows that are not deleted, with the rights of the one who reads.
CREATE VIEW public.locations_live WITH (security_invoker = true) AS
SELECT id, name, address, city, state, zip, account_id, territory_id, created_at, created_by, updated_at, updated_by, deleted_at, version
FROM public.locations WHERE deleted_at IS NULL;

-- soft-delete: Who may call it is said below.
REVOKE ALL ON FUNCTION public.restore_locations(uuid) FROM PUBLIC;

-- soft-delete: Restoring takes the right to delete.
GRANT EXECUTE ON FUNCTION public.restore_locations(uuid) TO authenticated;

-- live-references: What runs with rights of its own is for nobody to call.
REVOKE ALL ON FUNCTION deletion.refer_locations_territory() FROM PUBLIC;

REVOKE ALL ON FUNCTION deletion.refer_locations_account() FROM PUBLIC;

REVOKE ALL ON FUNCTION deletion.follow_locations() FROM PUBLIC;

-- live-references: All that the functions do.
GRANT SELECT (territory_id, deleted_at, account_id, id), UPDATE (deleted_at) ON public.locations TO deletion;

-- grants: authenticated may read.
GRANT SELECT ON public.locations TO authenticated;

-- grants: The database fills in the other columns.
GRANT INSERT (id, name, address, city, state, zip, account_id, territory_id) ON public.locations TO authenticated;

-- grants: The other columns never change by a client. deleted_at is for DELETE alone, which marks the row.
GRANT UPDATE (name, address, city, state, zip, account_id, territory_id, version, deleted_at) ON public.locations TO authenticated;

-- grants: authenticated may delete.
GRANT DELETE ON public.locations TO authenticated;

-- grants: authenticated may read what is not deleted.
GRANT SELECT ON public.locations_live TO authenticated;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_locations() FROM PUBLIC;

-- retention: A row that is referred to stays.
GRANT SELECT (account_id) ON public.locations TO retention;

-- =============================================================================
-- services: triggers, access
-- =============================================================================

-- soft-delete: Marks a row as deleted, with the rights of the one who deletes.
CREATE FUNCTION public.soft_delete_services() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restores constant boolean := COALESCE(current_setting('deletion.restores', TRUE), '') = tg_relid::text;
BEGIN
  IF (old.deleted_at IS NOT NULL) <> restores THEN
    RETURN NULL;
  END IF;
  UPDATE public.services SET deleted_at = CASE WHEN NOT restores THEN now() END WHERE id = old.id;
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
CREATE FUNCTION public.restore_services(id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restored boolean;
BEGIN
  -- PostgreSQL asks for the right to delete the row; the trigger on DELETE then takes the mark away.
  PERFORM set_config('deletion.restores', 'public.services'::regclass::oid::text, TRUE);
  DELETE FROM public.services WHERE id = $1;
  restored := current_setting('deletion.restores') = 'done';
  PERFORM set_config('deletion.restores', '', TRUE);
  RETURN restored;
END
$body$;

-- live-references: Does what relations to services say of deletion.
CREATE FUNCTION deletion.follow_services() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
DECLARE
  holder text;
BEGIN
  IF new.deleted_at IS NULL THEN -- it is back, with what went in the same moment
    RETURN NULL;
  END IF;
  -- Who is making a row that refers to this one has locked it: first the lock, then a look.
  PERFORM FROM public.services parent WHERE parent.id = new.id FOR UPDATE;
  holder := CASE
    WHEN EXISTS (SELECT FROM public.work_orders child WHERE child.service_id = new.id AND child.deleted_at IS NULL) THEN 'work_orders'
  END;
  IF holder IS NOT NULL THEN
    RAISE EXCEPTION 'This row of % cannot be deleted: rows of % refer to it.', tg_table_name, holder
      USING ERRCODE = 'foreign_key_violation', SCHEMA = tg_table_schema, TABLE = holder, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$body$;

-- live-references: Sees what the one who deletes may not.
ALTER FUNCTION deletion.follow_services() OWNER TO deletion;

-- audit: Writes to the log with the owner's rights, so nobody else needs any.
CREATE FUNCTION audit.log_services() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
DECLARE -- prepared once for a transaction; what stands in the INSERT is prepared for each row
  actor constant text := (NULLIF(current_setting('app.user_id', TRUE), ''))::text;
  acting constant text := COALESCE(NULLIF(current_setting('role', TRUE), 'none'), session_user);
  request constant text := NULLIF(current_setting('app.request_id', TRUE), '');
  application constant text := NULLIF(current_setting('application_name'), '');
  client constant text := COALESCE(NULLIF(current_setting('app.client_address', TRUE), ''), host(inet_client_addr()));
  operation constant text := CASE WHEN tg_op = 'UPDATE' AND old.deleted_at IS NULL AND new.deleted_at IS NOT NULL THEN 'DELETE' ELSE tg_op END;
  key constant jsonb := CASE WHEN tg_op <> 'TRUNCATE' THEN jsonb_build_object('id', COALESCE(old.id, new.id)) END;
  before constant jsonb := to_jsonb(old);
  after constant jsonb := to_jsonb(new);
BEGIN
  IF tg_op = 'UPDATE' AND old *= new THEN
    RETURN NULL; -- nothing changed
  END IF;
  INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old, new)
  VALUES (actor, acting, request, application, client, 'public.services', operation, key, before, after);
  RETURN NULL;
END
$body$;

-- timestamps: Sets updated_at when a row changes.
CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.services
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_at();

-- actors: Sets created_by to the current user.
CREATE TRIGGER stamp_created_by BEFORE INSERT ON public.services
FOR EACH ROW EXECUTE FUNCTION public.stamp_created_by();

-- actors: Sets updated_by to the current user.
CREATE TRIGGER stamp_updated_by BEFORE UPDATE ON public.services
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_by();

-- soft-delete: Turns DELETE into a mark.
CREATE TRIGGER soft_delete BEFORE DELETE ON public.services
FOR EACH ROW EXECUTE FUNCTION public.soft_delete_services();

-- soft-delete: deleted_at changes through DELETE and restore_… alone; the table's owner may set it.
CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.services
FOR EACH ROW WHEN (old.deleted_at IS DISTINCT FROM new.deleted_at) EXECUTE FUNCTION public.guard_deleted_at();

-- optimistic-lock: Refuses a stale version and counts it up.
CREATE TRIGGER lock_version BEFORE UPDATE ON public.services
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.lock_version();

-- live-references: Follows the relations when a row is marked as deleted, and when it is restored.
CREATE CONSTRAINT TRIGGER follow_deletion AFTER UPDATE ON public.services
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN ((old.deleted_at IS NULL) <> (new.deleted_at IS NULL)) EXECUTE FUNCTION deletion.follow_services();

-- live-references: A statement is over when what it deleted has been followed.
CREATE TRIGGER follow_now AFTER DELETE OR UPDATE OF deleted_at ON public.services
FOR EACH STATEMENT EXECUTE FUNCTION deletion.follow_now();

-- audit: Records each change of a row once; an update that changes nothing is none.
CREATE TRIGGER audit_services AFTER INSERT OR UPDATE OR DELETE ON public.services
FOR EACH ROW EXECUTE FUNCTION audit.log_services();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_services_truncate AFTER TRUNCATE ON public.services
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_services();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.services ENABLE ALWAYS TRIGGER audit_services;

ALTER TABLE public.services ENABLE ALWAYS TRIGGER audit_services_truncate;

-- live-references: Every row counts, whoever may see it; not for members of the role.
CREATE POLICY services_deletion ON public.services
FOR ALL TO deletion
USING (current_user = 'deletion')
WITH CHECK (current_user = 'deletion');

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.services ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.services FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select every row.
CREATE POLICY services_select_authenticated ON public.services
FOR SELECT TO authenticated
USING (TRUE);

-- row-level-security: authenticated may insert where (SELECT has_role('admin')).
CREATE POLICY services_insert_authenticated ON public.services
FOR INSERT TO authenticated
WITH CHECK ((SELECT has_role('admin')));

-- row-level-security: authenticated may update where (SELECT has_role('admin')).
CREATE POLICY services_update_authenticated ON public.services
FOR UPDATE TO authenticated
USING ((SELECT has_role('admin')))
WITH CHECK ((SELECT has_role('admin')));

-- row-level-security: authenticated may delete where (SELECT has_role('admin')).
CREATE POLICY services_delete_authenticated ON public.services
FOR DELETE TO authenticated
USING ((SELECT has_role('admin')));

-- soft-delete: Shows the rows that are not deleted, with the rights of the one who reads.
CREATE VIEW public.services_live WITH (security_invoker = true) AS
SELECT id, code, name, description, unit_price, duration_minutes, created_at, created_by, updated_at, updated_by, deleted_at, version
FROM public.services WHERE deleted_at IS NULL;

-- soft-delete: Who may call it is said below.
REVOKE ALL ON FUNCTION public.restore_services(uuid) FROM PUBLIC;

-- soft-delete: Restoring takes the right to delete.
GRANT EXECUTE ON FUNCTION public.restore_services(uuid) TO authenticated;

-- live-references: What runs with rights of its own is for nobody to call.
REVOKE ALL ON FUNCTION deletion.follow_services() FROM PUBLIC;

-- live-references: All that the functions do.
GRANT SELECT (id, deleted_at), UPDATE (deleted_at) ON public.services TO deletion;

-- grants: authenticated may read.
GRANT SELECT ON public.services TO authenticated;

-- grants: The database fills in the other columns.
GRANT INSERT (id, code, name, description, unit_price, duration_minutes) ON public.services TO authenticated;

-- grants: The other columns never change by a client. deleted_at is for DELETE alone, which marks the row.
GRANT UPDATE (code, name, description, unit_price, duration_minutes, version, deleted_at) ON public.services TO authenticated;

-- grants: authenticated may delete.
GRANT DELETE ON public.services TO authenticated;

-- grants: authenticated may read what is not deleted.
GRANT SELECT ON public.services_live TO authenticated;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_services() FROM PUBLIC;

-- =============================================================================
-- work_orders: triggers, access
-- =============================================================================

-- soft-delete: Marks a row as deleted, with the rights of the one who deletes.
CREATE FUNCTION public.soft_delete_work_orders() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restores constant boolean := COALESCE(current_setting('deletion.restores', TRUE), '') = tg_relid::text;
BEGIN
  IF (old.deleted_at IS NOT NULL) <> restores THEN
    RETURN NULL;
  END IF;
  UPDATE public.work_orders SET deleted_at = CASE WHEN NOT restores THEN now() END WHERE id = old.id;
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
CREATE FUNCTION public.restore_work_orders(id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restored boolean;
BEGIN
  -- PostgreSQL asks for the right to delete the row; the trigger on DELETE then takes the mark away.
  PERFORM set_config('deletion.restores', 'public.work_orders'::regclass::oid::text, TRUE);
  DELETE FROM public.work_orders WHERE id = $1;
  restored := current_setting('deletion.restores') = 'done';
  PERFORM set_config('deletion.restores', '', TRUE);
  RETURN restored;
END
$body$;

-- codes: Makes a code with the owner's rights, so nobody else needs any.
CREATE FUNCTION public.make_work_orders_number() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  FOR attempt IN 1..10 LOOP
    new.number := 'WO-' || lpad(nextval('public.work_orders_number_code_seq')::text, 6, '0');
    EXIT WHEN NOT EXISTS (SELECT FROM public.work_orders taken WHERE taken.number = new.number);
  END LOOP;
  RETURN new;
END
$body$;

-- live-references: Refuses a reference to accounts that are deleted.
CREATE FUNCTION deletion.refer_work_orders_account() RETURNS trigger
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
ALTER FUNCTION deletion.refer_work_orders_account() OWNER TO deletion;

-- live-references: Refuses a reference to locations that are deleted.
CREATE FUNCTION deletion.refer_work_orders_location() RETURNS trigger
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
ALTER FUNCTION deletion.refer_work_orders_location() OWNER TO deletion;

-- live-references: Refuses a reference to services that are deleted.
CREATE FUNCTION deletion.refer_work_orders_service() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.services parent WHERE new.service_id = parent.id FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.services parent WHERE new.service_id = parent.id AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'services'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$body$;

-- live-references: Sees what the one who deletes may not.
ALTER FUNCTION deletion.refer_work_orders_service() OWNER TO deletion;

-- audit: Writes to the log with the owner's rights, so nobody else needs any.
CREATE FUNCTION audit.log_work_orders() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
DECLARE -- prepared once for a transaction; what stands in the INSERT is prepared for each row
  actor constant text := (NULLIF(current_setting('app.user_id', TRUE), ''))::text;
  acting constant text := COALESCE(NULLIF(current_setting('role', TRUE), 'none'), session_user);
  request constant text := NULLIF(current_setting('app.request_id', TRUE), '');
  application constant text := NULLIF(current_setting('application_name'), '');
  client constant text := COALESCE(NULLIF(current_setting('app.client_address', TRUE), ''), host(inet_client_addr()));
  operation constant text := CASE WHEN tg_op = 'UPDATE' AND old.deleted_at IS NULL AND new.deleted_at IS NOT NULL THEN 'DELETE' ELSE tg_op END;
  key constant jsonb := CASE WHEN tg_op <> 'TRUNCATE' THEN jsonb_build_object('id', COALESCE(old.id, new.id)) END;
  before constant jsonb := to_jsonb(old);
  after constant jsonb := to_jsonb(new);
BEGIN
  IF tg_op = 'UPDATE' AND old *= new THEN
    RETURN NULL; -- nothing changed
  END IF;
  INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old, new)
  VALUES (actor, acting, request, application, client, 'public.work_orders', operation, key, before, after);
  RETURN NULL;
END
$body$;

-- codes: Counts the rows of work_orders.
CREATE SEQUENCE public.work_orders_number_code_seq AS bigint MAXVALUE 999999 OWNED BY public.work_orders.number;

-- timestamps: Sets updated_at when a row changes.
CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.work_orders
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_at();

-- actors: Sets created_by to the current user.
CREATE TRIGGER stamp_created_by BEFORE INSERT ON public.work_orders
FOR EACH ROW EXECUTE FUNCTION public.stamp_created_by();

-- actors: Sets updated_by to the current user.
CREATE TRIGGER stamp_updated_by BEFORE UPDATE ON public.work_orders
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_by();

-- soft-delete: Turns DELETE into a mark.
CREATE TRIGGER soft_delete BEFORE DELETE ON public.work_orders
FOR EACH ROW EXECUTE FUNCTION public.soft_delete_work_orders();

-- soft-delete: deleted_at changes through DELETE and restore_… alone; the table's owner may set it.
CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.work_orders
FOR EACH ROW WHEN (old.deleted_at IS DISTINCT FROM new.deleted_at) EXECUTE FUNCTION public.guard_deleted_at();

-- optimistic-lock: Refuses a stale version and counts it up.
CREATE TRIGGER lock_version BEFORE UPDATE ON public.work_orders
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.lock_version();

-- state-machine: Starts as Scheduled.
CREATE TRIGGER guard_status_start AFTER INSERT ON public.work_orders
FOR EACH ROW WHEN (new.status NOT IN ('Scheduled'))
EXECUTE FUNCTION public.refuse_state('status');

-- state-machine: Changes as declared: Scheduled to Started or Cancelled, Started to Done or Cancelled.
CREATE TRIGGER guard_status_step AFTER UPDATE ON public.work_orders
FOR EACH ROW WHEN (old.status IS DISTINCT FROM new.status AND (CASE
  WHEN old.status = 'Scheduled' THEN new.status IN ('Started', 'Cancelled')
  WHEN old.status = 'Started' THEN new.status IN ('Done', 'Cancelled')
END) IS NOT TRUE)
EXECUTE FUNCTION public.refuse_state('status');

-- codes: Makes number where a row brings none.
CREATE TRIGGER code_number BEFORE INSERT ON public.work_orders
FOR EACH ROW WHEN (new.number IS NULL) EXECUTE FUNCTION public.make_work_orders_number();

-- live-references: A row that account refers to is there, and not deleted.
CREATE TRIGGER refer_account_insert AFTER INSERT ON public.work_orders
FOR EACH ROW WHEN (new.account_id IS NOT NULL AND new.deleted_at IS NULL) EXECUTE FUNCTION deletion.refer_work_orders_account();

CREATE TRIGGER refer_account_update AFTER UPDATE ON public.work_orders
FOR EACH ROW WHEN (new.account_id IS NOT NULL AND new.deleted_at IS NULL AND (old.account_id IS DISTINCT FROM new.account_id OR old.deleted_at IS NOT NULL)) EXECUTE FUNCTION deletion.refer_work_orders_account();

-- live-references: A row that location refers to is there, and not deleted.
CREATE TRIGGER refer_location_insert AFTER INSERT ON public.work_orders
FOR EACH ROW WHEN (new.location_id IS NOT NULL AND new.deleted_at IS NULL) EXECUTE FUNCTION deletion.refer_work_orders_location();

CREATE TRIGGER refer_location_update AFTER UPDATE ON public.work_orders
FOR EACH ROW WHEN (new.location_id IS NOT NULL AND new.deleted_at IS NULL AND (old.location_id IS DISTINCT FROM new.location_id OR old.deleted_at IS NOT NULL)) EXECUTE FUNCTION deletion.refer_work_orders_location();

-- live-references: A row that service refers to is there, and not deleted.
CREATE TRIGGER refer_service_insert AFTER INSERT ON public.work_orders
FOR EACH ROW WHEN (new.service_id IS NOT NULL AND new.deleted_at IS NULL) EXECUTE FUNCTION deletion.refer_work_orders_service();

CREATE TRIGGER refer_service_update AFTER UPDATE ON public.work_orders
FOR EACH ROW WHEN (new.service_id IS NOT NULL AND new.deleted_at IS NULL AND (old.service_id IS DISTINCT FROM new.service_id OR old.deleted_at IS NOT NULL)) EXECUTE FUNCTION deletion.refer_work_orders_service();

-- audit: Records each change of a row once; an update that changes nothing is none.
CREATE TRIGGER audit_work_orders AFTER INSERT OR UPDATE OR DELETE ON public.work_orders
FOR EACH ROW EXECUTE FUNCTION audit.log_work_orders();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_work_orders_truncate AFTER TRUNCATE ON public.work_orders
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_work_orders();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.work_orders ENABLE ALWAYS TRIGGER audit_work_orders;

ALTER TABLE public.work_orders ENABLE ALWAYS TRIGGER audit_work_orders_truncate;

-- live-references: Every row counts, whoever may see it; not for members of the role.
CREATE POLICY work_orders_deletion ON public.work_orders
FOR ALL TO deletion
USING (current_user = 'deletion')
WITH CHECK (current_user = 'deletion');

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.work_orders ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.work_orders FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select where (assignee_id = (SELECT me())) OR (account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')).
CREATE POLICY work_orders_select_authenticated ON public.work_orders
FOR SELECT TO authenticated
USING ((assignee_id = (SELECT me())) OR (account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')));

-- row-level-security: authenticated may insert where (account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')).
CREATE POLICY work_orders_insert_authenticated ON public.work_orders
FOR INSERT TO authenticated
WITH CHECK ((account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')));

-- row-level-security: authenticated may update where ((assignee_id = (SELECT me())) OR (account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin'))) OR ((SELECT pg_trigger_depth()) > 0 AND ((account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')))).
CREATE POLICY work_orders_update_authenticated ON public.work_orders
FOR UPDATE TO authenticated
USING (((assignee_id = (SELECT me())) OR (account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin'))) OR ((SELECT pg_trigger_depth()) > 0 AND ((account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')))))
WITH CHECK (((assignee_id = (SELECT me())) OR (account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin'))) OR ((SELECT pg_trigger_depth()) > 0 AND ((account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')))));

-- row-level-security: authenticated may delete where (account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')).
CREATE POLICY work_orders_delete_authenticated ON public.work_orders
FOR DELETE TO authenticated
USING ((account_id in (select id from accounts where owner_id = (SELECT me()))) OR (SELECT has_role('admin')));

-- retention: A row that is referred to stays.
CREATE POLICY work_orders_references_retention ON public.work_orders
FOR SELECT TO retention
USING (TRUE);

-- soft-delete: Shows the rows that are not deleted, with the rights of the one who reads.
CREATE VIEW public.work_orders_live WITH (security_invoker = true) AS
SELECT id, number, status, priority, scheduled_at, completed_at, notes, account_id, location_id, service_id, assignee_id, created_at, created_by, updated_at, updated_by, deleted_at, version
FROM public.work_orders WHERE deleted_at IS NULL;

-- soft-delete: Who may call it is said below.
REVOKE ALL ON FUNCTION public.restore_work_orders(uuid) FROM PUBLIC;

-- soft-delete: Restoring takes the right to delete.
GRANT EXECUTE ON FUNCTION public.restore_work_orders(uuid) TO authenticated;

-- codes: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION public.make_work_orders_number() FROM PUBLIC;

-- live-references: What runs with rights of its own is for nobody to call.
REVOKE ALL ON FUNCTION deletion.refer_work_orders_account() FROM PUBLIC;

REVOKE ALL ON FUNCTION deletion.refer_work_orders_location() FROM PUBLIC;

REVOKE ALL ON FUNCTION deletion.refer_work_orders_service() FROM PUBLIC;

-- live-references: All that the functions do.
GRANT SELECT (account_id, deleted_at, location_id, service_id) ON public.work_orders TO deletion;

-- grants: authenticated may read.
GRANT SELECT ON public.work_orders TO authenticated;

-- grants: The database fills in the other columns.
GRANT INSERT (id, status, priority, scheduled_at, completed_at, notes, account_id, location_id, service_id, assignee_id) ON public.work_orders TO authenticated;

-- grants: The other columns never change by a client. deleted_at is for DELETE alone, which marks the row.
GRANT UPDATE (status, priority, scheduled_at, completed_at, notes, account_id, location_id, service_id, assignee_id, version, deleted_at) ON public.work_orders TO authenticated;

-- grants: authenticated may delete.
GRANT DELETE ON public.work_orders TO authenticated;

-- grants: authenticated may read what is not deleted.
GRANT SELECT ON public.work_orders_live TO authenticated;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_work_orders() FROM PUBLIC;

-- retention: A row that is referred to stays.
GRANT SELECT (account_id) ON public.work_orders TO retention;
