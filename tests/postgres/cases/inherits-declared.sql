--- before
CREATE TABLE base (id int, gone int, CONSTRAINT gone_check CHECK (id > 1), CONSTRAINT left_check CHECK (id > 2));
CREATE TABLE child (gone int, CONSTRAINT gone_check CHECK (id > 1), CONSTRAINT left_check CHECK (id > 2)) INHERITS (base);
CREATE TABLE grandchild (gone int) INHERITS (child);
CREATE TABLE other (gone int, kept int) INHERITS (base);

--- after
CREATE TABLE base (id int, made int NOT NULL DEFAULT 1, CONSTRAINT made_check CHECK (id < 9));
CREATE TABLE child (made int NOT NULL DEFAULT 2, CONSTRAINT made_check CHECK (id < 9), CONSTRAINT left_check CHECK (id > 2)) INHERITS (base);
CREATE TABLE grandchild (made int DEFAULT 3) INHERITS (child);
CREATE TABLE other (kept int) INHERITS (base);

--- plan
-- question: column base.gone = base.made
-- expand
ALTER TABLE public.base DROP CONSTRAINT gone_check;
-- expand
ALTER TABLE public.child DROP CONSTRAINT gone_check;
-- expand
ALTER TABLE public.grandchild ADD COLUMN made integer DEFAULT 3 CONSTRAINT child_made_not_null NOT NULL;
-- expand
ALTER TABLE public.child ADD COLUMN made integer DEFAULT 2 NOT NULL;
-- expand
ALTER TABLE public.base ADD COLUMN made integer DEFAULT 1 NOT NULL;
-- expand
ALTER TABLE public.base DROP CONSTRAINT left_check;
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.base ADD CONSTRAINT made_check CHECK ((id < 9));
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.child ADD CONSTRAINT made_check CHECK ((id < 9));
-- contract, deletes-data
ALTER TABLE public.base DROP COLUMN gone;
-- contract, deletes-data
ALTER TABLE public.child DROP COLUMN gone;
-- contract, deletes-data
ALTER TABLE public.grandchild DROP COLUMN gone;
-- contract, deletes-data
ALTER TABLE public.other DROP COLUMN gone;
