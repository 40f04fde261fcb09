CREATE TEMPORARY TABLE carried_row (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  module text NOT NULL,
  source text NOT NULL,
  -- As the prototype has it, every value as PostgreSQL prints it.
  original jsonb NOT NULL,
  -- The table of production that it goes to.
  home text,
  -- Its values under production's names.
  data jsonb,
  -- Values of the primary key.
  key text[],
  -- Nothing yet, or: carried, merged, present, aside. Refused is on its way to aside.
  fate text,
  reason text,
  -- What PostgreSQL said; may repeat values.
  detail text
) ON COMMIT DROP
