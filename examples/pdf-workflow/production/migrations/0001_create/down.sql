-- iteration: 0001_create
-- parent: none
-- hash: faf3a5c48583dfea82b46dc985d0a972f0e7b4e3977e7ef855c023c2b9d7652d

-- phase: contract

-- changes-access: What anonymous may do on public changes.
REVOKE USAGE ON SCHEMA public FROM anonymous;

-- changes-access: What authenticated may do on public changes.
REVOKE USAGE ON SCHEMA public FROM authenticated;

-- changes-access: What retention may do on public changes.
REVOKE USAGE ON SCHEMA public FROM retention;

-- changes-access: What service may do on public changes.
REVOKE USAGE ON SCHEMA public FROM service;

-- changes-access: Who sees and changes which rows of recipients changes.
DROP POLICY recipients_insert_authenticated ON public.recipients;

-- changes-access: Who sees and changes which rows of recipients changes.
DROP POLICY recipients_select_authenticated ON public.recipients;

-- changes-access: Who sees and changes which rows of recipients changes.
DROP POLICY recipients_update_authenticated ON public.recipients;

-- changes-access: Who sees and changes which rows of workflow_sessions changes.
DROP POLICY workflow_sessions_select_anonymous ON public.workflow_sessions;

-- breaks-clients: public.clean_workflow_audit_logs(integer) is gone.
DROP FUNCTION public.clean_workflow_audit_logs(integer);

-- breaks-clients: public.clean_workflow_sessions(integer) is gone.
DROP FUNCTION public.clean_workflow_sessions(integer);

-- breaks-clients: public.cleanup_expired_workflows(integer) is gone.
DROP FUNCTION public.cleanup_expired_workflows(integer);

-- breaks-clients: public.recount_workflow_sessions_completed_recipients() is gone.
DROP FUNCTION public.recount_workflow_sessions_completed_recipients();

-- breaks-clients: public.recount_workflow_sessions_total_recipients() is gone.
DROP FUNCTION public.recount_workflow_sessions_total_recipients();

-- breaks-clients: View integrity_problems is gone.
DROP VIEW public.integrity_problems;

-- breaks-clients: View workflow_stats is gone.
DROP VIEW public.workflow_stats;

-- deletes-data: All rows of audit.log are lost.
DROP TABLE audit.log;

-- breaks-clients: audit.refuse_change() is gone.
DROP FUNCTION audit.refuse_change();

-- deletes-data: All rows of attachments are lost.
DROP TABLE public.attachments;

-- breaks-clients: audit.log_attachments() is gone.
DROP FUNCTION audit.log_attachments();

-- deletes-data: All rows of recipients are lost.
DROP TABLE public.recipients;

-- breaks-clients: audit.log_recipients() is gone.
DROP FUNCTION audit.log_recipients();

-- breaks-clients: public.claim(text) is gone.
DROP FUNCTION public.claim(text);

-- breaks-clients: public.derive_workflow_sessions_completed_recipients() is gone.
DROP FUNCTION public.derive_workflow_sessions_completed_recipients();

-- breaks-clients: public.derive_workflow_sessions_total_recipients() is gone.
DROP FUNCTION public.derive_workflow_sessions_total_recipients();

-- breaks-clients: public.generate_unique_recipient_url() is gone.
DROP FUNCTION public.generate_unique_recipient_url();

-- breaks-clients: public.update_workflow_progress() is gone.
DROP FUNCTION public.update_workflow_progress();

-- deletes-data: All rows of workflow_audit_logs are lost.
DROP TABLE public.workflow_audit_logs;

-- breaks-clients: public.refuse_change() is gone.
DROP FUNCTION public.refuse_change();

-- deletes-data: All rows of workflow_sessions are lost.
DROP TABLE public.workflow_sessions;

-- breaks-clients: audit.log_workflow_sessions() is gone.
DROP FUNCTION audit.log_workflow_sessions();

-- breaks-clients: public.has_role(text) is gone.
DROP FUNCTION public.has_role(text);

-- breaks-clients: public.me() is gone.
DROP FUNCTION public.me();

-- breaks-clients: public.refuse_state() is gone.
DROP FUNCTION public.refuse_state();

-- breaks-clients: public.update_updated_at_column() is gone.
DROP FUNCTION public.update_updated_at_column();

-- breaks-clients: public.workflow_timeout() is gone.
DROP FUNCTION public.workflow_timeout();

-- breaks-clients: Schema audit is gone.
DROP SCHEMA audit;
