-- iteration: 0002_form-data
-- parent: 73b7490494af34f075053221f1fec58c8b8a6f35d984c1cfec6c0815ea8854ca
-- hash: 668394f13132ba5e0eaf2c5fc2bfa86a02c005153f9112e4e2150c20b9272d2e

-- deletes-data: All values of recipients.form_data are lost.
-- deletes-data: All values of recipients.recipient_type are lost.
ALTER TABLE public.recipients DROP COLUMN form_data;

ALTER TABLE public.recipients DROP COLUMN recipient_type;
