-- iteration: 0001_accounts
-- parent: none
-- hash: cb01c8ce2e2832358ca9de4d46dcd31d13e977e19c2e489bb51e1dcffbe0cc17

CREATE TABLE public.accounts (
  id uuid NOT NULL,
  name character varying(255),
  type character varying(50),
  status character varying(50),
  CONSTRAINT accounts_pkey PRIMARY KEY (id)
);
