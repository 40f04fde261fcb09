-- iteration: 0001_accounts-and-contacts
-- parent: none
-- hash: 7efb8d82217e90fde236c220e4e1d0d9ad9a1dbe546fc76bb46c3ccba405d4d2

CREATE TABLE public.territories (
  id uuid NOT NULL,
  name character varying(100),
  CONSTRAINT territories_pkey PRIMARY KEY (id)
);

CREATE TABLE public.users (
  id uuid NOT NULL,
  email character varying(255),
  name character varying(255),
  CONSTRAINT users_pkey PRIMARY KEY (id)
);

CREATE TABLE public.accounts (
  id uuid NOT NULL,
  account_number character varying(20),
  name character varying(120),
  type character varying(50),
  status character varying(50),
  email character varying(320),
  city character varying(100),
  state character varying(2),
  zip integer,
  territory_id uuid,
  owner_id uuid,
  phone_number character varying(30),
  CONSTRAINT accounts_pkey PRIMARY KEY (id),
  CONSTRAINT accounts_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.users(id),
  CONSTRAINT accounts_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territories(id)
);

CREATE TABLE public.contacts (
  id uuid NOT NULL,
  name character varying(255),
  email character varying(255),
  phone character varying(20),
  account_id uuid,
  CONSTRAINT contacts_pkey PRIMARY KEY (id),
  CONSTRAINT contacts_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id)
);
