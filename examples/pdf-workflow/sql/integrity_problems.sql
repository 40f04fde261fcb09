-- What constraints cannot say, since it is spread over tables or the clock runs. No row is what it should give.
CREATE VIEW public.integrity_problems WITH (security_invoker = TRUE) AS
WITH counted AS (
  SELECT
    session.*,
    count(recipient.id) AS total,
    count(recipient.id) FILTER (WHERE recipient.status = 'COMPLETED') AS completed,
    COALESCE(min(order_index) FILTER (WHERE recipient.status <> 'COMPLETED'), count(recipient.id)) AS turn,
    COALESCE(max(order_index) + 1, 0) AS places
  FROM public.workflow_sessions session LEFT JOIN public.recipients recipient ON recipient.session_id = session.id
  GROUP BY session.id
)
SELECT 'counters' AS check_name, 'workflow_sessions' AS table_name, id,
  format('%s of %s are completed, and not %s of %s', completed, total, completed_recipients, total_recipients) AS detail
FROM counted WHERE (total, completed) <> (total_recipients, completed_recipients)
UNION ALL
SELECT 'turn', 'workflow_sessions', id, format('it is the turn of %s, and not of %s', turn, current_recipient_order)
FROM counted WHERE turn <> current_recipient_order
UNION ALL
SELECT 'sequence', 'workflow_sessions', id, format('%s places for %s recipients', places, total)
FROM counted WHERE places <> total
UNION ALL
SELECT 'completed', 'workflow_sessions', id, format('completed, but %s recipients are not', total - completed)
FROM counted WHERE status = 'COMPLETED' AND completed < total
UNION ALL
SELECT 'expired', 'workflow_sessions', id, format('active, but over since %s', expires_at)
FROM counted WHERE status = 'ACTIVE' AND expires_at < now()
UNION ALL
SELECT 'uploader', 'attachments', attachment.id, 'uploaded by a recipient of another session'
FROM public.attachments attachment JOIN public.recipients recipient ON recipient.id = attachment.recipient_id
WHERE recipient.session_id <> attachment.session_id;

GRANT SELECT ON public.integrity_problems TO authenticated, service;
