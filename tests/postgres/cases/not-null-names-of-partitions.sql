--- before
CREATE TABLE p (a int NOT NULL, b int NOT NULL, id int PRIMARY KEY, o int NOT NULL) PARTITION BY LIST (id);
CREATE TABLE p_1 (a int NOT NULL, b int NOT NULL, id int NOT NULL, o int NOT NULL);
ALTER TABLE p ATTACH PARTITION p_1 FOR VALUES IN (1);
CREATE TABLE p_2 (a int NOT NULL, b int NOT NULL, id int NOT NULL, o int CONSTRAINT p_o_not_null NOT NULL) PARTITION BY LIST (id);
ALTER TABLE p ATTACH PARTITION p_2 FOR VALUES IN (2, 3);
CREATE TABLE p_2_2 (a int CONSTRAINT p_2_a_not_null NOT NULL, b int NOT NULL, id int NOT NULL, o int CONSTRAINT p_o_not_null NOT NULL);
ALTER TABLE p_2 ATTACH PARTITION p_2_2 FOR VALUES IN (2);
CREATE TABLE q (id int NOT NULL, PRIMARY KEY (id)) PARTITION BY LIST (id);
CREATE TABLE q_1 (id int NOT NULL);
ALTER TABLE q ATTACH PARTITION q_1 FOR VALUES IN (1);
CREATE TABLE parent (c int NOT NULL);
CREATE TABLE child (c int NOT NULL) INHERITS (parent);

--- after
CREATE TABLE p (a int NOT NULL, b int CONSTRAINT b_there NOT NULL, id int PRIMARY KEY, o int CONSTRAINT o_there NOT NULL) PARTITION BY LIST (id);
CREATE TABLE p_1 PARTITION OF p FOR VALUES IN (1);
CREATE TABLE p_2 PARTITION OF p FOR VALUES IN (2, 3) PARTITION BY LIST (id);
CREATE TABLE p_2_2 (a int CONSTRAINT a_there NOT NULL, b int NOT NULL, id int NOT NULL, o int NOT NULL);
ALTER TABLE p_2 ATTACH PARTITION p_2_2 FOR VALUES IN (2);
CREATE TABLE q (id int NOT NULL) PARTITION BY LIST (id);
CREATE TABLE q_1 PARTITION OF q FOR VALUES IN (1);
CREATE TABLE parent (c int NOT NULL);
CREATE TABLE child () INHERITS (parent);

--- plan
-- expand
ALTER TABLE public.q DROP CONSTRAINT q_pkey;
-- expand
ALTER TABLE ONLY public.p ALTER COLUMN b DROP NOT NULL;
-- expand
ALTER TABLE public.p ADD CONSTRAINT b_there NOT NULL b;
-- expand
ALTER TABLE ONLY public.p ALTER COLUMN o DROP NOT NULL;
-- expand
ALTER TABLE public.p ADD CONSTRAINT o_there NOT NULL o;
-- expand
ALTER TABLE ONLY public.p ALTER COLUMN a DROP NOT NULL;
-- expand
ALTER TABLE public.p_1 RENAME CONSTRAINT p_1_a_not_null TO p_a_not_null;
-- expand
ALTER TABLE public.p ADD CONSTRAINT p_a_not_null NOT NULL a;
-- expand
ALTER TABLE ONLY public.p ALTER COLUMN b DROP NOT NULL;
-- expand
ALTER TABLE public.p_1 RENAME CONSTRAINT p_1_b_not_null TO b_there;
-- expand
ALTER TABLE public.p ADD CONSTRAINT b_there NOT NULL b;
-- expand
ALTER TABLE ONLY public.p ALTER COLUMN o DROP NOT NULL;
-- expand
ALTER TABLE public.p_1 RENAME CONSTRAINT p_1_o_not_null TO o_there;
-- expand
ALTER TABLE public.p ADD CONSTRAINT o_there NOT NULL o;
-- expand
ALTER TABLE ONLY public.p ALTER COLUMN a DROP NOT NULL;
-- expand
ALTER TABLE public.p_2 RENAME CONSTRAINT p_2_a_not_null TO p_a_not_null;
-- expand
ALTER TABLE public.p ADD CONSTRAINT p_a_not_null NOT NULL a;
-- expand
ALTER TABLE ONLY public.p ALTER COLUMN b DROP NOT NULL;
-- expand
ALTER TABLE ONLY public.p_2 ALTER COLUMN b DROP NOT NULL;
-- expand
ALTER TABLE public.p_2 ADD CONSTRAINT b_there NOT NULL b;
-- expand
ALTER TABLE public.p ADD CONSTRAINT b_there NOT NULL b;
-- expand
ALTER TABLE ONLY public.p ALTER COLUMN o DROP NOT NULL;
-- expand
ALTER TABLE public.p_2 RENAME CONSTRAINT p_o_not_null TO o_there;
-- expand
ALTER TABLE public.p ADD CONSTRAINT o_there NOT NULL o;
-- expand
ALTER TABLE ONLY public.p ALTER COLUMN a DROP NOT NULL;
-- expand
ALTER TABLE ONLY public.p_2 ALTER COLUMN a DROP NOT NULL;
-- expand
ALTER TABLE public.p_2_2 RENAME CONSTRAINT p_a_not_null TO a_there;
-- expand
ALTER TABLE public.p_2 ADD CONSTRAINT p_a_not_null NOT NULL a;
-- expand
ALTER TABLE public.p ADD CONSTRAINT p_a_not_null NOT NULL a;
-- expand
ALTER TABLE ONLY public.p ALTER COLUMN o DROP NOT NULL;
-- expand
ALTER TABLE ONLY public.p_2 ALTER COLUMN o DROP NOT NULL;
-- expand
ALTER TABLE public.p_2_2 RENAME CONSTRAINT o_there TO p_2_2_o_not_null;
-- expand
ALTER TABLE public.p_2 ADD CONSTRAINT o_there NOT NULL o;
-- expand
ALTER TABLE public.p ADD CONSTRAINT o_there NOT NULL o;
-- expand
ALTER TABLE ONLY public.q ALTER COLUMN id DROP NOT NULL;
-- expand
ALTER TABLE public.q_1 RENAME CONSTRAINT q_1_id_not_null TO q_id_not_null;
-- expand
ALTER TABLE public.q ADD CONSTRAINT q_id_not_null NOT NULL id;
