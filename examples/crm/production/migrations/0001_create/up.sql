-- iteration: 0001_create
-- parent: none
-- hash: 6cb819a63f30a12ba4cfdd5188ab96448d7df35ad3635c0352036b35106cdcca

-- Roles, settings and extensions; down.sql leaves them

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

DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'deletion') THEN
    CREATE ROLE deletion NOLOGIN;
  END IF;
  -- Who makes the schema gives this role its functions, which takes being a member of it.
  GRANT deletion TO CURRENT_USER;
END
$body$;

ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;

DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'retention') THEN
    CREATE ROLE retention NOLOGIN;
  END IF;
END
$body$;

DO $body$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = 'pg_cron') THEN
    PERFORM cron.schedule('public.clean_accounts', '0 3 * * *', 'DO $$ BEGIN SET ROLE retention; WHILE public.clean_accounts() > 0 LOOP COMMIT; END LOOP; END $$');
  END IF;
END
$body$;

-- phase: expand

CREATE SCHEMA audit;

CREATE SCHEMA deletion;

CREATE SEQUENCE public.accounts_account_number_code_seq MAXVALUE 999999;

CREATE SEQUENCE public.work_orders_number_code_seq MAXVALUE 999999;

CREATE TABLE audit.log (
  id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz DEFAULT now() NOT NULL,
  actor text,
  login text DEFAULT SESSION_USER NOT NULL,
  role text NOT NULL,
  request text,
  application text,
  client text,
  transaction xid8 DEFAULT pg_current_xact_id() NOT NULL,
  table_name text NOT NULL,
  operation text NOT NULL,
  key jsonb,
  old jsonb,
  new jsonb,
  CONSTRAINT log_pkey PRIMARY KEY (at, id)
);

ALTER TABLE audit.log ENABLE ROW LEVEL SECURITY;

CREATE TABLE public.users (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  email varchar(255) NOT NULL,
  name varchar(255) NOT NULL,
  active boolean DEFAULT true NOT NULL,
  created_at timestamptz DEFAULT now() NOT NULL,
  updated_at timestamptz,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT users_pkey PRIMARY KEY (id),
  CONSTRAINT users_email_key UNIQUE (email),
  CONSTRAINT users_email_check CHECK (((email)::text ~~ '%_@_%'::text))
);

ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.users FORCE ROW LEVEL SECURITY;

CREATE TABLE public.services (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
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
  CONSTRAINT services_pkey PRIMARY KEY (id),
  CONSTRAINT services_code_key UNIQUE (code),
  CONSTRAINT services_duration_minutes_check CHECK (((duration_minutes >= 5) AND (duration_minutes <= 1440))),
  CONSTRAINT services_unit_price_check CHECK ((unit_price >= (0)::numeric)),
  CONSTRAINT services_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE RESTRICT,
  CONSTRAINT services_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id) ON DELETE RESTRICT
);

ALTER TABLE public.services ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.services FORCE ROW LEVEL SECURITY;

CREATE TABLE public.territories (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  name varchar(100) NOT NULL,
  region varchar(50),
  manager_id uuid,
  created_at timestamptz DEFAULT now() NOT NULL,
  created_by uuid NOT NULL,
  updated_at timestamptz,
  updated_by uuid,
  version integer DEFAULT 1 NOT NULL,
  deleted_at timestamptz,
  CONSTRAINT territories_pkey PRIMARY KEY (id),
  CONSTRAINT territories_name_key UNIQUE (name),
  CONSTRAINT territories_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE RESTRICT,
  CONSTRAINT territories_manager_id_fkey FOREIGN KEY (manager_id) REFERENCES public.users(id) ON DELETE RESTRICT,
  CONSTRAINT territories_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id) ON DELETE RESTRICT
);

ALTER TABLE public.territories ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.territories FORCE ROW LEVEL SECURITY;

CREATE TABLE public.accounts (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  account_number varchar(20) NOT NULL,
  name varchar(255) NOT NULL,
  type varchar(50) NOT NULL,
  status varchar(50) DEFAULT 'Active'::character varying NOT NULL,
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
  CONSTRAINT accounts_pkey PRIMARY KEY (id),
  CONSTRAINT accounts_account_number_key UNIQUE (account_number),
  CONSTRAINT accounts_account_number_code CHECK (((account_number)::text ~ '^AC[0-9]{6}$'::text)),
  CONSTRAINT accounts_email_check CHECK (((email)::text ~~ '%_@_%'::text)),
  CONSTRAINT accounts_state_check CHECK (((state)::text ~ '^[A-Z]{2}$'::text)),
  CONSTRAINT accounts_status_values CHECK (((status)::text = ANY (ARRAY['Active'::text, 'Inactive'::text, 'Suspended'::text]))),
  CONSTRAINT accounts_type_values CHECK (((type)::text = ANY (ARRAY['Residential'::text, 'Commercial'::text, 'Industrial'::text]))),
  CONSTRAINT accounts_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE RESTRICT,
  CONSTRAINT accounts_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.users(id) ON DELETE RESTRICT,
  CONSTRAINT accounts_parent_account_id_fkey FOREIGN KEY (parent_account_id) REFERENCES public.accounts(id) ON DELETE RESTRICT,
  CONSTRAINT accounts_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territories(id) ON DELETE RESTRICT,
  CONSTRAINT accounts_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id) ON DELETE RESTRICT
);

ALTER TABLE public.accounts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.accounts FORCE ROW LEVEL SECURITY;

CREATE TABLE public.contacts (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  name varchar(255) NOT NULL,
  email varchar(255),
  phone varchar(20),
  role text DEFAULT 'Site'::text NOT NULL,
  account_id uuid NOT NULL,
  created_at timestamptz DEFAULT now() NOT NULL,
  created_by uuid NOT NULL,
  updated_at timestamptz,
  updated_by uuid,
  deleted_at timestamptz,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT contacts_pkey PRIMARY KEY (id),
  CONSTRAINT contacts_email_check CHECK (((email)::text ~~ '%_@_%'::text)),
  CONSTRAINT contacts_role_values CHECK ((role = ANY (ARRAY['Owner'::text, 'Billing'::text, 'Site'::text]))),
  CONSTRAINT reachable CHECK (((email IS NOT NULL) OR (phone IS NOT NULL))),
  CONSTRAINT contacts_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE RESTRICT,
  CONSTRAINT contacts_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE RESTRICT,
  CONSTRAINT contacts_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id) ON DELETE RESTRICT
);

ALTER TABLE public.contacts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.contacts FORCE ROW LEVEL SECURITY;

CREATE TABLE public.locations (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
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
  CONSTRAINT locations_pkey PRIMARY KEY (id),
  CONSTRAINT locations_state_check CHECK (((state)::text ~ '^[A-Z]{2}$'::text)),
  CONSTRAINT locations_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE RESTRICT,
  CONSTRAINT locations_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE RESTRICT,
  CONSTRAINT locations_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territories(id) ON DELETE RESTRICT,
  CONSTRAINT locations_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id) ON DELETE RESTRICT
);

