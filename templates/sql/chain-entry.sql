CREATE FUNCTION audit.chain_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET timezone = 'UTC'
AS $body$
DECLARE
  last record;
BEGIN
  -- One transaction at a time adds entries; the others wait until it ends.
  INSERT INTO audit.chain AS holder (turn, transaction) VALUES (TRUE, pg_current_xact_id())
  ON CONFLICT (turn) DO UPDATE SET transaction = excluded.transaction
  WHERE holder.transaction <> excluded.transaction;
  SELECT link, hash INTO last FROM audit.log WHERE link IS NOT NULL ORDER BY link DESC LIMIT 1;
  new.link := COALESCE(last.link, 0) + 1;
  new.hash := sha256(COALESCE(last.hash, '') || convert_to((to_jsonb(new) - 'hash')::text, 'UTF8'));
  RETURN new;
END
$body$
