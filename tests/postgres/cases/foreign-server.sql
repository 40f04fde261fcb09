--- before
CREATE ROLE reader;
CREATE FOREIGN DATA WRAPPER kept OPTIONS (debug 'true', gone 'x');
CREATE FOREIGN DATA WRAPPER other;
CREATE FOREIGN DATA WRAPPER gone;
CREATE SERVER shop VERSION '1' FOREIGN DATA WRAPPER kept OPTIONS (host 'a', port '1');
CREATE SERVER moved TYPE 'x' FOREIGN DATA WRAPPER kept;
CREATE SERVER unversioned VERSION '1' FOREIGN DATA WRAPPER kept;
CREATE SERVER gone FOREIGN DATA WRAPPER gone;
CREATE USER MAPPING FOR reader SERVER shop OPTIONS ("user" 'a', password 'old');
CREATE USER MAPPING FOR PUBLIC SERVER moved;
CREATE USER MAPPING FOR PUBLIC SERVER gone;
COMMENT ON SERVER shop IS 'Where we sell';

--- after
CREATE ROLE reader;
CREATE FUNCTION check_options(text[], oid) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FOREIGN DATA WRAPPER kept VALIDATOR check_options OPTIONS (debug 'false');
CREATE FOREIGN DATA WRAPPER other;
CREATE SERVER shop VERSION '2' FOREIGN DATA WRAPPER kept OPTIONS (host 'it''s', "Odd name" 'b');
CREATE SERVER moved TYPE 'x' FOREIGN DATA WRAPPER other;
CREATE SERVER unversioned FOREIGN DATA WRAPPER kept;
CREATE SERVER added TYPE 't' VERSION '1' FOREIGN DATA WRAPPER other OPTIONS (host 'c');
CREATE USER MAPPING FOR reader SERVER shop OPTIONS ("user" 'a', password 'new');
CREATE USER MAPPING FOR CURRENT_USER SERVER shop;
CREATE USER MAPPING FOR PUBLIC SERVER moved;
COMMENT ON FOREIGN DATA WRAPPER kept IS 'Ours';
COMMENT ON SERVER shop IS 'Where we buy';

--- plan
-- expand
CREATE SERVER added TYPE 't' VERSION '1' FOREIGN DATA WRAPPER other OPTIONS (host 'c');
-- expand
CREATE OR REPLACE FUNCTION public.check_options(text[], oid)
 RETURNS boolean
 LANGUAGE sql
AS $function$SELECT true$function$;
-- contract, breaks-clients
DROP USER MAPPING FOR PUBLIC SERVER gone;
-- contract
DROP USER MAPPING FOR PUBLIC SERVER moved;
-- contract, breaks-clients
DROP SERVER gone;
-- contract, breaks-clients
DROP SERVER moved;
-- contract, breaks-clients
DROP SERVER unversioned;
-- expand
ALTER FOREIGN DATA WRAPPER kept VALIDATOR public.check_options OPTIONS (DROP gone, SET debug 'false');
-- expand
ALTER SERVER shop VERSION '2' OPTIONS (DROP port, ADD "Odd name" 'b', SET host 'it''s');
-- expand
CREATE USER MAPPING FOR CURRENT_USER SERVER shop;
-- expand
ALTER USER MAPPING FOR reader SERVER shop OPTIONS (SET password 'new');
-- expand
COMMENT ON FOREIGN DATA WRAPPER kept IS 'Ours';
-- expand
COMMENT ON SERVER shop IS 'Where we buy';
-- contract, breaks-clients
DROP FOREIGN DATA WRAPPER gone;
-- contract
CREATE SERVER moved TYPE 'x' FOREIGN DATA WRAPPER other;
-- contract
CREATE SERVER unversioned FOREIGN DATA WRAPPER kept;
-- contract
CREATE USER MAPPING FOR PUBLIC SERVER moved;
