CREATE FUNCTION {{function}}() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  IF old.deleted_at IS NOT NULL THEN
    RETURN NULL;
  END IF;
  UPDATE {{table}} SET deleted_at = now() WHERE {{this row}};
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This row of % cannot be deleted by %.', tg_table_name, current_user
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$body$
