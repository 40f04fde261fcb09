CREATE FUNCTION {{function}}() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  IF new.version IS DISTINCT FROM old.version THEN
    RAISE EXCEPTION 'This row of % was changed since it was read: version % is stale.', tg_table_name, new.version
      USING ERRCODE = 'serialization_failure', HINT = 'Read the row again and repeat the change.';
  END IF;
  new.version := old.version + 1;
  RETURN new;
END
$body$
