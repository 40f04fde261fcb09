-- iteration: 0003_chunk
-- parent: 9fa75ecf5cdfdcae0e9c7efcc2084241076394e92a2eecb8cf2f3a1724bea7f3
-- hash: b9f7a16ec2af3e8e0774e9e33d764421656973a0b6dbc2557749aba6065a7d66

ALTER TABLE public.chunks ADD COLUMN content text;

ALTER TABLE public.chunks ADD COLUMN "position" integer;
