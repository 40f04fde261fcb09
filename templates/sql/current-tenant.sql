CREATE FUNCTION public.tenant() RETURNS {{type}}
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = ''
AS $body$ SELECT {{expression}} $body$
