-- iteration: 0002_progress
-- parent: 253b28793b6d042cfe7f5e5b3b251d63e75d6c74a762e218e555c237aeafcdd8
-- hash: 34da7183f8189549c8ca801bb8f60868fb4219d8a6062bd1db1a323106dc797f

CREATE TABLE public.workflow_sessions (
  id uuid NOT NULL,
  status text,
  created_at timestamptz,
  expires_at timestamptz,
  total_recipients integer,
  completed_recipients integer,
  CONSTRAINT workflow_sessions_pkey PRIMARY KEY (id)
);
