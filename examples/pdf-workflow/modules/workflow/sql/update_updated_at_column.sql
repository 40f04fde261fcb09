CREATE FUNCTION public.update_updated_at_column() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
  new.updated_at := now();
  RETURN new;
END
$$;

CREATE TRIGGER update_workflow_sessions_updated_at BEFORE UPDATE ON public.workflow_sessions
FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION public.update_updated_at_column();

CREATE TRIGGER update_recipients_updated_at BEFORE UPDATE ON public.recipients
FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION public.update_updated_at_column();
