-- Of the sessions that the one who asks may see: their own, or all for admins and the service.
CREATE VIEW public.workflow_stats WITH (security_invoker = TRUE) AS
SELECT
  status,
  count(*) AS sessions,
  COALESCE(sum(total_recipients), 0) AS recipients,
  COALESCE(sum(completed_recipients), 0) AS completed_recipients,
  avg(updated_at - created_at) FILTER (WHERE status = 'COMPLETED') AS average_duration
FROM public.workflow_sessions
GROUP BY status;

GRANT SELECT ON public.workflow_stats TO authenticated, service;
