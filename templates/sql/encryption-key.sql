CREATE FUNCTION {{function}}() RETURNS text
LANGUAGE plpgsql STABLE SET search_path = ''
AS $body$
DECLARE
  key constant text := {{key}};
BEGIN
  IF length(key) >= 32 THEN
    RETURN key;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
    MESSAGE = CASE WHEN key IS NULL THEN {{missing}} ELSE {{short}} END,
    HINT = {{hint}};
END
$body$
