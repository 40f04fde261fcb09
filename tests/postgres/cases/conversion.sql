--- before
CREATE CONVERSION kept FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE CONVERSION gone FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;

--- after
CREATE DEFAULT CONVERSION kept FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE CONVERSION "Added" FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
COMMENT ON CONVERSION kept IS 'Ours';

--- plan
-- expand
ALTER CONVERSION public.gone RENAME TO "Added";
-- contract, breaks-clients
DROP CONVERSION public.kept;
-- contract
CREATE DEFAULT CONVERSION public.kept FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
-- expand
COMMENT ON CONVERSION public.kept IS 'Ours';
