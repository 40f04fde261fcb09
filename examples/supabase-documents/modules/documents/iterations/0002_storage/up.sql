-- iteration: 0002_storage
-- parent: ae5c0a91264b47304e6ded30c12f428b4c4c3bc9f6da800484fa200f13adfa0f
-- hash: 0d0edba822648bb8b812b3b7cba3e80464492d0fc867268ee6085e57d87a9bb6

ALTER TABLE public.documents ADD COLUMN error_message text;

ALTER TABLE public.documents ADD COLUMN storage_path text;