ALTER TABLE public.locations ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.locations FORCE ROW LEVEL SECURITY;

CREATE TABLE public.work_orders (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  number varchar(20) NOT NULL,
  status text DEFAULT 'Scheduled'::text NOT NULL,
  priority text DEFAULT 'Normal'::text NOT NULL,
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
  CONSTRAINT work_orders_pkey PRIMARY KEY (id),
  CONSTRAINT work_orders_number_key UNIQUE (number),
  CONSTRAINT done_has_time CHECK (((status <> 'Done'::text) OR (completed_at IS NOT NULL))),
  CONSTRAINT work_orders_number_code CHECK (((number)::text ~ '^WO-[0-9]{6}$'::text)),
  CONSTRAINT work_orders_priority_values CHECK ((priority = ANY (ARRAY['Low'::text, 'Normal'::text, 'High'::text]))),
  CONSTRAINT work_orders_status_values CHECK ((status = ANY (ARRAY['Scheduled'::text, 'Started'::text, 'Done'::text, 'Cancelled'::text]))),
  CONSTRAINT work_orders_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE RESTRICT,
  CONSTRAINT work_orders_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES public.users(id) ON DELETE RESTRICT,
  CONSTRAINT work_orders_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE RESTRICT,
  CONSTRAINT work_orders_location_id_fkey FOREIGN KEY (location_id) REFERENCES public.locations(id) ON DELETE RESTRICT,
  CONSTRAINT work_orders_service_id_fkey FOREIGN KEY (service_id) REFERENCES public.services(id) ON DELETE RESTRICT,
  CONSTRAINT work_orders_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES public.users(id) ON DELETE RESTRICT
);

ALTER TABLE public.work_orders ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.work_orders FORCE ROW LEVEL SECURITY;

ALTER SEQUENCE public.accounts_account_number_code_seq OWNED BY public.accounts.account_number;

ALTER SEQUENCE public.work_orders_number_code_seq OWNED BY public.work_orders.number;

CREATE INDEX log_row_idx ON audit.log USING btree (table_name, key);

CREATE INDEX accounts_created_by_idx ON public.accounts USING btree (created_by);

CREATE INDEX accounts_deleted_at_idx ON public.accounts USING btree (deleted_at);

CREATE INDEX accounts_name_account_number_idx ON public.accounts USING btree (name, account_number);

CREATE INDEX accounts_owner_id_status_created_at_desc_idx ON public.accounts USING btree (owner_id, status, created_at DESC);

CREATE INDEX accounts_parent_account_id_idx ON public.accounts USING btree (parent_account_id);

CREATE INDEX accounts_status_idx ON public.accounts USING btree (status);

CREATE INDEX accounts_territory_id_idx ON public.accounts USING btree (territory_id);

CREATE INDEX accounts_type_idx ON public.accounts USING btree (type);

CREATE INDEX accounts_updated_by_idx ON public.accounts USING btree (updated_by);

CREATE INDEX contacts_account_id_name_idx ON public.contacts USING btree (account_id, name);

CREATE INDEX contacts_created_by_idx ON public.contacts USING btree (created_by);

CREATE INDEX contacts_updated_by_idx ON public.contacts USING btree (updated_by);

CREATE INDEX locations_account_id_name_idx ON public.locations USING btree (account_id, name);

CREATE INDEX locations_created_by_idx ON public.locations USING btree (created_by);

CREATE INDEX locations_territory_id_idx ON public.locations USING btree (territory_id);

CREATE INDEX locations_updated_by_idx ON public.locations USING btree (updated_by);

CREATE INDEX services_created_by_idx ON public.services USING btree (created_by);

CREATE INDEX services_updated_by_idx ON public.services USING btree (updated_by);

CREATE INDEX territories_created_by_idx ON public.territories USING btree (created_by);

CREATE INDEX territories_manager_id_idx ON public.territories USING btree (manager_id);

CREATE INDEX territories_updated_by_idx ON public.territories USING btree (updated_by);

CREATE INDEX work_orders_account_id_idx ON public.work_orders USING btree (account_id);

CREATE INDEX work_orders_assignee_id_status_scheduled_at_idx ON public.work_orders USING btree (assignee_id, status, scheduled_at);

CREATE INDEX work_orders_created_by_idx ON public.work_orders USING btree (created_by);

CREATE INDEX work_orders_location_id_idx ON public.work_orders USING btree (location_id);

CREATE INDEX work_orders_service_id_idx ON public.work_orders USING btree (service_id);

CREATE INDEX work_orders_updated_by_idx ON public.work_orders USING btree (updated_by);

CREATE VIEW public.accounts_live WITH (security_invoker=true) AS
SELECT id,
    account_number,
    name,
    type,
    status,
    email,
    phone,
    address,
    city,
    state,
    zip,
    territory_id,
    owner_id,
    parent_account_id,
    created_at,
    created_by,
    updated_at,
    updated_by,
    deleted_at,
    version
   FROM public.accounts
  WHERE (deleted_at IS NULL);

CREATE VIEW public.contacts_live WITH (security_invoker=true) AS
SELECT id,
    name,
    email,
    phone,
    role,
    account_id,
    created_at,
    created_by,
    updated_at,
    updated_by,
    deleted_at,
    version
   FROM public.contacts
  WHERE (deleted_at IS NULL);

CREATE VIEW public.locations_live WITH (security_invoker=true) AS
SELECT id,
    name,
    address,
    city,
    state,
    zip,
    account_id,
    territory_id,
    created_at,
    created_by,
    updated_at,
    updated_by,
    deleted_at,
    version
   FROM public.locations
  WHERE (deleted_at IS NULL);

CREATE VIEW public.services_live WITH (security_invoker=true) AS
SELECT id,
    code,
    name,
    description,
    unit_price,
    duration_minutes,
    created_at,
    created_by,
    updated_at,
    updated_by,
    deleted_at,
    version
   FROM public.services
  WHERE (deleted_at IS NULL);

CREATE VIEW public.territories_live WITH (security_invoker=true) AS
SELECT id,
    name,
    region,
    manager_id,
    created_at,
    created_by,
    updated_at,
    updated_by,
    version,
    deleted_at
   FROM public.territories
  WHERE (deleted_at IS NULL);

CREATE VIEW public.work_orders_live WITH (security_invoker=true) AS
SELECT id,
    number,
    status,
    priority,
    scheduled_at,
    completed_at,
    notes,
    account_id,
    location_id,
    service_id,
    assignee_id,
    created_at,
    created_by,
    updated_at,
    updated_by,
    deleted_at,
    version
   FROM public.work_orders
  WHERE (deleted_at IS NULL);

