--- before
CREATE TABLE t (a int);

--- after
CREATE TABLE t (a int);
CREATE OPERATOR FAMILY f USING btree;

--- plan
