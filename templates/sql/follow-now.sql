CREATE FUNCTION {{function}}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  -- A DELETE marks its rows by an UPDATE of its own: only when it has found all of them, others may change.
  IF tg_op = 'DELETE' OR pg_trigger_depth() = 1 THEN
    SET CONSTRAINTS {{triggers}} IMMEDIATE;
    SET CONSTRAINTS {{triggers}} DEFERRED;
  END IF;
  RETURN NULL;
END
$body$
