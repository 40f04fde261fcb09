CREATE FUNCTION {{function}}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
DECLARE -- prepared once for a transaction; what stands in the INSERT is prepared for each row
  actor constant text := {{actor}};
  acting constant text := {{acting}};
  request constant text := {{request}};
  application constant text := {{application}};
  client constant text := {{client}};
  operation constant text := {{operation}};
  key constant jsonb := {{key}};
  before constant jsonb := {{old}};
  after constant jsonb := {{new}};
BEGIN
  IF tg_op = 'UPDATE' AND old *= new THEN
    RETURN NULL; -- nothing changed
  END IF;
  INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old, new)
  VALUES (actor, acting, request, application, client, {{table name}}, operation, key, before, after);
  RETURN NULL;
END
$body$
