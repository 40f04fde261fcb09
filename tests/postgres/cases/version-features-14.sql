--- before
CREATE ACCESS METHOD other TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE stored (a int);
CREATE TABLE kept (id uuid DEFAULT uuidv7());

--- after
CREATE ACCESS METHOD other TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE stored (a int) USING other;
CREATE TABLE kept (id uuid DEFAULT uuidv7());
CREATE TABLE made (id uuid DEFAULT uuidv7(), said text DEFAULT 'uuidv7()', price numeric(3, -2), doc text CHECK (doc IS JSON))
  WITH (autovacuum_vacuum_max_threshold = 100) ;
CREATE UNLOGGED SEQUENCE counts;
CREATE FUNCTION uuidv7(text) RETURNS text LANGUAGE sql RETURN $1;
CREATE VIEW own AS SELECT public.uuidv7('a') AS a;
CREATE FUNCTION merged() RETURNS void BEGIN ATOMIC
  MERGE INTO kept USING made ON kept.id = made.id WHEN NOT MATCHED BY SOURCE THEN DELETE;
END;

--- for
offline 14

--- plan
-- engine/needs-newer-version: The column made.id needs PostgreSQL 18 (the function uuidv7), and the plan is for PostgreSQL 14.
-- engine/needs-newer-version: The column made.price needs PostgreSQL 15 (a negative scale of numeric), and the plan is for PostgreSQL 14.
-- engine/needs-newer-version: The constraint made.made_doc_check needs PostgreSQL 16 (IS JSON), and the plan is for PostgreSQL 14.
-- engine/needs-newer-version: The function merged. needs PostgreSQL 15 (MERGE), and the plan is for PostgreSQL 14.
-- engine/needs-newer-version: The function merged. needs PostgreSQL 17 (WHEN NOT MATCHED BY SOURCE, and RETURNING of MERGE), and the plan is for PostgreSQL 14.
-- engine/needs-newer-version: The sequence counts needs PostgreSQL 15 (unlogged sequences), and the plan is for PostgreSQL 14.
-- engine/needs-newer-version: The table made needs PostgreSQL 18 (autovacuum_vacuum_max_threshold), and the plan is for PostgreSQL 14.
-- engine/needs-newer-version: The table stored needs PostgreSQL 15 (another access method for the rows that are there), and the plan is for PostgreSQL 14.
-- expand
CREATE UNLOGGED SEQUENCE public.counts;
-- expand
CREATE TABLE public.made (
  id uuid DEFAULT uuidv7(),
  said text DEFAULT 'uuidv7()'::text,
  price numeric(3,-2),
  doc text,
  CONSTRAINT made_doc_check CHECK ((doc IS JSON))
) WITH (autovacuum_vacuum_max_threshold=100);
-- expand, rewrites-table
ALTER TABLE public.stored SET ACCESS METHOD other;
-- expand
CREATE OR REPLACE FUNCTION public.merged()
 RETURNS void
 LANGUAGE sql
BEGIN ATOMIC
 MERGE INTO public.kept
    USING public.made
    ON (kept.id = made.id)
    WHEN NOT MATCHED BY SOURCE
     THEN DELETE;
END;
-- expand
CREATE OR REPLACE FUNCTION public.uuidv7(text)
 RETURNS text
 LANGUAGE sql
RETURN $1;
-- expand
CREATE VIEW public.own AS
SELECT public.uuidv7('a'::text) AS a;
