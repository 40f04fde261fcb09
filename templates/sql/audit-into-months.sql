DO $body$
DECLARE -- the plain log becomes the first partition: it is read once, while those who write wait
  until constant timestamptz := (date_trunc('month', now() AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
  next_id bigint;
BEGIN
  PERFORM set_config('lock_timeout', '3s', TRUE);
  LOCK TABLE audit.log IN ACCESS EXCLUSIVE MODE;
  next_id := nextval(pg_get_serial_sequence('audit.log', 'id'));
  ALTER TABLE audit.log ALTER COLUMN id DROP IDENTITY;
  REVOKE ALL ON audit.log FROM {{auditor}};
  DROP POLICY log_select_auditor ON audit.log;
  DROP TRIGGER IF EXISTS chain_entry ON audit.log; -- comes back with those of the new log
  CREATE SCHEMA schema_audit_months;
  ALTER TABLE audit.log SET SCHEMA schema_audit_months;
  ALTER TABLE schema_audit_months.log RENAME TO log_before;
{{log}}
  EXECUTE format('ALTER TABLE audit.log ATTACH PARTITION schema_audit_months.log_before FOR VALUES FROM (MINVALUE) TO (%L)', until);
  PERFORM setval('audit.log_id_seq', next_id, FALSE);
END
$body$
