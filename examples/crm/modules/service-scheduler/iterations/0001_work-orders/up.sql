-- iteration: 0001_work-orders
-- parent: none
-- hash: f195504efdd808e9460f054b4fa3b2f44076502d828ba580c149ea27ea824841

CREATE TABLE public.accounts (
  id uuid NOT NULL,
  name varchar(255),
  CONSTRAINT accounts_pkey PRIMARY KEY (id)
);

CREATE TABLE public.locations (
  id uuid NOT NULL,
  address text,
  city varchar(100),
  account_id uuid,
  CONSTRAINT locations_pkey PRIMARY KEY (id),
  CONSTRAINT locations_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id)
);

CREATE TABLE public.services (
  id uuid NOT NULL,
  code varchar(20),
  name varchar(255),
  CONSTRAINT services_pkey PRIMARY KEY (id)
);

CREATE TABLE public.users (
  id uuid NOT NULL,
  name varchar(255),
  CONSTRAINT users_pkey PRIMARY KEY (id)
);

CREATE TABLE public.work_orders (
  id uuid NOT NULL,
  number varchar(20),
  status text,
  priority text,
  scheduled_at timestamptz,
  account_id uuid,
  location_id uuid,
  service_id uuid,
  assignee_id uuid,
  CONSTRAINT work_orders_pkey PRIMARY KEY (id),
  CONSTRAINT work_orders_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id),
  CONSTRAINT work_orders_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES public.users(id),
  CONSTRAINT work_orders_location_id_fkey FOREIGN KEY (location_id) REFERENCES public.locations(id) ON DELETE CASCADE,
  CONSTRAINT work_orders_service_id_fkey FOREIGN KEY (service_id) REFERENCES public.services(id)
);
