CREATE FUNCTION {{function}}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  IF tg_op = 'UPDATE' AND old *= new THEN
    RETURN NULL; -- nothing changed
  END IF;
  INSERT INTO audit.log (actor, role, table_name, operation, key, old, new) VALUES (
    {{actor}},
    COALESCE(NULLIF(current_setting('role', TRUE), 'none'), session_user),
    {{table name}},
    {{operation}},
    {{key}},
    {{old}},
    {{new}}
  );
  RETURN NULL;
END
$body$
