CREATE FUNCTION {{function}}() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  new.updated_at := now();
  RETURN new;
END
$body$
