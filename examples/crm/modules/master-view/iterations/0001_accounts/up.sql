-- iteration: 0001_accounts
-- parent: none
-- hash: af531bb2dec167fe7afc71b6894734c2fc702a90851dd7cd7317acd0ba4edd85

CREATE TABLE public.accounts (
  id uuid NOT NULL,
  name varchar(255),
  type varchar(50),
  status varchar(50),
  CONSTRAINT accounts_pkey PRIMARY KEY (id)
);
