-- iteration: 0003_attachments
-- parent: 668394f13132ba5e0eaf2c5fc2bfa86a02c005153f9112e4e2150c20b9272d2e
-- hash: 2fc40bb09101db4158fe56e6032a557f6416f27102c1c3e87dd5595ba9d2bcc3

CREATE TABLE public.attachments (
  id uuid NOT NULL,
  session_id uuid,
  recipient_id uuid,
  file_name varchar(255),
  file_type varchar(127),
  file_size bigint,
  s3_key varchar(1024),
  checksum character(64),
  scan_status varchar(20),
  CONSTRAINT attachments_pkey PRIMARY KEY (id),
  CONSTRAINT attachments_recipient_id_fkey FOREIGN KEY (recipient_id) REFERENCES public.recipients(id) ON DELETE SET NULL,
  CONSTRAINT attachments_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.workflow_sessions(id) ON DELETE RESTRICT
);
