CREATE FUNCTION {{function}}(batch integer DEFAULT {{batch}}) RETURNS bigint
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
DECLARE
  removed bigint;
BEGIN
  IF current_user <> {{role}} THEN
    RAISE EXCEPTION 'Old rows are removed by the role % alone.', {{role}}
      USING ERRCODE = 'insufficient_privilege', HINT = format('SET ROLE %I', {{role}});
  END IF;
  WITH expired AS (
    SELECT {{key}} FROM {{table}} old
    WHERE {{expired}}{{not referred to}}
    ORDER BY {{by}} LIMIT batch
    FOR UPDATE OF old SKIP LOCKED
  )
  DELETE FROM {{table}} gone USING expired WHERE {{same key}};
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END
$body$
