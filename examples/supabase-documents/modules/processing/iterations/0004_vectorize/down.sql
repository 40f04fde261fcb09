-- iteration: 0004_vectorize
-- parent: b9f7a16ec2af3e8e0774e9e33d764421656973a0b6dbc2557749aba6065a7d66
-- hash: f85f86cdf09641c6c813738d371d44d1447b35e56aa35c6940991828e4cddc84

-- deletes-data: All rows of embeddings are lost.
-- breaks-clients: Functions and types of vector are gone.
DROP TABLE public.embeddings;

DROP EXTENSION vector;
