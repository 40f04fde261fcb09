-- iteration: 0001_accounts-and-contacts
-- parent: none
-- hash: 60f6dc5f53accbb74ee9518494a1545461b9cb328b3de36c38cf73f5ab4a6087

CREATE TABLE public.territories (
  id uuid NOT NULL,
  name varchar(100),
  CONSTRAINT territories_pkey PRIMARY KEY (id)
);

CREATE TABLE public.users (
  id uuid NOT NULL,
  email varchar(255),
  name varchar(255),
  CONSTRAINT users_pkey PRIMARY KEY (id)
);

CREATE TABLE public.accounts (
  id uuid NOT NULL,
  account_number varchar(20),
  name varchar(120),
  type varchar(50),
  status varchar(50),
  email varchar(320),
  city varchar(100),
  state varchar(2),
  zip integer,
  territory_id uuid,
  owner_id uuid,
  phone_number varchar(30),
  CONSTRAINT accounts_pkey PRIMARY KEY (id),
  CONSTRAINT accounts_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.users(id),
  CONSTRAINT accounts_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territories(id)
);

CREATE TABLE public.contacts (
  id uuid NOT NULL,
  name varchar(255),
  email varchar(255),
  phone varchar(20),
  account_id uuid,
  CONSTRAINT contacts_pkey PRIMARY KEY (id),
  CONSTRAINT contacts_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id)
);
