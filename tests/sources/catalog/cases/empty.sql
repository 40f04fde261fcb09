-- A database with nothing in it.
SELECT 1;
