CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  name varchar(255)
);

CREATE TABLE public.locations (
  id uuid PRIMARY KEY,
  address text,
  city varchar(100),
  account_id uuid REFERENCES public.accounts (id)
);

CREATE TABLE public.services (
  id uuid PRIMARY KEY,
  code varchar(20),
  name varchar(255),
  duration_minutes integer
);

CREATE TABLE public.users (
  id uuid PRIMARY KEY,
  name varchar(255)
);

CREATE TABLE public.work_orders (
  id uuid PRIMARY KEY,
  number varchar(20),
  status text,
  priority text,
  scheduled_at timestamptz,
  account_id uuid REFERENCES public.accounts (id),
  location_id uuid REFERENCES public.locations (id) ON DELETE CASCADE,
  service_id uuid REFERENCES public.services (id),
  assignee_id uuid REFERENCES public.users (id)
);
