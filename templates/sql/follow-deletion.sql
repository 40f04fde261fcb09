CREATE FUNCTION {{function}}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
DECLARE
  holder text;
BEGIN
  IF new.deleted_at IS NULL THEN -- it is back, with what went in the same moment{{restored}}
    RETURN NULL;
  END IF;
  -- Who is making a row that refers to this one has locked it: first the lock, then a look.
  PERFORM FROM {{table}} parent WHERE {{this row}} FOR UPDATE;{{followed}}
  holder := {{holder}};
  IF holder IS NOT NULL THEN
    RAISE EXCEPTION 'This row of % cannot be deleted: rows of % refer to it.', tg_table_name, holder
      USING ERRCODE = 'foreign_key_violation', SCHEMA = tg_table_schema, TABLE = holder, CONSTRAINT = tg_name;
  END IF;
  RETURN NULL;
END
$body$
