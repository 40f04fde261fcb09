-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- folders
-- =============================================================================

CREATE TABLE public.folders (
  id uuid PRIMARY KEY,
  documents integer,
  newest timestamptz
);

-- =============================================================================
-- documents
-- =============================================================================

CREATE TABLE public.documents (
  id uuid PRIMARY KEY,
  status text,
  made_at timestamptz,
  folder_id uuid,
  owner_id uuid
);

-- =============================================================================
-- folders: triggers, access
-- =============================================================================

-- derived: Keeps documents with the owner's rights, so nobody else needs any.
CREATE FUNCTION public.derive_folders_documents() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  change record;
BEGIN
  IF tg_op = 'TRUNCATE' THEN
    UPDATE public.folders SET documents = 0 WHERE documents <> 0;
  ELSIF tg_op = 'INSERT' THEN
    -- Others keep the same parents: whoever changes several takes all of them first, in the order of their keys.
    PERFORM FROM (
      SELECT folder_id, count(*) OVER () AS parents FROM (SELECT DISTINCT folder_id FROM (SELECT folder_id FROM new_rows) AS rows) AS touched
    ) AS change, public.folders parent
    WHERE change.parents > 1 AND parent.id = change.folder_id
    ORDER BY change.folder_id FOR NO KEY UPDATE OF parent;
    FOR change IN
      SELECT folder_id, sum(1) AS amount FROM new_rows WHERE (status = 'ready' and owner_id is not null) AND folder_id IS NOT NULL
      GROUP BY folder_id ORDER BY folder_id
    LOOP
      UPDATE public.folders parent SET documents = parent.documents + change.amount
      WHERE parent.id = change.folder_id AND change.amount <> 0;
    END LOOP;
  ELSIF tg_op = 'DELETE' THEN
    -- Others keep the same parents: whoever changes several takes all of them first, in the order of their keys.
    PERFORM FROM (
      SELECT folder_id, count(*) OVER () AS parents FROM (SELECT DISTINCT folder_id FROM (SELECT folder_id FROM old_rows) AS rows) AS touched
    ) AS change, public.folders parent
    WHERE change.parents > 1 AND parent.id = change.folder_id
    ORDER BY change.folder_id FOR NO KEY UPDATE OF parent;
    FOR change IN
      SELECT folder_id, sum(1) AS amount FROM old_rows WHERE (status = 'ready' and owner_id is not null) AND folder_id IS NOT NULL
      GROUP BY folder_id ORDER BY folder_id
    LOOP
      UPDATE public.folders parent SET documents = parent.documents - change.amount
      WHERE parent.id = change.folder_id AND change.amount <> 0;
    END LOOP;
  ELSE
    -- Others keep the same parents: whoever changes several takes all of them first, in the order of their keys.
    PERFORM FROM (
      SELECT folder_id, count(*) OVER () AS parents FROM (SELECT DISTINCT folder_id FROM (SELECT folder_id FROM old_rows UNION SELECT folder_id FROM new_rows) AS rows) AS touched
    ) AS change, public.folders parent
    WHERE change.parents > 1 AND parent.id = change.folder_id
    ORDER BY change.folder_id FOR NO KEY UPDATE OF parent;
    FOR change IN
      SELECT folder_id, sum(amount) AS amount
      FROM (
        SELECT folder_id, 1 AS amount FROM new_rows WHERE (status = 'ready' and owner_id is not null) AND folder_id IS NOT NULL
        UNION ALL
        SELECT folder_id, - 1 FROM old_rows WHERE (status = 'ready' and owner_id is not null) AND folder_id IS NOT NULL
      ) AS both_sides
      GROUP BY folder_id HAVING sum(amount) <> 0 ORDER BY folder_id
    LOOP
      UPDATE public.folders parent SET documents = parent.documents + change.amount
      WHERE parent.id = change.folder_id;
    END LOOP;
  END IF;
  RETURN NULL;
END
$body$;

