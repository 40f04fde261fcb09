CREATE FUNCTION {{function}}(stored bytea) RETURNS {{type}}
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  RETURN {{extensions}}.pgp_sym_decrypt(stored, {{key}}());
END
$body$
