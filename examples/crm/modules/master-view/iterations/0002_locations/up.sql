-- iteration: 0002_locations
-- parent: cb01c8ce2e2832358ca9de4d46dcd31d13e977e19c2e489bb51e1dcffbe0cc17
-- hash: e7428599b0bae9abcc7d7fae64ccdf4e9458d36883aab73737e5ca70d3f0abcb

CREATE TABLE public.locations (
  id uuid NOT NULL,
  address text,
  account_id uuid,
  CONSTRAINT locations_pkey PRIMARY KEY (id),
  CONSTRAINT locations_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id)
);
