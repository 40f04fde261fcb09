CREATE TABLE audit.log (
  id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL DEFAULT now(),
  actor text,
  login text NOT NULL DEFAULT session_user,
  role text NOT NULL,
  request text,
  application text,
  client text,
  transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
  table_name text NOT NULL,
  operation text NOT NULL, -- INSERT, UPDATE, DELETE or TRUNCATE: a CHECK would be parsed anew for each row
  key jsonb,
  old jsonb,
  new jsonb,
  PRIMARY KEY (at, id)
)
