-- iteration: 0003_add-phone
-- parent: 5fcd951797f4412a43f7dc92b3642cee91d5cd672d53b5ed8d9b1f63bb4f6f99
-- hash: cd9f70d65f647b49dba227274574b8b3ac87d4aa9abb4de9747e09b0a05dcc1e

ALTER TABLE public.accounts ADD COLUMN phone varchar(20);
