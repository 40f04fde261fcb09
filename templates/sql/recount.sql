CREATE FUNCTION {{function}}() RETURNS bigint
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  wrong bigint;
BEGIN
  IF row_security_active({{child name}}) THEN
    RAISE EXCEPTION 'Policies hide rows from %, so they cannot be counted.', current_user
      USING ERRCODE = 'insufficient_privilege', HINT = 'Run it as the owner of the tables.';
  END IF;
  LOCK TABLE {{child}} IN SHARE MODE;
  WITH found AS (
    SELECT {{columns}}, {{aggregate}} AS amount FROM {{child}} WHERE {{live}} GROUP BY {{columns}}
  ), right_one AS (
    SELECT {{parent key}}, COALESCE(found.amount, {{none}}) AS amount FROM {{parent}} old LEFT JOIN found ON {{same parent}}
  )
  UPDATE {{parent}} parent SET {{column}} = right_one.amount FROM right_one
  WHERE {{same key}} AND parent.{{column}} IS DISTINCT FROM right_one.amount;
  GET DIAGNOSTICS wrong = ROW_COUNT;
  RETURN wrong;
END
$body$
