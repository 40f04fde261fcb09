CREATE FUNCTION {{function}}() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  -- Nobody is signed in where rows are imported: then the given name stays.
  new.created_by := COALESCE({{me}}, new.created_by);
  RETURN new;
END
$body$
