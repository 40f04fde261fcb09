CREATE TABLE public.territories (
  id uuid PRIMARY KEY,
  name varchar(100)
);

CREATE TABLE public.users (
  id uuid PRIMARY KEY,
  email varchar(255),
  name varchar(255)
);

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  account_number varchar(20),
  name varchar(120),
  type varchar(50),
  status varchar(50),
  email varchar(320),
  city varchar(100),
  state varchar(2),
  zip integer,
  territory_id uuid REFERENCES public.territories (id),
  owner_id uuid REFERENCES public.users (id),
  phone_number varchar(30)
);

CREATE TABLE public.contacts (
  id uuid PRIMARY KEY,
  name varchar(255),
  email varchar(255),
  phone varchar(20),
  account_id uuid REFERENCES public.accounts (id)
);
