-- iteration: 0001_initial-schema-optimized
-- parent: none
-- hash: dca150f98fa3ffabdb3d0558952a141e1d07c453ecc15d4dac87fe42333aa778

-- breaks-clients: public.generate_unique_recipient_url() is gone.
-- breaks-clients: public.workflow_timeout() is gone.
-- deletes-data: All rows of attachments are lost.
-- deletes-data: All rows of recipients are lost.
-- breaks-clients: public.update_workflow_progress() is gone.
-- deletes-data: All rows of workflow_audit_logs are lost.
-- deletes-data: All rows of workflow_sessions are lost.
-- breaks-clients: public.update_updated_at_column() is gone.
-- breaks-clients: Type recipient_status is gone.
-- breaks-clients: Type recipient_type is gone.
-- breaks-clients: Type workflow_status is gone.
DROP FUNCTION public.generate_unique_recipient_url();

DROP FUNCTION public.workflow_timeout();

DROP TABLE public.attachments;

DROP TABLE public.recipients;

DROP FUNCTION public.update_workflow_progress();

DROP TABLE public.workflow_audit_logs;

DROP TABLE public.workflow_sessions;

DROP FUNCTION public.update_updated_at_column();

DROP TYPE public.recipient_status;

DROP TYPE public.recipient_type;

DROP TYPE public.workflow_status;
