--- before
CREATE TABLE t (id int, k text, other int, PRIMARY KEY (id, k)) PARTITION BY LIST (k);
CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
CREATE TABLE t_b PARTITION OF t FOR VALUES IN ('b') PARTITION BY RANGE (id);
CREATE TABLE t_b_1 PARTITION OF t_b DEFAULT;
CREATE TABLE u (id int, k text, other int, PRIMARY KEY (id, k), CONSTRAINT of_t FOREIGN KEY (other, k) REFERENCES t) PARTITION BY LIST (k);
CREATE TABLE u_a PARTITION OF u FOR VALUES IN ('a');
ALTER TABLE t ADD CONSTRAINT of_u FOREIGN KEY (other, k) REFERENCES u;
ALTER TABLE t_a ADD CONSTRAINT a_to_a FOREIGN KEY (id, k) REFERENCES u_a;
ALTER TABLE u_a ADD CONSTRAINT back_to_a FOREIGN KEY (id, k) REFERENCES t_a;
CREATE TABLE gone (id int PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE gone_1 PARTITION OF gone DEFAULT;
CREATE TABLE keeps (id int CONSTRAINT of_gone REFERENCES gone);
CREATE TABLE gone_too (id int PRIMARY KEY, CONSTRAINT of_gone FOREIGN KEY (id) REFERENCES gone) PARTITION BY RANGE (id);
CREATE TABLE gone_too_1 PARTITION OF gone_too DEFAULT;
ALTER TABLE gone ADD CONSTRAINT of_gone_too FOREIGN KEY (id) REFERENCES gone_too;

--- after
CREATE TABLE t (id int, k text, other int, PRIMARY KEY (id, k)) PARTITION BY LIST (k);
CREATE TABLE t_b PARTITION OF t FOR VALUES IN ('b') PARTITION BY RANGE (id);
CREATE TABLE u (id int, k text, other int, PRIMARY KEY (id, k), CONSTRAINT of_t FOREIGN KEY (other, k) REFERENCES t) PARTITION BY LIST (k);
ALTER TABLE t ADD CONSTRAINT of_u FOREIGN KEY (other, k) REFERENCES u;
CREATE TABLE keeps (id int);

--- plan
-- expand
ALTER TABLE public.gone DROP CONSTRAINT of_gone_too;
-- expand
ALTER TABLE public.gone_too DROP CONSTRAINT of_gone;
-- expand
ALTER TABLE public.keeps DROP CONSTRAINT of_gone;
-- contract, blocks-reads, may-fail
ALTER TABLE public.t DETACH PARTITION public.t_a;
-- expand
ALTER TABLE public.t_a DROP CONSTRAINT a_to_a;
-- contract, blocks-reads, may-fail
ALTER TABLE public.t_b DETACH PARTITION public.t_b_1;
-- contract, blocks-reads, may-fail
ALTER TABLE public.u DETACH PARTITION public.u_a;
-- expand
ALTER TABLE public.u_a DROP CONSTRAINT back_to_a;
-- contract, deletes-data
DROP TABLE public.gone_1;
-- contract, deletes-data
DROP TABLE public.gone;
-- contract, deletes-data
DROP TABLE public.gone_too_1;
-- contract, deletes-data
DROP TABLE public.gone_too;
-- contract, deletes-data
DROP TABLE public.t_a;
-- contract, deletes-data
DROP TABLE public.t_b_1;
-- contract, deletes-data
DROP TABLE public.u_a;
