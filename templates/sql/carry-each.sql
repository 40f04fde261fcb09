CREATE FUNCTION pg_temp.carry_each(work text, label text, first_id bigint, last_id bigint) RETURNS void
LANGUAGE plpgsql
AS $body$
DECLARE
  state text;
  said text;
  violated text;
  named_column text;
  middle bigint := first_id + (last_id - first_id) / 2;
BEGIN
  EXECUTE work USING first_id, last_id;
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, said = MESSAGE_TEXT, violated = CONSTRAINT_NAME, named_column = COLUMN_NAME;
  -- Wrong data, broken constraints and what triggers raise are about a row; all else is about the whole.
  IF left(state, 2) NOT IN ('22', '23', 'P0') THEN
    RAISE;
  END IF;
  IF first_id < last_id THEN
    PERFORM pg_temp.carry_each(work, label, first_id, middle);
    PERFORM pg_temp.carry_each(work, label, middle + 1, last_id);
    RETURN;
  END IF;
  UPDATE pg_temp.carried_row SET fate = 'refused', detail = said, reason = CASE
    WHEN state = '23502' THEN named_column || ': NOT NULL'
    WHEN violated <> '' THEN violated
    ELSE label || ' (SQLSTATE ' || state || ')'
  END WHERE id = first_id;
END
$body$
