CREATE FUNCTION public.has_role(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = ''
AS $body$ SELECT COALESCE({{expression}}, FALSE) $body$
