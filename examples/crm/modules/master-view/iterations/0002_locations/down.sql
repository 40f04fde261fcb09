-- iteration: 0002_locations
-- parent: af531bb2dec167fe7afc71b6894734c2fc702a90851dd7cd7317acd0ba4edd85
-- hash: 5fcd951797f4412a43f7dc92b3642cee91d5cd672d53b5ed8d9b1f63bb4f6f99

-- deletes-data: All rows of locations are lost.
DROP TABLE public.locations;
