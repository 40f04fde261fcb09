CREATE FUNCTION {{function}}(value {{type}}) RETURNS bytea
LANGUAGE plpgsql STRICT SECURITY DEFINER
SET search_path = '' SET datestyle = 'ISO' SET intervalstyle = 'postgres'
AS $body$
DECLARE
  plain constant {{type}} := value; -- arguments have no length limit, variables do
BEGIN
  RETURN {{extensions}}.pgp_sym_encrypt(plain::text, {{key}}(), {{options}});
END
$body$
