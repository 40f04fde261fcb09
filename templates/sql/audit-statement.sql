CREATE FUNCTION {{function}}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
#variable_conflict use_column
<<entry>> -- names of columns win, so what is no column is called by this name
DECLARE
  event constant text := tg_op;
  actor constant text := {{actor}};
  acting constant text := {{acting}};
  request constant text := {{request}};
  application constant text := {{application}};
  client constant text := {{client}};
BEGIN
  CASE event
  WHEN 'INSERT' THEN
    INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, new)
    SELECT entry.actor, entry.acting, entry.request, entry.application, entry.client,
      {{table name}}, entry.event, {{new key}}, {{new}}
    FROM new_rows new;
  WHEN 'UPDATE' THEN -- a row whose key changes is one that goes and one that comes
    INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old, new)
    SELECT entry.actor, entry.acting, entry.request, entry.application, entry.client,
      {{table name}}, {{operation}}, {{key}}, {{old}}, {{new}}
    FROM old_rows old FULL JOIN new_rows new ON {{same key}}
    WHERE (old *= new) IS NOT TRUE;
  WHEN 'DELETE' THEN
    INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old)
    SELECT entry.actor, entry.acting, entry.request, entry.application, entry.client,
      {{table name}}, entry.event, {{old key}}, {{old}}
    FROM old_rows old;
  ELSE
    INSERT INTO audit.log (actor, role, request, application, client, table_name, operation)
    VALUES (entry.actor, entry.acting, entry.request, entry.application, entry.client, {{table name}}, entry.event);
  END CASE;
  RETURN NULL;
END
$body$
