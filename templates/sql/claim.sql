CREATE FUNCTION public.claim(wanted text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = ''
AS $body$ SELECT {{expression}} $body$
