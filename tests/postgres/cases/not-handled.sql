--- before
CREATE TABLE t (a int);
CREATE TYPE only_before;

--- after
CREATE TABLE t (a int);
CREATE TYPE only_after;

--- plan
-- engine/unhandled: The plan leaves out type public.only_after: objects of its kind are not handled.
-- engine/unhandled: The plan leaves out type public.only_before: objects of its kind are not handled.
