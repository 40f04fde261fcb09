--- before
CREATE TABLE t (a int);

--- after
CREATE TABLE t (a int);
CREATE OPERATOR FAMILY f USING btree;

--- plan
-- engine/unhandled: The plan leaves out operator family public.f USING btree: objects of its kind are not handled.
