DO $body$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = 'pg_cron') THEN
    PERFORM cron.schedule({{job}}, {{schedule}}, {{command}});
  END IF;
END
$body$
