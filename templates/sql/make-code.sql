CREATE FUNCTION {{function}}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  FOR attempt IN 1..10 LOOP
    new.{{column}} := {{code}};
    EXIT WHEN NOT EXISTS (SELECT FROM {{table}} taken WHERE taken.{{column}} = new.{{column}});
  END LOOP;
  RETURN new;
END
$body$
