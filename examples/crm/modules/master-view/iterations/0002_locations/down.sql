-- iteration: 0002_locations
-- parent: cb01c8ce2e2832358ca9de4d46dcd31d13e977e19c2e489bb51e1dcffbe0cc17
-- hash: e7428599b0bae9abcc7d7fae64ccdf4e9458d36883aab73737e5ca70d3f0abcb

-- deletes-data: All rows of locations are lost.
DROP TABLE public.locations;
