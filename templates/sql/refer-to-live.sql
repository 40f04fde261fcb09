CREATE FUNCTION {{function}}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  -- Who is deleting the row waits for this lock, or is waited for: first the lock, then a look.
  PERFORM FROM {{parent}} parent WHERE {{this parent}} FOR KEY SHARE;
  IF EXISTS (SELECT FROM {{parent}} parent WHERE {{this parent}} AND parent.deleted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'This row of % cannot refer to a row of % that is deleted.', tg_table_name, {{parent name}}
      USING ERRCODE = 'foreign_key_violation', HINT = 'Restore that row first, or refer to another one.', SCHEMA = tg_table_schema, TABLE = tg_table_name, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$body$
