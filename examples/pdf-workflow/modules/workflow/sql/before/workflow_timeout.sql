-- SET app.workflow_timeout = '72 hours', for a database, a role or a transaction.
CREATE FUNCTION public.workflow_timeout() RETURNS interval
LANGUAGE sql STABLE SET search_path = ''
AS $$ SELECT COALESCE(NULLIF(current_setting('app.workflow_timeout', TRUE), '')::interval, interval '48 hours') $$;
