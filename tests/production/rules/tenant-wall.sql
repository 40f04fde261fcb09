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

-- tenant-wall: The current tenant's id, from the setting app.tenant_id.
CREATE FUNCTION public.tenant() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = ''
AS $body$ SELECT (NULLIF(current_setting('app.tenant_id', TRUE), ''))::uuid $body$;

-- access-functions: The current user's id, from the setting app.user_id.
CREATE FUNCTION public.me() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.user_id', TRUE), ''))::uuid;

-- access-functions: Their roles, from the setting app.roles.
CREATE FUNCTION public.has_role(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN COALESCE(wanted = ANY (string_to_array(current_setting('app.roles', TRUE), ',')), FALSE);

-- tenant-wall: Policies call it as the role that asks.
GRANT EXECUTE ON FUNCTION public.tenant() TO anonymous, authenticated;

-- =============================================================================
-- organizations
-- =============================================================================

CREATE TABLE public.organizations (
  id uuid PRIMARY KEY,
  name text
);

-- =============================================================================
-- users
-- =============================================================================

CREATE TABLE public.users (
  id uuid PRIMARY KEY
);

-- =============================================================================
-- accounts
-- tenant-wall: accounts_organization_id_id_key
-- foreign-keys: accounts_organization_id_fkey, accounts_owner_id_fkey
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  organization_id uuid,
  owner_id uuid,
  CONSTRAINT accounts_organization_id_id_key UNIQUE (organization_id, id),
  CONSTRAINT accounts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations (id) ON DELETE RESTRICT,
  CONSTRAINT accounts_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.users (id) ON DELETE RESTRICT
);

-- foreign-key-indexes: Finds the rows that refer through organization.
CREATE INDEX accounts_organization_id_idx ON public.accounts (organization_id);

-- foreign-key-indexes: Finds the rows that refer through owner.
CREATE INDEX accounts_owner_id_idx ON public.accounts (owner_id);

-- =============================================================================
-- contacts
-- tenant-wall: contacts_organization_id_id_key
-- foreign-keys: contacts_organization_id_fkey, contacts_account_id_fkey
-- =============================================================================

CREATE TABLE public.contacts (
  id uuid PRIMARY KEY,
  organization_id uuid,
  account_id uuid,
  CONSTRAINT contacts_organization_id_id_key UNIQUE (organization_id, id),
  CONSTRAINT contacts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations (id) ON DELETE RESTRICT,
  CONSTRAINT contacts_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES public.accounts (organization_id, id) ON DELETE SET NULL (account_id)
);

-- foreign-key-indexes: Finds the rows that refer through organization.
CREATE INDEX contacts_organization_id_idx ON public.contacts (organization_id);

-- foreign-key-indexes: Finds the rows that refer through account.
CREATE INDEX contacts_organization_id_account_id_idx ON public.contacts (organization_id, account_id);

-- =============================================================================
-- account_contacts: Links account to contact.
-- foreign-keys: account_contacts_account_id_fkey, account_contacts_contact_id_fkey, account_contacts_organization_id_fkey
-- =============================================================================

CREATE TABLE public.account_contacts (
  account_id uuid,
  contact_id uuid,
  organization_id uuid,
  PRIMARY KEY (account_id, contact_id),
  CONSTRAINT account_contacts_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES public.accounts (organization_id, id) ON DELETE CASCADE,
  CONSTRAINT account_contacts_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES public.contacts (organization_id, id) ON DELETE CASCADE,
  CONSTRAINT account_contacts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations (id) ON DELETE RESTRICT
);

-- foreign-key-indexes: Finds the rows that refer through account.
CREATE INDEX account_contacts_organization_id_account_id_idx ON public.account_contacts (organization_id, account_id);

-- foreign-key-indexes: Finds the rows that refer through contact.
CREATE INDEX account_contacts_organization_id_contact_id_idx ON public.account_contacts (organization_id, contact_id);

-- foreign-key-indexes: Finds the rows that refer through organization.
CREATE INDEX account_contacts_organization_id_idx ON public.account_contacts (organization_id);

-- =============================================================================
-- organizations: triggers, access
-- =============================================================================

-- tenant-wall: Whatever other policies allow, only rows of the current tenant.
CREATE POLICY organizations_tenant ON public.organizations AS RESTRICTIVE
FOR ALL TO anonymous, authenticated
USING (id = (SELECT tenant()))
WITH CHECK (id = (SELECT tenant()));

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.organizations ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.organizations FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select every row.
CREATE POLICY organizations_select_authenticated ON public.organizations
FOR SELECT TO authenticated
USING (TRUE);

-- =============================================================================
-- users: triggers, access
-- =============================================================================

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.users FORCE ROW LEVEL SECURITY;

-- =============================================================================
-- accounts: triggers, access
-- =============================================================================

-- tenant-wall: Whatever other policies allow, only rows of the current tenant.
CREATE POLICY accounts_tenant ON public.accounts AS RESTRICTIVE
FOR ALL TO anonymous, authenticated
USING (organization_id = (SELECT tenant()))
WITH CHECK (organization_id = (SELECT tenant()));

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.accounts ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.accounts FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select where owner_id = (SELECT me()).
CREATE POLICY accounts_select_authenticated ON public.accounts
FOR SELECT TO authenticated
USING (owner_id = (SELECT me()));

-- row-level-security: authenticated may insert where owner_id = (SELECT me()).
CREATE POLICY accounts_insert_authenticated ON public.accounts
FOR INSERT TO authenticated
WITH CHECK (owner_id = (SELECT me()));

-- row-level-security: authenticated may update where owner_id = (SELECT me()).
CREATE POLICY accounts_update_authenticated ON public.accounts
FOR UPDATE TO authenticated
USING (owner_id = (SELECT me()))
WITH CHECK (owner_id = (SELECT me()));

-- row-level-security: authenticated may delete where owner_id = (SELECT me()).
CREATE POLICY accounts_delete_authenticated ON public.accounts
FOR DELETE TO authenticated
USING (owner_id = (SELECT me()));

-- =============================================================================
-- contacts: triggers, access
-- =============================================================================

-- tenant-wall: Whatever other policies allow, only rows of the current tenant.
CREATE POLICY contacts_tenant ON public.contacts AS RESTRICTIVE
FOR ALL TO anonymous, authenticated
USING (organization_id = (SELECT tenant()))
WITH CHECK (organization_id = (SELECT tenant()));

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.contacts ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.contacts FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select every row.
CREATE POLICY contacts_select_authenticated ON public.contacts
FOR SELECT TO authenticated
USING (TRUE);

-- row-level-security: authenticated may insert every row.
CREATE POLICY contacts_insert_authenticated ON public.contacts
FOR INSERT TO authenticated
WITH CHECK (TRUE);

-- row-level-security: authenticated may update every row.
CREATE POLICY contacts_update_authenticated ON public.contacts
FOR UPDATE TO authenticated
USING (TRUE)
WITH CHECK (TRUE);

-- row-level-security: authenticated may delete every row.
CREATE POLICY contacts_delete_authenticated ON public.contacts
FOR DELETE TO authenticated
USING (TRUE);

-- =============================================================================
-- account_contacts: triggers, access
-- =============================================================================

-- tenant-wall: Whatever other policies allow, only rows of the current tenant.
CREATE POLICY account_contacts_tenant ON public.account_contacts AS RESTRICTIVE
FOR ALL TO anonymous, authenticated
USING (organization_id = (SELECT tenant()))
WITH CHECK (organization_id = (SELECT tenant()));

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.account_contacts ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.account_contacts FORCE ROW LEVEL SECURITY;
