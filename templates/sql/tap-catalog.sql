-- What this database holds, as text that does not depend on the search_path. Gone with the ROLLBACK at the end.

CREATE FUNCTION pg_temp.columns_of(wanted text)
RETURNS TABLE (name text, type text, required boolean, filled_by text)
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull,
    CASE a.attidentity WHEN 'a' THEN 'identity always' WHEN 'd' THEN 'identity by default'
      ELSE pg_get_expr(d.adbin, d.adrelid) END
  FROM pg_catalog.pg_attribute AS a
    LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attrelid = wanted::regclass AND a.attnum > 0 AND NOT a.attisdropped
$body$;

CREATE FUNCTION pg_temp.constraints_of(wanted text)
RETURNS TABLE (name text, definition text)
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT conname::text, pg_get_constraintdef(oid) FROM pg_catalog.pg_constraint
  WHERE conrelid = wanted::regclass AND contype IN ('p', 'u', 'f', 'c', 'x') AND conparentid = 0
$body$;

CREATE FUNCTION pg_temp.indexes_of(wanted text)
RETURNS TABLE (name text, definition text, valid boolean)
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT x.relname::text,
    replace(pg_get_indexdef(x.oid), quote_ident(x.relname) || ' ON ONLY ', quote_ident(x.relname) || ' ON '), i.indisvalid
  FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
  WHERE i.indrelid = wanted::regclass
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conindid = x.oid AND k.contype IN ('p', 'u', 'x'))
$body$;

CREATE FUNCTION pg_temp.row_security_of(wanted text) RETURNS text
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT CASE WHEN NOT relrowsecurity THEN 'off' WHEN relforcerowsecurity THEN 'forced' ELSE 'on' END
  FROM pg_catalog.pg_class WHERE oid = wanted::regclass
$body$;

CREATE FUNCTION pg_temp.policies_of(wanted text)
RETURNS TABLE (name text, command text, kind text, roles text, sees text, may_write text)
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT polname::text,
    CASE polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' ELSE 'all' END,
    CASE WHEN polpermissive THEN 'permissive' ELSE 'restrictive' END,
    (SELECT string_agg(name, ', ' ORDER BY name COLLATE "C") FROM (
      SELECT CASE role WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(role)::text END FROM unnest(polroles) AS role) AS r (name)),
    pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
  FROM pg_catalog.pg_policy WHERE polrelid = wanted::regclass
$body$;

CREATE FUNCTION pg_temp.triggers_of(wanted text)
RETURNS TABLE (name text, definition text, fires text)
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT tgname::text, pg_get_triggerdef(oid),
    CASE tgenabled WHEN 'O' THEN 'origin' WHEN 'A' THEN 'always' WHEN 'R' THEN 'replica' ELSE 'disabled' END
  FROM pg_catalog.pg_trigger WHERE tgrelid = wanted::regclass AND NOT tgisinternal AND tgparentid = 0
$body$;

-- What others than the owner may do on a table or view, and on single columns of it.
CREATE FUNCTION pg_temp.privileges_of(wanted text)
RETURNS TABLE ("column" text, grantee text, privileges text)
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  WITH acls AS (
    SELECT NULL::text AS "column", relacl AS acl, relowner AS owner,
      (SELECT count(*) FROM aclexplode(acldefault('r', relowner)) AS d WHERE d.grantee = relowner) AS whole
    FROM pg_catalog.pg_class WHERE oid = wanted::regclass
    UNION ALL
    SELECT a.attname::text, a.attacl, c.relowner, 4
    FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    WHERE a.attrelid = wanted::regclass AND a.attnum > 0 AND NOT a.attisdropped
  ), entries AS (
    SELECT acls."column", acls.whole, x.privilege_type, x.is_grantable,
      CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee)::text END AS grantee
    FROM acls, aclexplode(acls.acl) AS x WHERE x.grantee <> acls.owner
  )
  SELECT "column", grantee,
    CASE WHEN count(*) = whole AND NOT bool_or(is_grantable) THEN 'ALL'
      WHEN count(*) = whole AND bool_and(is_grantable) THEN 'ALL WITH GRANT OPTION'
      ELSE string_agg(privilege_type || CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END, ', ' ORDER BY privilege_type) END
  FROM entries WHERE grantee <> ALL (ARRAY[{{administrators}}]::text[]) GROUP BY "column", grantee, whole
$body$;

CREATE FUNCTION pg_temp.function_is(wanted text) RETURNS text
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT concat_ws(', ',
    CASE WHEN prosecdef THEN 'runs as its owner' ELSE 'runs as its caller' END,
    CASE WHEN EXISTS (SELECT FROM unnest(proconfig) AS entry WHERE entry LIKE 'search_path=%') THEN 'search_path pinned' END,
    'called by ' || coalesce((
      SELECT string_agg(name, ' and ' ORDER BY name COLLATE "C") FROM (
        SELECT CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee)::text END
        FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) AS x WHERE x.grantee <> proowner) AS callers (name)
      WHERE name <> ALL (ARRAY[{{administrators}}]::text[])), 'nobody else'))
  FROM pg_catalog.pg_proc WHERE oid = wanted::regprocedure
$body$;

CREATE FUNCTION pg_temp.options_of(wanted text) RETURNS text
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT string_agg(entry, ', ' ORDER BY entry) FROM pg_catalog.pg_class, unnest(reloptions) AS entry
  WHERE oid = wanted::regclass
$body$;

-- What PostgreSQL answers a role: the SQLSTATE, 00000 where it does as asked. Fails itself where the role cannot be taken.
CREATE FUNCTION pg_temp.answer_to(asking text, statement text) RETURNS text
LANGUAGE plpgsql
AS $body$
DECLARE
  before text := current_setting('role');
  answer text := '00000';
BEGIN
  PERFORM set_config('role', asking, TRUE);
  BEGIN
    EXECUTE statement;
  EXCEPTION WHEN OTHERS THEN
    answer := SQLSTATE;
  END;
  PERFORM set_config('role', before, TRUE);
  RETURN answer;
END
$body$;
