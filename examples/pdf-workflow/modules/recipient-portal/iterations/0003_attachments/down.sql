-- iteration: 0003_attachments
-- parent: 668394f13132ba5e0eaf2c5fc2bfa86a02c005153f9112e4e2150c20b9272d2e
-- hash: 2fc40bb09101db4158fe56e6032a557f6416f27102c1c3e87dd5595ba9d2bcc3

-- deletes-data: All rows of attachments are lost.
DROP TABLE public.attachments;
