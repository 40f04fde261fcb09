-- Ends what is over: as the role service, every few minutes. What is long over is removed by the role retention.
CREATE FUNCTION public.cleanup_expired_workflows(batch integer DEFAULT 1000) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY INVOKER SET search_path = ''
AS $$
  WITH over AS MATERIALIZED (
    SELECT id FROM public.workflow_sessions
    WHERE status = 'ACTIVE' AND expires_at < now()
    ORDER BY expires_at LIMIT batch
    FOR UPDATE SKIP LOCKED
  ), recipients AS (
    UPDATE public.recipients SET status = 'EXPIRED'
    WHERE session_id IN (SELECT id FROM over) AND status IN ('PENDING', 'ACCESSED', 'IN_PROGRESS', 'FAILED')
  ), sessions AS (
    UPDATE public.workflow_sessions SET status = 'EXPIRED' WHERE id IN (SELECT id FROM over) RETURNING id
  ), events AS (
    INSERT INTO public.workflow_audit_logs (session_id, event_type) SELECT id, 'EXPIRED' FROM sessions RETURNING 1
  )
  SELECT count(*) FROM events
$$;

REVOKE ALL ON FUNCTION public.cleanup_expired_workflows(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.cleanup_expired_workflows(integer) TO service;