CREATE OR REPLACE FUNCTION audit.log_accounts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION audit.log_contacts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION audit.log_locations()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION audit.log_services()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION audit.log_territories()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION audit.log_users()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION audit.log_work_orders()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION audit.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
BEGIN
  RAISE EXCEPTION 'The audit log is append-only: % is refused.', tg_op
    USING ERRCODE = 'insufficient_privilege';
END
$function$;

CREATE OR REPLACE FUNCTION deletion.follow_accounts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION deletion.follow_locations()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION deletion.follow_now()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
BEGIN
  -- A DELETE marks its rows by an UPDATE of its own: only when it has found all of them, others may change.
  IF tg_op = 'DELETE' OR pg_trigger_depth() = 1 THEN
    SET CONSTRAINTS public.follow_deletion IMMEDIATE;
    SET CONSTRAINTS public.follow_deletion DEFERRED;
  END IF;
  RETURN NULL;
END
$function$;

CREATE OR REPLACE FUNCTION deletion.follow_services()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION deletion.follow_territories()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION deletion.refer_accounts_parent_account()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.accounts parent WHERE new.parent_account_id = parent.id FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.accounts parent WHERE new.parent_account_id = parent.id AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'accounts'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$function$;

CREATE OR REPLACE FUNCTION deletion.refer_accounts_territory()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.territories parent WHERE new.territory_id = parent.id FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.territories parent WHERE new.territory_id = parent.id AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'territories'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$function$;

CREATE OR REPLACE FUNCTION deletion.refer_contacts_account()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.accounts parent WHERE new.account_id = parent.id FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.accounts parent WHERE new.account_id = parent.id AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'accounts'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$function$;

CREATE OR REPLACE FUNCTION deletion.refer_locations_account()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.accounts parent WHERE new.account_id = parent.id FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.accounts parent WHERE new.account_id = parent.id AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'accounts'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$function$;

CREATE OR REPLACE FUNCTION deletion.refer_locations_territory()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.territories parent WHERE new.territory_id = parent.id FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.territories parent WHERE new.territory_id = parent.id AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'territories'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$function$;

CREATE OR REPLACE FUNCTION deletion.refer_work_orders_account()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.accounts parent WHERE new.account_id = parent.id FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.accounts parent WHERE new.account_id = parent.id AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'accounts'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$function$;

CREATE OR REPLACE FUNCTION deletion.refer_work_orders_location()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.locations parent WHERE new.location_id = parent.id FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.locations parent WHERE new.location_id = parent.id AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'locations'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$function$;

