-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- Roles, settings and functions
-- =============================================================================

-- state-machine: Refuses a step, for every state machine.
CREATE FUNCTION public.refuse_state() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
DECLARE
  state text := to_jsonb(new) ->> tg_argv[0];
BEGIN
  RAISE EXCEPTION USING
    MESSAGE = CASE tg_op
      WHEN 'INSERT' THEN format('A new row of %s cannot have the %s %s.', tg_table_name, tg_argv[0], state)
      ELSE format('The %s of %s cannot change from %s to %s.', tg_argv[0], tg_table_name,
        COALESCE(to_jsonb(old) ->> tg_argv[0], 'none'), COALESCE(state, 'none'))
    END,
    ERRCODE = 'check_violation', SCHEMA = tg_table_schema, TABLE = tg_table_name, COLUMN = tg_argv[0], CONSTRAINT = tg_name;
END
$body$;

-- =============================================================================
-- Types
-- =============================================================================

CREATE TYPE public.mood AS ENUM ('calm', 'angry');

-- =============================================================================
-- documents
-- =============================================================================

CREATE TABLE public.documents (
  id uuid PRIMARY KEY,
  status text,
  mood public.mood
);

-- =============================================================================
-- documents: triggers, access
-- =============================================================================

-- state-machine: Starts as Draft.
CREATE TRIGGER guard_status_start AFTER INSERT ON public.documents
FOR EACH ROW WHEN (new.status NOT IN ('Draft'))
EXECUTE FUNCTION public.refuse_state('status');

-- state-machine: Changes as declared: Draft to Review, Review to Draft or Published, Published to Archived.
CREATE TRIGGER guard_status_step AFTER UPDATE ON public.documents
FOR EACH ROW WHEN (old.status IS DISTINCT FROM new.status AND (CASE
  WHEN old.status = 'Draft' THEN new.status IN ('Review')
  WHEN old.status = 'Review' THEN new.status IN ('Draft', 'Published')
  WHEN old.status = 'Published' THEN new.status IN ('Archived')
END) IS NOT TRUE)
EXECUTE FUNCTION public.refuse_state('status');

-- state-machine: Changes as declared: calm to angry, angry to calm.
CREATE TRIGGER guard_mood_step AFTER UPDATE ON public.documents
FOR EACH ROW WHEN (old.mood IS DISTINCT FROM new.mood AND (CASE
  WHEN old.mood IS NULL THEN TRUE
  WHEN old.mood = 'calm' THEN new.mood IN ('angry')
  WHEN old.mood = 'angry' THEN new.mood IN ('calm')
END) IS NOT TRUE)
EXECUTE FUNCTION public.refuse_state('mood');
