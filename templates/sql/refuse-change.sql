CREATE FUNCTION {{function}}() RETURNS trigger
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
BEGIN
  IF tg_op = 'DELETE' AND current_user = tg_argv[0] THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'Rows of % are never changed: % is refused.', tg_table_name, tg_op
    USING ERRCODE = 'insufficient_privilege';
END
$body$
