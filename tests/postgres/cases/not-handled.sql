--- before
CREATE TABLE t (a int);

--- after
CREATE TABLE t (a int);
CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;

--- plan
-- engine/unhandled: The plan leaves out rule r on public.t: objects of its kind are not handled.