-- derived: Counts what was there before; says how many rows were wrong.
CREATE FUNCTION public.recount_folders_documents() RETURNS bigint
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  wrong bigint;
BEGIN
  IF row_security_active('public.documents') THEN
    RAISE EXCEPTION 'Policies hide rows from %, so they cannot be counted.', current_user
      USING ERRCODE = 'insufficient_privilege', HINT = 'Run it as the owner of the tables.';
  END IF;
  LOCK TABLE public.documents IN SHARE MODE;
  WITH found AS (
    SELECT folder_id, count(*) AS amount FROM public.documents WHERE (status = 'ready' and owner_id is not null) GROUP BY folder_id
  ), right_one AS (
    SELECT old.id, COALESCE(found.amount, 0) AS amount FROM public.folders old LEFT JOIN found ON old.id = found.folder_id
  )
  UPDATE public.folders parent SET documents = right_one.amount FROM right_one
  WHERE parent.id = right_one.id AND parent.documents IS DISTINCT FROM right_one.amount;
  GET DIAGNOSTICS wrong = ROW_COUNT;
  RETURN wrong;
END
$body$;

-- derived: Keeps newest with the owner's rights, so nobody else needs any.
CREATE FUNCTION public.derive_folders_newest() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  change record;
BEGIN
  IF tg_op = 'TRUNCATE' THEN
    UPDATE public.folders SET newest = NULL WHERE newest IS NOT NULL;
  ELSIF tg_op = 'INSERT' THEN
    -- Others keep the same parents: whoever changes several takes all of them first, in the order of their keys.
    PERFORM FROM (
      SELECT folder_id, count(*) OVER () AS parents FROM (SELECT DISTINCT folder_id FROM (SELECT folder_id FROM new_rows) AS rows) AS touched
    ) AS change, public.folders parent
    WHERE change.parents > 1 AND parent.id = change.folder_id
    ORDER BY change.folder_id FOR NO KEY UPDATE OF parent;
    FOR change IN
      SELECT DISTINCT folder_id FROM new_rows WHERE TRUE AND folder_id IS NOT NULL ORDER BY folder_id
    LOOP
      -- First the lock, then a look: what others committed meanwhile is seen.
      PERFORM FROM public.folders parent WHERE parent.id = change.folder_id FOR NO KEY UPDATE;
      UPDATE public.folders parent
      SET newest = (SELECT max(made_at) FROM public.documents child WHERE child.folder_id = change.folder_id AND TRUE)
      WHERE parent.id = change.folder_id;
    END LOOP;
  ELSIF tg_op = 'DELETE' THEN
    -- Others keep the same parents: whoever changes several takes all of them first, in the order of their keys.
    PERFORM FROM (
      SELECT folder_id, count(*) OVER () AS parents FROM (SELECT DISTINCT folder_id FROM (SELECT folder_id FROM old_rows) AS rows) AS touched
    ) AS change, public.folders parent
    WHERE change.parents > 1 AND parent.id = change.folder_id
    ORDER BY change.folder_id FOR NO KEY UPDATE OF parent;
    FOR change IN
      SELECT DISTINCT folder_id FROM old_rows WHERE TRUE AND folder_id IS NOT NULL ORDER BY folder_id
    LOOP
      -- First the lock, then a look: what others committed meanwhile is seen.
      PERFORM FROM public.folders parent WHERE parent.id = change.folder_id FOR NO KEY UPDATE;
      UPDATE public.folders parent
      SET newest = (SELECT max(made_at) FROM public.documents child WHERE child.folder_id = change.folder_id AND TRUE)
      WHERE parent.id = change.folder_id;
    END LOOP;
  ELSE
    -- Others keep the same parents: whoever changes several takes all of them first, in the order of their keys.
    PERFORM FROM (
      SELECT folder_id, count(*) OVER () AS parents FROM (SELECT DISTINCT folder_id FROM (SELECT folder_id FROM old_rows UNION SELECT folder_id FROM new_rows) AS rows) AS touched
    ) AS change, public.folders parent
    WHERE change.parents > 1 AND parent.id = change.folder_id
    ORDER BY change.folder_id FOR NO KEY UPDATE OF parent;
    FOR change IN
      WITH before AS (SELECT folder_id, made_at AS amount FROM old_rows WHERE TRUE AND folder_id IS NOT NULL),
      after AS (SELECT folder_id, made_at AS amount FROM new_rows WHERE TRUE AND folder_id IS NOT NULL),
      differing AS (
        (SELECT * FROM before EXCEPT ALL SELECT * FROM after) UNION ALL (SELECT * FROM after EXCEPT ALL SELECT * FROM before)
      )
      SELECT DISTINCT folder_id FROM differing ORDER BY folder_id
    LOOP
      -- First the lock, then a look: what others committed meanwhile is seen.
      PERFORM FROM public.folders parent WHERE parent.id = change.folder_id FOR NO KEY UPDATE;
      UPDATE public.folders parent
      SET newest = (SELECT max(made_at) FROM public.documents child WHERE child.folder_id = change.folder_id AND TRUE)
      WHERE parent.id = change.folder_id;
    END LOOP;
  END IF;
  RETURN NULL;
