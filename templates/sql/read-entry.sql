CREATE FUNCTION {{function}}({{parameters}}) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER COST 10000 SET search_path = ''
AS $body$
BEGIN
  INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key)
  VALUES ({{actor}}, {{acting}}, {{request}}, {{application}}, {{client}}, {{table name}}, 'SELECT', jsonb_build_object({{key}}));
  RETURN TRUE;
END
$body$
