--- before
CREATE TABLE t (a int);

--- after
CREATE TABLE t (a int);
CREATE TEXT SEARCH CONFIGURATION c (COPY = simple);

--- plan
-- engine/unhandled: The plan leaves out text search configuration public.c: objects of its kind are not handled.
