--- before
CREATE TABLE cases (id int NOT NULL, CONSTRAINT cases_id_key UNIQUE (id));
CREATE TABLE notes (id int, case_id int REFERENCES cases (id));
CREATE TABLE comments (id int, case_id int REFERENCES cases (id));

--- after
CREATE TABLE cases (id int PRIMARY KEY);
CREATE TABLE notes (id int, case_id int REFERENCES cases (id));
CREATE TABLE comments (id int, case_id int REFERENCES cases (id) ON DELETE CASCADE);
CREATE TABLE files (id int, case_id int REFERENCES cases (id));

--- for
online

--- plan
-- validate
ALTER TABLE public.comments DROP CONSTRAINT comments_case_id_fkey;
-- validate
ALTER TABLE public.notes DROP CONSTRAINT notes_case_id_fkey;
-- expand
ALTER TABLE public.cases DROP CONSTRAINT cases_id_key;
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.cases ADD CONSTRAINT cases_pkey PRIMARY KEY (id);
-- validate, may-fail, scans-table, blocks-writes
ALTER TABLE public.comments ADD CONSTRAINT comments_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id) ON DELETE CASCADE;
-- validate, may-fail, scans-table, blocks-writes
ALTER TABLE public.notes ADD CONSTRAINT notes_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id);
-- ----
-- expand
CREATE TABLE public.files (
  id integer,
  case_id integer,
  CONSTRAINT files_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id)
);
