CREATE FUNCTION audit.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  RAISE EXCEPTION 'The audit log is append-only: % is refused.', tg_op
    USING ERRCODE = 'insufficient_privilege';
END
$body$
