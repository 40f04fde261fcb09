-- iteration: 0001_events
-- parent: none
-- hash: 253b28793b6d042cfe7f5e5b3b251d63e75d6c74a762e218e555c237aeafcdd8

CREATE TABLE public.workflow_audit_logs (
  id uuid NOT NULL,
  session_id uuid,
  recipient_id uuid,
  event_type varchar(50),
  event_data jsonb,
  ip_address inet,
  user_agent text,
  created_at timestamptz,
  CONSTRAINT workflow_audit_logs_pkey PRIMARY KEY (id)
);
