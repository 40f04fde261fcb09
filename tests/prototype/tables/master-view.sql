CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  name varchar(255),
  type varchar(50),
  status varchar(50),
  phone varchar(20)
);

CREATE TABLE public.locations (
  id uuid PRIMARY KEY,
  address text,
  account_id uuid REFERENCES public.accounts (id)
);
