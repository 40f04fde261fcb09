--- before
CREATE TABLE t (a int NOT NULL, b int CONSTRAINT b_there NOT NULL, c int NOT NULL NO INHERIT, d int, e int, f int NOT NULL);
ALTER TABLE t ADD CONSTRAINT e_later NOT NULL e NOT VALID;
CREATE TABLE copied (LIKE t);
CREATE TABLE p (id int NOT NULL, k int) PARTITION BY LIST (id);
CREATE TABLE p_1 PARTITION OF p (k NOT NULL) FOR VALUES IN (1);
CREATE TABLE p_2 (id int NOT NULL, k int);

--- after
CREATE TABLE t (a int CONSTRAINT a_there NOT NULL, b int NOT NULL, c int NOT NULL, d int CONSTRAINT d_there NOT NULL, e int, f int);
ALTER TABLE t ADD CONSTRAINT e_later NOT NULL e;
ALTER TABLE t ADD CONSTRAINT f_later NOT NULL f NOT VALID;
ALTER TABLE t ADD COLUMN g int CONSTRAINT g_there NOT NULL NO INHERIT;
CREATE TABLE p (id int CONSTRAINT p_has_id NOT NULL, k int NOT NULL) PARTITION BY LIST (id);
CREATE TABLE p_1 (id int CONSTRAINT p_has_id NOT NULL, k int CONSTRAINT p_1_k_not_null NOT NULL);
ALTER TABLE p ATTACH PARTITION p_1 FOR VALUES IN (1);
CREATE TABLE p_2 PARTITION OF p FOR VALUES IN (2);
CREATE TABLE made (x int CONSTRAINT x_there NOT NULL, y int);
ALTER TABLE made ADD CONSTRAINT y_later NOT NULL y NOT VALID;

--- plan
-- expand
CREATE TABLE public.made (
  x integer CONSTRAINT x_there NOT NULL,
  y integer
);
-- expand
ALTER TABLE public.made ADD CONSTRAINT y_later NOT NULL y NOT VALID;
-- expand
ALTER TABLE public.p RENAME CONSTRAINT p_id_not_null TO p_has_id;
-- expand
ALTER TABLE public.p_2 RENAME CONSTRAINT p_2_id_not_null TO p_has_id;
-- expand
ALTER TABLE public.t RENAME CONSTRAINT t_a_not_null TO a_there;
-- expand
ALTER TABLE public.t RENAME CONSTRAINT b_there TO t_b_not_null;
-- expand
ALTER TABLE public.t ALTER CONSTRAINT t_c_not_null INHERIT;
-- expand
ALTER TABLE public.t ALTER COLUMN f DROP NOT NULL;
-- expand
ALTER TABLE public.t ADD CONSTRAINT f_later NOT NULL f NOT VALID;
-- expand, may-fail
ALTER TABLE public.t ADD COLUMN g integer CONSTRAINT g_there NOT NULL NO INHERIT;
-- validate, may-fail, scans-table
ALTER TABLE public.p ALTER COLUMN k SET NOT NULL;
-- validate, may-fail, scans-table
ALTER TABLE public.p_2 ADD CONSTRAINT p_k_not_null NOT NULL k;
-- validate, may-fail, scans-table
ALTER TABLE public.t ADD CONSTRAINT d_there NOT NULL d;
-- validate, may-fail, scans-table
ALTER TABLE public.t VALIDATE CONSTRAINT e_later;
-- contract, deletes-data
DROP TABLE public.copied;
-- contract, may-fail, scans-table
ALTER TABLE public.p ATTACH PARTITION public.p_2 FOR VALUES IN (2);