CREATE OR REPLACE FUNCTION deletion.refer_work_orders_service()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM public.services parent WHERE new.service_id = parent.id FOR KEY SHARE;
  IF EXISTS (SELECT FROM public.services parent WHERE new.service_id = parent.id AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, 'services'
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$function$;

CREATE OR REPLACE FUNCTION public.clean_accounts(batch integer DEFAULT 1000)
 RETURNS bigint
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.guard_deleted_at()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
BEGIN
  -- Depth 1 is an UPDATE by a client; DELETE arrives from its own trigger. The table's owner may restore rows.
  IF pg_trigger_depth() = 1 AND NOT pg_has_role((SELECT relowner FROM pg_class WHERE oid = tg_relid), 'USAGE') THEN
    RAISE EXCEPTION 'deleted_at of % is set by DELETE alone.', tg_table_name
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN new;
END
$function$;

CREATE OR REPLACE FUNCTION public.has_role(wanted text)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE((wanted = ANY (string_to_array(current_setting('app.roles'::text, true), ','::text))), false);

CREATE OR REPLACE FUNCTION public.lock_version()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
BEGIN
  IF new.version IS DISTINCT FROM old.version THEN
    RAISE EXCEPTION 'This row of % was changed since it was read: version % is stale.', tg_table_name, new.version
      USING ERRCODE = 'serialization_failure', HINT = 'Read the row again and repeat the change.';
  END IF;
  new.version := old.version + 1;
  RETURN new;
END
$function$;

CREATE OR REPLACE FUNCTION public.make_accounts_account_number()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
BEGIN
  FOR attempt IN 1..10 LOOP
    new.account_number := 'AC' || lpad(nextval('public.accounts_account_number_code_seq')::text, 6, '0');
    EXIT WHEN NOT EXISTS (SELECT FROM public.accounts taken WHERE taken.account_number = new.account_number);
  END LOOP;
  RETURN new;
END
$function$;

CREATE OR REPLACE FUNCTION public.make_work_orders_number()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
BEGIN
  FOR attempt IN 1..10 LOOP
    new.number := 'WO-' || lpad(nextval('public.work_orders_number_code_seq')::text, 6, '0');
    EXIT WHEN NOT EXISTS (SELECT FROM public.work_orders taken WHERE taken.number = new.number);
  END LOOP;
  RETURN new;
END
$function$;

CREATE OR REPLACE FUNCTION public.me()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.user_id'::text, true), ''::text))::uuid;

CREATE OR REPLACE FUNCTION public.refuse_state()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.restore_accounts(id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.restore_contacts(id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.restore_locations(id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.restore_services(id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.restore_territories(id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.restore_work_orders(id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.soft_delete_accounts()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.soft_delete_contacts()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.soft_delete_locations()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.soft_delete_services()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.soft_delete_territories()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.soft_delete_work_orders()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.stamp_created_by()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
BEGIN
  -- Nobody is signed in where rows are imported: then the given name stays.
  new.created_by := COALESCE((NULLIF(current_setting('app.user_id', TRUE), ''))::uuid, new.created_by);
  RETURN new;
END
$function$;

CREATE OR REPLACE FUNCTION public.stamp_updated_at()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
BEGIN
  new.updated_at := now();
  RETURN new;
END
$function$;

CREATE OR REPLACE FUNCTION public.stamp_updated_by()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
BEGIN
  new.updated_by := (NULLIF(current_setting('app.user_id', TRUE), ''))::uuid;
  RETURN new;
END
$function$;

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.log FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.log ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER audit_accounts AFTER INSERT OR DELETE OR UPDATE ON public.accounts FOR EACH ROW EXECUTE FUNCTION audit.log_accounts();

ALTER TABLE public.accounts ENABLE ALWAYS TRIGGER audit_accounts;

CREATE TRIGGER audit_accounts_truncate AFTER TRUNCATE ON public.accounts FOR EACH STATEMENT EXECUTE FUNCTION audit.log_accounts();

ALTER TABLE public.accounts ENABLE ALWAYS TRIGGER audit_accounts_truncate;

CREATE TRIGGER code_account_number BEFORE INSERT ON public.accounts FOR EACH ROW WHEN ((new.account_number IS NULL)) EXECUTE FUNCTION public.make_accounts_account_number();

CREATE CONSTRAINT TRIGGER follow_deletion AFTER UPDATE ON public.accounts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.deleted_at IS NULL) <> (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.follow_accounts();

CREATE TRIGGER follow_now AFTER DELETE OR UPDATE OF deleted_at ON public.accounts FOR EACH STATEMENT EXECUTE FUNCTION deletion.follow_now();

CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.accounts FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION public.guard_deleted_at();

CREATE TRIGGER lock_version BEFORE UPDATE ON public.accounts FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version();

CREATE TRIGGER refer_parent_account_insert AFTER INSERT ON public.accounts FOR EACH ROW WHEN (((new.parent_account_id IS NOT NULL) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.refer_accounts_parent_account();

CREATE TRIGGER refer_parent_account_update AFTER UPDATE ON public.accounts FOR EACH ROW WHEN (((new.parent_account_id IS NOT NULL) AND (new.deleted_at IS NULL) AND ((old.parent_account_id IS DISTINCT FROM new.parent_account_id) OR (old.deleted_at IS NOT NULL)))) EXECUTE FUNCTION deletion.refer_accounts_parent_account();

CREATE TRIGGER refer_territory_insert AFTER INSERT ON public.accounts FOR EACH ROW WHEN (((new.territory_id IS NOT NULL) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.refer_accounts_territory();

CREATE TRIGGER refer_territory_update AFTER UPDATE ON public.accounts FOR EACH ROW WHEN (((new.territory_id IS NOT NULL) AND (new.deleted_at IS NULL) AND ((old.territory_id IS DISTINCT FROM new.territory_id) OR (old.deleted_at IS NOT NULL)))) EXECUTE FUNCTION deletion.refer_accounts_territory();

CREATE TRIGGER soft_delete BEFORE DELETE ON public.accounts FOR EACH ROW WHEN ((CURRENT_USER <> 'retention'::name)) EXECUTE FUNCTION public.soft_delete_accounts();

CREATE TRIGGER stamp_created_by BEFORE INSERT ON public.accounts FOR EACH ROW EXECUTE FUNCTION public.stamp_created_by();

CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.accounts FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at();

CREATE TRIGGER stamp_updated_by BEFORE UPDATE ON public.accounts FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_by();

CREATE TRIGGER audit_contacts AFTER INSERT OR DELETE OR UPDATE ON public.contacts FOR EACH ROW EXECUTE FUNCTION audit.log_contacts();

ALTER TABLE public.contacts ENABLE ALWAYS TRIGGER audit_contacts;

CREATE TRIGGER audit_contacts_truncate AFTER TRUNCATE ON public.contacts FOR EACH STATEMENT EXECUTE FUNCTION audit.log_contacts();

ALTER TABLE public.contacts ENABLE ALWAYS TRIGGER audit_contacts_truncate;

CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.contacts FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION public.guard_deleted_at();

CREATE TRIGGER lock_version BEFORE UPDATE ON public.contacts FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version();

CREATE TRIGGER refer_account_insert AFTER INSERT ON public.contacts FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.refer_contacts_account();

CREATE TRIGGER refer_account_update AFTER UPDATE ON public.contacts FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.deleted_at IS NULL) AND ((old.account_id IS DISTINCT FROM new.account_id) OR (old.deleted_at IS NOT NULL)))) EXECUTE FUNCTION deletion.refer_contacts_account();

CREATE TRIGGER soft_delete BEFORE DELETE ON public.contacts FOR EACH ROW EXECUTE FUNCTION public.soft_delete_contacts();

CREATE TRIGGER stamp_created_by BEFORE INSERT ON public.contacts FOR EACH ROW EXECUTE FUNCTION public.stamp_created_by();

CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.contacts FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at();

CREATE TRIGGER stamp_updated_by BEFORE UPDATE ON public.contacts FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_by();

CREATE TRIGGER audit_locations AFTER INSERT OR DELETE OR UPDATE ON public.locations FOR EACH ROW EXECUTE FUNCTION audit.log_locations();

ALTER TABLE public.locations ENABLE ALWAYS TRIGGER audit_locations;

CREATE TRIGGER audit_locations_truncate AFTER TRUNCATE ON public.locations FOR EACH STATEMENT EXECUTE FUNCTION audit.log_locations();

ALTER TABLE public.locations ENABLE ALWAYS TRIGGER audit_locations_truncate;

CREATE CONSTRAINT TRIGGER follow_deletion AFTER UPDATE ON public.locations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.deleted_at IS NULL) <> (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.follow_locations();

CREATE TRIGGER follow_now AFTER DELETE OR UPDATE OF deleted_at ON public.locations FOR EACH STATEMENT EXECUTE FUNCTION deletion.follow_now();

CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.locations FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION public.guard_deleted_at();

CREATE TRIGGER lock_version BEFORE UPDATE ON public.locations FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version();

CREATE TRIGGER refer_account_insert AFTER INSERT ON public.locations FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.refer_locations_account();

CREATE TRIGGER refer_account_update AFTER UPDATE ON public.locations FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.deleted_at IS NULL) AND ((old.account_id IS DISTINCT FROM new.account_id) OR (old.deleted_at IS NOT NULL)))) EXECUTE FUNCTION deletion.refer_locations_account();

CREATE TRIGGER refer_territory_insert AFTER INSERT ON public.locations FOR EACH ROW WHEN (((new.territory_id IS NOT NULL) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.refer_locations_territory();

CREATE TRIGGER refer_territory_update AFTER UPDATE ON public.locations FOR EACH ROW WHEN (((new.territory_id IS NOT NULL) AND (new.deleted_at IS NULL) AND ((old.territory_id IS DISTINCT FROM new.territory_id) OR (old.deleted_at IS NOT NULL)))) EXECUTE FUNCTION deletion.refer_locations_territory();

CREATE TRIGGER soft_delete BEFORE DELETE ON public.locations FOR EACH ROW EXECUTE FUNCTION public.soft_delete_locations();

CREATE TRIGGER stamp_created_by BEFORE INSERT ON public.locations FOR EACH ROW EXECUTE FUNCTION public.stamp_created_by();

CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.locations FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at();

CREATE TRIGGER stamp_updated_by BEFORE UPDATE ON public.locations FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_by();

CREATE TRIGGER audit_services AFTER INSERT OR DELETE OR UPDATE ON public.services FOR EACH ROW EXECUTE FUNCTION audit.log_services();

ALTER TABLE public.services ENABLE ALWAYS TRIGGER audit_services;

CREATE TRIGGER audit_services_truncate AFTER TRUNCATE ON public.services FOR EACH STATEMENT EXECUTE FUNCTION audit.log_services();

ALTER TABLE public.services ENABLE ALWAYS TRIGGER audit_services_truncate;

CREATE CONSTRAINT TRIGGER follow_deletion AFTER UPDATE ON public.services DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.deleted_at IS NULL) <> (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.follow_services();

CREATE TRIGGER follow_now AFTER DELETE OR UPDATE OF deleted_at ON public.services FOR EACH STATEMENT EXECUTE FUNCTION deletion.follow_now();

CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.services FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION public.guard_deleted_at();

CREATE TRIGGER lock_version BEFORE UPDATE ON public.services FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version();

CREATE TRIGGER soft_delete BEFORE DELETE ON public.services FOR EACH ROW EXECUTE FUNCTION public.soft_delete_services();

CREATE TRIGGER stamp_created_by BEFORE INSERT ON public.services FOR EACH ROW EXECUTE FUNCTION public.stamp_created_by();

CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.services FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at();

CREATE TRIGGER stamp_updated_by BEFORE UPDATE ON public.services FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_by();

CREATE TRIGGER audit_territories AFTER INSERT OR DELETE OR UPDATE ON public.territories FOR EACH ROW EXECUTE FUNCTION audit.log_territories();

ALTER TABLE public.territories ENABLE ALWAYS TRIGGER audit_territories;

CREATE TRIGGER audit_territories_truncate AFTER TRUNCATE ON public.territories FOR EACH STATEMENT EXECUTE FUNCTION audit.log_territories();

ALTER TABLE public.territories ENABLE ALWAYS TRIGGER audit_territories_truncate;

CREATE CONSTRAINT TRIGGER follow_deletion AFTER UPDATE ON public.territories DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.deleted_at IS NULL) <> (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.follow_territories();

CREATE TRIGGER follow_now AFTER DELETE OR UPDATE OF deleted_at ON public.territories FOR EACH STATEMENT EXECUTE FUNCTION deletion.follow_now();

CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.territories FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION public.guard_deleted_at();

CREATE TRIGGER lock_version BEFORE UPDATE ON public.territories FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version();

CREATE TRIGGER soft_delete BEFORE DELETE ON public.territories FOR EACH ROW EXECUTE FUNCTION public.soft_delete_territories();

CREATE TRIGGER stamp_created_by BEFORE INSERT ON public.territories FOR EACH ROW EXECUTE FUNCTION public.stamp_created_by();

CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.territories FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at();

CREATE TRIGGER stamp_updated_by BEFORE UPDATE ON public.territories FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_by();

CREATE TRIGGER audit_users AFTER INSERT OR DELETE OR UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION audit.log_users();

ALTER TABLE public.users ENABLE ALWAYS TRIGGER audit_users;

CREATE TRIGGER audit_users_truncate AFTER TRUNCATE ON public.users FOR EACH STATEMENT EXECUTE FUNCTION audit.log_users();

ALTER TABLE public.users ENABLE ALWAYS TRIGGER audit_users_truncate;

CREATE TRIGGER lock_version BEFORE UPDATE ON public.users FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version();

CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.users FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at();

CREATE TRIGGER audit_work_orders AFTER INSERT OR DELETE OR UPDATE ON public.work_orders FOR EACH ROW EXECUTE FUNCTION audit.log_work_orders();

ALTER TABLE public.work_orders ENABLE ALWAYS TRIGGER audit_work_orders;

CREATE TRIGGER audit_work_orders_truncate AFTER TRUNCATE ON public.work_orders FOR EACH STATEMENT EXECUTE FUNCTION audit.log_work_orders();

ALTER TABLE public.work_orders ENABLE ALWAYS TRIGGER audit_work_orders_truncate;

CREATE TRIGGER code_number BEFORE INSERT ON public.work_orders FOR EACH ROW WHEN ((new.number IS NULL)) EXECUTE FUNCTION public.make_work_orders_number();

CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.work_orders FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION public.guard_deleted_at();

CREATE TRIGGER guard_status_start AFTER INSERT ON public.work_orders FOR EACH ROW WHEN ((new.status <> 'Scheduled'::text)) EXECUTE FUNCTION public.refuse_state('status');

CREATE TRIGGER guard_status_step AFTER UPDATE ON public.work_orders FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) AND (
        CASE
            WHEN (old.status = 'Scheduled'::text) THEN (new.status = ANY (ARRAY['Started'::text, 'Cancelled'::text]))
            WHEN (old.status = 'Started'::text) THEN (new.status = ANY (ARRAY['Done'::text, 'Cancelled'::text]))
            ELSE NULL::boolean
        END IS NOT TRUE))) EXECUTE FUNCTION public.refuse_state('status');

CREATE TRIGGER lock_version BEFORE UPDATE ON public.work_orders FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version();

CREATE TRIGGER refer_account_insert AFTER INSERT ON public.work_orders FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.refer_work_orders_account();

CREATE TRIGGER refer_account_update AFTER UPDATE ON public.work_orders FOR EACH ROW WHEN (((new.account_id IS NOT NULL) AND (new.deleted_at IS NULL) AND ((old.account_id IS DISTINCT FROM new.account_id) OR (old.deleted_at IS NOT NULL)))) EXECUTE FUNCTION deletion.refer_work_orders_account();

CREATE TRIGGER refer_location_insert AFTER INSERT ON public.work_orders FOR EACH ROW WHEN (((new.location_id IS NOT NULL) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.refer_work_orders_location();

CREATE TRIGGER refer_location_update AFTER UPDATE ON public.work_orders FOR EACH ROW WHEN (((new.location_id IS NOT NULL) AND (new.deleted_at IS NULL) AND ((old.location_id IS DISTINCT FROM new.location_id) OR (old.deleted_at IS NOT NULL)))) EXECUTE FUNCTION deletion.refer_work_orders_location();

CREATE TRIGGER refer_service_insert AFTER INSERT ON public.work_orders FOR EACH ROW WHEN (((new.service_id IS NOT NULL) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION deletion.refer_work_orders_service();

CREATE TRIGGER refer_service_update AFTER UPDATE ON public.work_orders FOR EACH ROW WHEN (((new.service_id IS NOT NULL) AND (new.deleted_at IS NULL) AND ((old.service_id IS DISTINCT FROM new.service_id) OR (old.deleted_at IS NOT NULL)))) EXECUTE FUNCTION deletion.refer_work_orders_service();

CREATE TRIGGER soft_delete BEFORE DELETE ON public.work_orders FOR EACH ROW EXECUTE FUNCTION public.soft_delete_work_orders();

CREATE TRIGGER stamp_created_by BEFORE INSERT ON public.work_orders FOR EACH ROW EXECUTE FUNCTION public.stamp_created_by();

CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.work_orders FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at();

CREATE TRIGGER stamp_updated_by BEFORE UPDATE ON public.work_orders FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_by();

CREATE POLICY log_select_auditor ON audit.log FOR SELECT TO auditor USING (true);

CREATE POLICY accounts_delete_authenticated ON public.accounts FOR DELETE TO authenticated USING ((owner_id = ( SELECT public.me() AS me)) OR ( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY accounts_delete_retention ON public.accounts FOR DELETE TO retention USING (deleted_at < (now() - '7 years'::interval));

CREATE POLICY accounts_deletion ON public.accounts TO deletion USING (CURRENT_USER = 'deletion'::name) WITH CHECK (CURRENT_USER = 'deletion'::name);

CREATE POLICY accounts_insert_authenticated ON public.accounts FOR INSERT TO authenticated WITH CHECK ((owner_id = ( SELECT public.me() AS me)) OR ( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY accounts_references_retention ON public.accounts FOR SELECT TO retention USING (true);

CREATE POLICY accounts_select_authenticated ON public.accounts FOR SELECT TO authenticated USING ((owner_id = ( SELECT public.me() AS me)) OR ( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY accounts_select_retention ON public.accounts FOR SELECT TO retention USING (deleted_at < (now() - '7 years'::interval));

CREATE POLICY accounts_update_authenticated ON public.accounts FOR UPDATE TO authenticated USING ((owner_id = ( SELECT public.me() AS me)) OR ( SELECT public.has_role('admin'::text) AS has_role)) WITH CHECK ((owner_id = ( SELECT public.me() AS me)) OR ( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY accounts_update_retention ON public.accounts FOR UPDATE TO retention USING (deleted_at < (now() - '7 years'::interval)) WITH CHECK (false);

CREATE POLICY contacts_delete_authenticated ON public.contacts FOR DELETE TO authenticated USING ((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY contacts_deletion ON public.contacts TO deletion USING (CURRENT_USER = 'deletion'::name) WITH CHECK (CURRENT_USER = 'deletion'::name);

CREATE POLICY contacts_insert_authenticated ON public.contacts FOR INSERT TO authenticated WITH CHECK ((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY contacts_references_retention ON public.contacts FOR SELECT TO retention USING (true);

CREATE POLICY contacts_select_authenticated ON public.contacts FOR SELECT TO authenticated USING ((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY contacts_update_authenticated ON public.contacts FOR UPDATE TO authenticated USING ((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role('admin'::text) AS has_role)) WITH CHECK ((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY locations_delete_authenticated ON public.locations FOR DELETE TO authenticated USING ((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY locations_deletion ON public.locations TO deletion USING (CURRENT_USER = 'deletion'::name) WITH CHECK (CURRENT_USER = 'deletion'::name);

CREATE POLICY locations_insert_authenticated ON public.locations FOR INSERT TO authenticated WITH CHECK ((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY locations_references_retention ON public.locations FOR SELECT TO retention USING (true);

CREATE POLICY locations_select_authenticated ON public.locations FOR SELECT TO authenticated USING ((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY locations_update_authenticated ON public.locations FOR UPDATE TO authenticated USING ((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role('admin'::text) AS has_role)) WITH CHECK ((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY services_delete_authenticated ON public.services FOR DELETE TO authenticated USING (( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY services_deletion ON public.services TO deletion USING (CURRENT_USER = 'deletion'::name) WITH CHECK (CURRENT_USER = 'deletion'::name);

CREATE POLICY services_insert_authenticated ON public.services FOR INSERT TO authenticated WITH CHECK (( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY services_select_authenticated ON public.services FOR SELECT TO authenticated USING (true);

CREATE POLICY services_update_authenticated ON public.services FOR UPDATE TO authenticated USING (( SELECT public.has_role('admin'::text) AS has_role)) WITH CHECK (( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY territories_delete_authenticated ON public.territories FOR DELETE TO authenticated USING (( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY territories_deletion ON public.territories TO deletion USING (CURRENT_USER = 'deletion'::name) WITH CHECK (CURRENT_USER = 'deletion'::name);

CREATE POLICY territories_insert_authenticated ON public.territories FOR INSERT TO authenticated WITH CHECK (( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY territories_select_authenticated ON public.territories FOR SELECT TO authenticated USING (true);

CREATE POLICY territories_update_authenticated ON public.territories FOR UPDATE TO authenticated USING (( SELECT public.has_role('admin'::text) AS has_role)) WITH CHECK (( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY users_delete_authenticated ON public.users FOR DELETE TO authenticated USING (( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY users_insert_authenticated ON public.users FOR INSERT TO authenticated WITH CHECK (( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY users_select_authenticated ON public.users FOR SELECT TO authenticated USING (true);

CREATE POLICY users_update_authenticated ON public.users FOR UPDATE TO authenticated USING ((id = ( SELECT public.me() AS me)) OR ( SELECT public.has_role('admin'::text) AS has_role)) WITH CHECK ((id = ( SELECT public.me() AS me)) OR ( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY work_orders_delete_authenticated ON public.work_orders FOR DELETE TO authenticated USING ((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY work_orders_deletion ON public.work_orders TO deletion USING (CURRENT_USER = 'deletion'::name) WITH CHECK (CURRENT_USER = 'deletion'::name);

CREATE POLICY work_orders_insert_authenticated ON public.work_orders FOR INSERT TO authenticated WITH CHECK ((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY work_orders_references_retention ON public.work_orders FOR SELECT TO retention USING (true);

CREATE POLICY work_orders_select_authenticated ON public.work_orders FOR SELECT TO authenticated USING ((assignee_id = ( SELECT public.me() AS me)) OR (account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY work_orders_update_authenticated ON public.work_orders FOR UPDATE TO authenticated USING ((assignee_id = ( SELECT public.me() AS me)) OR (account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role('admin'::text) AS has_role) OR ((( SELECT pg_trigger_depth() AS pg_trigger_depth) > 0) AND ((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role('admin'::text) AS has_role)))) WITH CHECK ((assignee_id = ( SELECT public.me() AS me)) OR (account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role('admin'::text) AS has_role) OR ((( SELECT pg_trigger_depth() AS pg_trigger_depth) > 0) AND ((account_id IN ( SELECT accounts.id
   FROM public.accounts
  WHERE (accounts.owner_id = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role('admin'::text) AS has_role))));

ALTER FUNCTION deletion.follow_accounts() OWNER TO deletion;

ALTER FUNCTION deletion.follow_locations() OWNER TO deletion;

ALTER FUNCTION deletion.follow_now() OWNER TO deletion;

ALTER FUNCTION deletion.follow_services() OWNER TO deletion;

ALTER FUNCTION deletion.follow_territories() OWNER TO deletion;

ALTER FUNCTION deletion.refer_accounts_parent_account() OWNER TO deletion;

ALTER FUNCTION deletion.refer_accounts_territory() OWNER TO deletion;

ALTER FUNCTION deletion.refer_contacts_account() OWNER TO deletion;

ALTER FUNCTION deletion.refer_locations_account() OWNER TO deletion;

ALTER FUNCTION deletion.refer_locations_territory() OWNER TO deletion;

ALTER FUNCTION deletion.refer_work_orders_account() OWNER TO deletion;

ALTER FUNCTION deletion.refer_work_orders_location() OWNER TO deletion;

ALTER FUNCTION deletion.refer_work_orders_service() OWNER TO deletion;

ALTER SCHEMA deletion OWNER TO deletion;

GRANT SELECT (deleted_at), UPDATE (deleted_at) ON TABLE public.accounts TO deletion;

GRANT SELECT (id) ON TABLE public.accounts TO deletion;

GRANT SELECT (parent_account_id) ON TABLE public.accounts TO deletion;

GRANT SELECT (territory_id) ON TABLE public.accounts TO deletion;

GRANT SELECT (account_id) ON TABLE public.contacts TO deletion;

GRANT SELECT (account_id) ON TABLE public.contacts TO retention;

GRANT SELECT (deleted_at) ON TABLE public.contacts TO deletion;

GRANT SELECT (account_id) ON TABLE public.locations TO deletion;

GRANT SELECT (account_id) ON TABLE public.locations TO retention;

GRANT SELECT (deleted_at), UPDATE (deleted_at) ON TABLE public.locations TO deletion;

GRANT SELECT (id) ON TABLE public.locations TO deletion;

GRANT SELECT (territory_id) ON TABLE public.locations TO deletion;

GRANT SELECT (deleted_at), UPDATE (deleted_at) ON TABLE public.services TO deletion;

GRANT SELECT (id) ON TABLE public.services TO deletion;

GRANT SELECT (deleted_at), UPDATE (deleted_at) ON TABLE public.territories TO deletion;

GRANT SELECT (id) ON TABLE public.territories TO deletion;

GRANT SELECT (account_id) ON TABLE public.work_orders TO deletion;

GRANT SELECT (account_id) ON TABLE public.work_orders TO retention;

GRANT SELECT (deleted_at) ON TABLE public.work_orders TO deletion;

GRANT SELECT (location_id) ON TABLE public.work_orders TO deletion;

GRANT SELECT (service_id) ON TABLE public.work_orders TO deletion;

REVOKE EXECUTE ON FUNCTION audit.log_accounts() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION audit.log_contacts() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION audit.log_locations() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION audit.log_services() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION audit.log_territories() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION audit.log_users() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION audit.log_work_orders() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION audit.refuse_change() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION deletion.follow_accounts() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION deletion.follow_locations() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION deletion.follow_now() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION deletion.follow_services() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION deletion.follow_territories() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION deletion.refer_accounts_parent_account() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION deletion.refer_accounts_territory() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION deletion.refer_contacts_account() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION deletion.refer_locations_account() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION deletion.refer_locations_territory() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION deletion.refer_work_orders_account() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION deletion.refer_work_orders_location() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION deletion.refer_work_orders_service() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.clean_accounts(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.clean_accounts(integer) TO retention;

REVOKE EXECUTE ON FUNCTION public.guard_deleted_at() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.has_role(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.has_role(text) TO anonymous;

GRANT EXECUTE ON FUNCTION public.has_role(text) TO authenticated;

REVOKE EXECUTE ON FUNCTION public.lock_version() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.make_accounts_account_number() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.make_work_orders_number() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.me() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.me() TO anonymous;

GRANT EXECUTE ON FUNCTION public.me() TO authenticated;

REVOKE EXECUTE ON FUNCTION public.refuse_state() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.restore_accounts(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.restore_accounts(uuid) TO authenticated;

REVOKE EXECUTE ON FUNCTION public.restore_contacts(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.restore_contacts(uuid) TO authenticated;

REVOKE EXECUTE ON FUNCTION public.restore_locations(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.restore_locations(uuid) TO authenticated;

REVOKE EXECUTE ON FUNCTION public.restore_services(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.restore_services(uuid) TO authenticated;

REVOKE EXECUTE ON FUNCTION public.restore_territories(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.restore_territories(uuid) TO authenticated;

REVOKE EXECUTE ON FUNCTION public.restore_work_orders(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.restore_work_orders(uuid) TO authenticated;

REVOKE EXECUTE ON FUNCTION public.soft_delete_accounts() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.soft_delete_contacts() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.soft_delete_locations() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.soft_delete_services() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.soft_delete_territories() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.soft_delete_work_orders() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.stamp_created_by() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.stamp_updated_at() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.stamp_updated_by() FROM PUBLIC;

GRANT USAGE ON SCHEMA audit TO auditor;

-- changes-access: What authenticated may do on public changes.
GRANT USAGE ON SCHEMA public TO authenticated;

-- changes-access: What deletion may do on public changes.
GRANT USAGE ON SCHEMA public TO deletion;

-- changes-access: What retention may do on public changes.
GRANT USAGE ON SCHEMA public TO retention;

GRANT SELECT ON TABLE audit.log TO auditor;

GRANT DELETE, SELECT ON TABLE public.accounts TO authenticated;

GRANT INSERT (address), UPDATE (address) ON TABLE public.accounts TO authenticated;

GRANT INSERT (city), UPDATE (city) ON TABLE public.accounts TO authenticated;

GRANT UPDATE (deleted_at) ON TABLE public.accounts TO authenticated;

GRANT INSERT (email), UPDATE (email) ON TABLE public.accounts TO authenticated;

GRANT INSERT (id) ON TABLE public.accounts TO authenticated;

GRANT INSERT (name), UPDATE (name) ON TABLE public.accounts TO authenticated;

GRANT INSERT (owner_id), UPDATE (owner_id) ON TABLE public.accounts TO authenticated;

GRANT INSERT (parent_account_id), UPDATE (parent_account_id) ON TABLE public.accounts TO authenticated;

GRANT INSERT (phone), UPDATE (phone) ON TABLE public.accounts TO authenticated;

GRANT INSERT (state), UPDATE (state) ON TABLE public.accounts TO authenticated;

GRANT INSERT (status), UPDATE (status) ON TABLE public.accounts TO authenticated;

GRANT INSERT (territory_id), UPDATE (territory_id) ON TABLE public.accounts TO authenticated;

GRANT INSERT (type), UPDATE (type) ON TABLE public.accounts TO authenticated;

GRANT UPDATE (version) ON TABLE public.accounts TO authenticated;

GRANT INSERT (zip), UPDATE (zip) ON TABLE public.accounts TO authenticated;

GRANT DELETE, SELECT ON TABLE public.accounts TO retention;

GRANT UPDATE (id) ON TABLE public.accounts TO retention;

GRANT SELECT (parent_account_id) ON TABLE public.accounts TO retention;

GRANT DELETE, SELECT ON TABLE public.contacts TO authenticated;

GRANT INSERT (account_id), UPDATE (account_id) ON TABLE public.contacts TO authenticated;

GRANT UPDATE (deleted_at) ON TABLE public.contacts TO authenticated;

GRANT INSERT (email), UPDATE (email) ON TABLE public.contacts TO authenticated;

GRANT INSERT (id) ON TABLE public.contacts TO authenticated;

GRANT INSERT (name), UPDATE (name) ON TABLE public.contacts TO authenticated;

GRANT INSERT (phone), UPDATE (phone) ON TABLE public.contacts TO authenticated;

GRANT INSERT (role), UPDATE (role) ON TABLE public.contacts TO authenticated;

GRANT UPDATE (version) ON TABLE public.contacts TO authenticated;

GRANT DELETE, SELECT ON TABLE public.locations TO authenticated;

GRANT INSERT (account_id), UPDATE (account_id) ON TABLE public.locations TO authenticated;

GRANT INSERT (address), UPDATE (address) ON TABLE public.locations TO authenticated;

GRANT INSERT (city), UPDATE (city) ON TABLE public.locations TO authenticated;

GRANT UPDATE (deleted_at) ON TABLE public.locations TO authenticated;

GRANT INSERT (id) ON TABLE public.locations TO authenticated;

GRANT INSERT (name), UPDATE (name) ON TABLE public.locations TO authenticated;

GRANT INSERT (state), UPDATE (state) ON TABLE public.locations TO authenticated;

GRANT INSERT (territory_id), UPDATE (territory_id) ON TABLE public.locations TO authenticated;

GRANT UPDATE (version) ON TABLE public.locations TO authenticated;

GRANT INSERT (zip), UPDATE (zip) ON TABLE public.locations TO authenticated;

GRANT DELETE, SELECT ON TABLE public.services TO authenticated;

GRANT INSERT (code), UPDATE (code) ON TABLE public.services TO authenticated;

GRANT UPDATE (deleted_at) ON TABLE public.services TO authenticated;

GRANT INSERT (description), UPDATE (description) ON TABLE public.services TO authenticated;

GRANT INSERT (duration_minutes), UPDATE (duration_minutes) ON TABLE public.services TO authenticated;

GRANT INSERT (id) ON TABLE public.services TO authenticated;

GRANT INSERT (name), UPDATE (name) ON TABLE public.services TO authenticated;

GRANT INSERT (unit_price), UPDATE (unit_price) ON TABLE public.services TO authenticated;

GRANT UPDATE (version) ON TABLE public.services TO authenticated;

GRANT DELETE, SELECT ON TABLE public.territories TO authenticated;

GRANT UPDATE (deleted_at) ON TABLE public.territories TO authenticated;

GRANT INSERT (id) ON TABLE public.territories TO authenticated;

GRANT INSERT (manager_id), UPDATE (manager_id) ON TABLE public.territories TO authenticated;

GRANT INSERT (name), UPDATE (name) ON TABLE public.territories TO authenticated;

GRANT INSERT (region), UPDATE (region) ON TABLE public.territories TO authenticated;

GRANT UPDATE (version) ON TABLE public.territories TO authenticated;

GRANT DELETE, SELECT ON TABLE public.users TO authenticated;

GRANT INSERT (active), UPDATE (active) ON TABLE public.users TO authenticated;

GRANT INSERT (email), UPDATE (email) ON TABLE public.users TO authenticated;

GRANT INSERT (id) ON TABLE public.users TO authenticated;

GRANT INSERT (name), UPDATE (name) ON TABLE public.users TO authenticated;

GRANT UPDATE (version) ON TABLE public.users TO authenticated;

GRANT DELETE, SELECT ON TABLE public.work_orders TO authenticated;

GRANT INSERT (account_id), UPDATE (account_id) ON TABLE public.work_orders TO authenticated;

GRANT INSERT (assignee_id), UPDATE (assignee_id) ON TABLE public.work_orders TO authenticated;

GRANT INSERT (completed_at), UPDATE (completed_at) ON TABLE public.work_orders TO authenticated;

GRANT UPDATE (deleted_at) ON TABLE public.work_orders TO authenticated;

GRANT INSERT (id) ON TABLE public.work_orders TO authenticated;

GRANT INSERT (location_id), UPDATE (location_id) ON TABLE public.work_orders TO authenticated;

GRANT INSERT (notes), UPDATE (notes) ON TABLE public.work_orders TO authenticated;

GRANT INSERT (priority), UPDATE (priority) ON TABLE public.work_orders TO authenticated;

GRANT INSERT (scheduled_at), UPDATE (scheduled_at) ON TABLE public.work_orders TO authenticated;

GRANT INSERT (service_id), UPDATE (service_id) ON TABLE public.work_orders TO authenticated;

GRANT INSERT (status), UPDATE (status) ON TABLE public.work_orders TO authenticated;

GRANT UPDATE (version) ON TABLE public.work_orders TO authenticated;

GRANT SELECT ON TABLE public.accounts_live TO authenticated;

GRANT SELECT ON TABLE public.contacts_live TO authenticated;

GRANT SELECT ON TABLE public.locations_live TO authenticated;

GRANT SELECT ON TABLE public.services_live TO authenticated;

GRANT SELECT ON TABLE public.territories_live TO authenticated;

GRANT SELECT ON TABLE public.work_orders_live TO authenticated;

COMMENT ON COLUMN public.accounts.account_number IS 'Printed on every invoice.';

COMMENT ON COLUMN public.accounts.address IS '[pii: personal]';

COMMENT ON COLUMN public.accounts.email IS '[pii: personal]';

COMMENT ON COLUMN public.accounts.name IS '[pii: personal]';

COMMENT ON COLUMN public.accounts.owner_id IS 'Who looks after the account.';

COMMENT ON COLUMN public.accounts.phone IS 'Where we call the account. [pii: personal]';

COMMENT ON COLUMN public.contacts.email IS '[pii: personal]';

COMMENT ON COLUMN public.contacts.name IS '[pii: personal]';

COMMENT ON COLUMN public.contacts.phone IS '[pii: personal]';

COMMENT ON COLUMN public.locations.address IS '[pii: personal]';

COMMENT ON COLUMN public.users.email IS '[pii: personal]';

COMMENT ON COLUMN public.users.name IS '[pii: personal]';

COMMENT ON TABLE public.accounts IS 'A household, company or plant that we serve.';

COMMENT ON TABLE public.contacts IS 'A person whom we talk to at an account.';

COMMENT ON TABLE public.locations IS 'A place where an account is served.';

COMMENT ON TABLE public.services IS 'Something that we do for a price.';

COMMENT ON TABLE public.territories IS 'A region with the people who drive there.';

COMMENT ON TABLE public.users IS 'Someone who works with the CRM.';

COMMENT ON TABLE public.work_orders IS 'A visit to a location to carry out a service.';
