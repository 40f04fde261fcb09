CREATE FUNCTION audit.maintain_months(ahead integer DEFAULT 3) RETURNS SETOF text
LANGUAGE plpgsql SECURITY INVOKER SET search_path = '' SET timezone = 'UTC' SET lock_timeout = '3s'
AS $body$
DECLARE
  kept constant interval := {{keep}};
  this_month constant timestamptz := date_trunc('month', now());
  last_month constant timestamptz := this_month + make_interval(months => ahead);
  upper_bound constant text := 'TO \(''(.+)''\)';
  missing timestamptz[];
  month timestamptz;
  partition text;
  moved bigint;
BEGIN
  IF to_regnamespace('schema_audit_months') IS NULL THEN
    CREATE SCHEMA schema_audit_months; -- nobody else may use it: entries are read through audit.log
  END IF;
  missing := ARRAY(
    SELECT date_trunc('month', at) FROM audit.log_default WHERE at < last_month + interval '1 month'
    UNION
    SELECT first FROM generate_series(this_month, last_month, '1 month') first
    WHERE first >= COALESCE((
      SELECT max(substring(pg_get_expr(c.relpartbound, c.oid) FROM upper_bound)::timestamptz)
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'audit.log'::regclass
    ), '-infinity')
    ORDER BY 1
  );
  FOREACH month IN ARRAY missing LOOP
    partition := format('schema_audit_months.%I', to_char(month, '"log_"YYYY_MM'));
    EXECUTE format('CREATE TABLE %s (LIKE audit.log INCLUDING ALL)', partition);
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', partition);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s
      FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()', partition);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER append_only', partition);
    LOCK TABLE audit.log_default IN ACCESS EXCLUSIVE MODE; -- as ATTACH does: no entry comes between
    moved := 0;
    IF EXISTS (SELECT FROM audit.log_default WHERE at >= month AND at < month + interval '1 month') THEN
      ALTER TABLE audit.log_default DISABLE TRIGGER append_only;
      EXECUTE format('WITH moved AS (DELETE FROM audit.log_default WHERE at >= $1 AND at < $2 RETURNING *)
        INSERT INTO %s SELECT * FROM moved', partition) USING month, month + interval '1 month';
      GET DIAGNOSTICS moved = ROW_COUNT;
      ALTER TABLE audit.log_default ENABLE ALWAYS TRIGGER append_only;
    END IF;
    EXECUTE format('ALTER TABLE audit.log ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
      partition, month, month + interval '1 month');
    RETURN NEXT format('%s made, %s entries moved to it', partition, moved);
  END LOOP;
  FOR partition IN
    SELECT c.oid::regclass::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'audit.log'::regclass
      AND substring(pg_get_expr(c.relpartbound, c.oid) FROM upper_bound)::timestamptz <= now() - kept
  LOOP
    EXECUTE 'DROP TABLE ' || partition;
    RETURN NEXT format('%s removed: older than %s', partition, kept);
  END LOOP;
END
$body$
