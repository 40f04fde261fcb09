-- Whose turn it is. Sessions are locked first, in one order, and looked at in a statement after that: so two recipients
-- who finish at the same time neither miss each other nor wait in a circle. It runs with the owner's rights, since
-- recipients may not change sessions.
CREATE FUNCTION public.update_workflow_progress() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  PERFORM FROM public.workflow_sessions session
  WHERE session.id IN (SELECT session_id FROM changed)
  ORDER BY session.id FOR UPDATE;

  UPDATE public.workflow_sessions session
  SET current_recipient_order = progress.turn
  FROM (
    SELECT one.id, COALESCE(min(order_index) FILTER (WHERE recipient.status <> 'COMPLETED'), count(recipient.id))::integer AS turn
    FROM public.workflow_sessions one LEFT JOIN public.recipients recipient ON recipient.session_id = one.id
    WHERE one.id IN (SELECT session_id FROM changed)
    GROUP BY one.id
  ) progress
  WHERE session.id = progress.id AND session.current_recipient_order IS DISTINCT FROM progress.turn;
  RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION public.update_workflow_progress() FROM PUBLIC;

CREATE TRIGGER update_workflow_progress_insert AFTER INSERT ON public.recipients
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.update_workflow_progress();

CREATE TRIGGER update_workflow_progress_update AFTER UPDATE ON public.recipients
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.update_workflow_progress();

CREATE TRIGGER update_workflow_progress_delete AFTER DELETE ON public.recipients
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.update_workflow_progress();
