--- before
CREATE TABLE t (a int);
CREATE OPERATOR FAMILY f USING btree;
CREATE OPERATOR FAMILY g USING btree;
ALTER OPERATOR FAMILY f USING btree ADD OPERATOR 1 < (int, bigint);
ALTER OPERATOR FAMILY g USING btree ADD OPERATOR 1 < (int, bigint);
CREATE OPERATOR FAMILY only_before USING btree;

--- after
CREATE OPERATOR FAMILY only_after USING btree;
CREATE TABLE t (a int);
CREATE OPERATOR FAMILY f USING btree;
CREATE OPERATOR FAMILY g USING btree;
ALTER OPERATOR FAMILY f USING btree ADD OPERATOR 1 < (int, bigint);
ALTER OPERATOR FAMILY g USING btree ADD OPERATOR 2 <= (int, bigint);

--- plan
-- engine/unhandled: The plan leaves out what changes of operator family public.g USING btree: objects of its kind are not handled.
-- engine/unhandled: The plan leaves out operator family public.only_after USING btree: objects of its kind are not handled.
-- engine/unhandled: The plan leaves out operator family public.only_before USING btree: objects of its kind are not handled.