END
$body$;

-- derived: Counts what was there before; says how many rows were wrong.
CREATE FUNCTION public.recount_folders_newest() RETURNS bigint
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  wrong bigint;
BEGIN
  IF row_security_active('public.documents') THEN
    RAISE EXCEPTION 'Policies hide rows from %, so they cannot be counted.', current_user
      USING ERRCODE = 'insufficient_privilege', HINT = 'Run it as the owner of the tables.';
  END IF;
  LOCK TABLE public.documents IN SHARE MODE;
  WITH found AS (
    SELECT folder_id, max(made_at) AS amount FROM public.documents WHERE TRUE GROUP BY folder_id
  ), right_one AS (
    SELECT old.id, COALESCE(found.amount, NULL) AS amount FROM public.folders old LEFT JOIN found ON old.id = found.folder_id
  )
  UPDATE public.folders parent SET newest = right_one.amount FROM right_one
  WHERE parent.id = right_one.id AND parent.newest IS DISTINCT FROM right_one.amount;
  GET DIAGNOSTICS wrong = ROW_COUNT;
  RETURN wrong;
END
$body$;

-- derived: Keeps folders.documents when documents change.
CREATE TRIGGER derive_folders_documents_insert AFTER INSERT ON public.documents
REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION public.derive_folders_documents();

CREATE TRIGGER derive_folders_documents_update AFTER UPDATE ON public.documents
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION public.derive_folders_documents();

CREATE TRIGGER derive_folders_documents_delete AFTER DELETE ON public.documents
REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION public.derive_folders_documents();

CREATE TRIGGER derive_folders_documents_truncate AFTER TRUNCATE ON public.documents
FOR EACH STATEMENT EXECUTE FUNCTION public.derive_folders_documents();

-- derived: Keeps folders.newest when documents change.
CREATE TRIGGER derive_folders_newest_insert AFTER INSERT ON public.documents
REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION public.derive_folders_newest();

CREATE TRIGGER derive_folders_newest_update AFTER UPDATE ON public.documents
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION public.derive_folders_newest();

CREATE TRIGGER derive_folders_newest_delete AFTER DELETE ON public.documents
REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION public.derive_folders_newest();

CREATE TRIGGER derive_folders_newest_truncate AFTER TRUNCATE ON public.documents
FOR EACH STATEMENT EXECUTE FUNCTION public.derive_folders_newest();

-- derived: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION public.derive_folders_documents() FROM PUBLIC;

-- derived: It is for whoever owns the tables.
REVOKE ALL ON FUNCTION public.recount_folders_documents() FROM PUBLIC;

-- derived: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION public.derive_folders_newest() FROM PUBLIC;

-- derived: It is for whoever owns the tables.
REVOKE ALL ON FUNCTION public.recount_folders_newest() FROM PUBLIC;

-- derived: Counts what was there before; says how many rows were wrong.
SELECT public.recount_folders_documents() AS wrong_f7a59b75;

SELECT public.recount_folders_newest() AS wrong_ae4e6679;
