CREATE FUNCTION {{function}}() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  -- Depth 1 is an UPDATE by a client; DELETE arrives from its own trigger. The table's owner may restore rows.
  IF pg_trigger_depth() = 1 AND NOT pg_has_role((SELECT relowner FROM pg_class WHERE oid = tg_relid), 'USAGE') THEN
    RAISE EXCEPTION 'deleted_at of % is set by DELETE alone.', tg_table_name
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN new;
END
$body$
