CREATE FUNCTION {{function}}() RETURNS SETOF {{type}}
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  RETURN QUERY SELECT m.{{column}} FROM {{table}} m WHERE {{mine}};
END
$body$
