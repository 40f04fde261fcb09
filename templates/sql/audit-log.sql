CREATE TABLE audit.log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  actor text,
  login text NOT NULL DEFAULT session_user,
  role text NOT NULL,
  request text DEFAULT {{request}},
  application text DEFAULT NULLIF(current_setting('application_name'), ''),
  client text DEFAULT {{client}},
  transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
  table_name text NOT NULL,
  operation text NOT NULL CHECK (operation IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE')),
  key jsonb,
  old jsonb,
  new jsonb
)
