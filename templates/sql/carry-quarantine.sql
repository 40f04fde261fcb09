CREATE TABLE IF NOT EXISTS {{schema}}.rows (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  module text NOT NULL,
  table_name text NOT NULL,
  -- As the prototype has it, every value as PostgreSQL prints it.
  "row" jsonb NOT NULL,
  -- Whether production has the row, and only values without a field are kept here.
  carried boolean NOT NULL,
  reason text NOT NULL,
  detail text
)
