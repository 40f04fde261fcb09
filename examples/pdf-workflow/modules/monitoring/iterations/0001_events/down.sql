-- iteration: 0001_events
-- parent: none
-- hash: 253b28793b6d042cfe7f5e5b3b251d63e75d6c74a762e218e555c237aeafcdd8

-- deletes-data: All rows of workflow_audit_logs are lost.
DROP TABLE public.workflow_audit_logs;
