--- before
CREATE ROLE team; CREATE ROLE clerk; CREATE ROLE boss; CREATE ROLE auditor; CREATE ROLE leaver CREATEROLE;
CREATE ROLE quiet NOINHERIT;
GRANT team TO clerk WITH ADMIN OPTION;
GRANT team TO auditor;
GRANT team TO quiet;
GRANT team TO leaver WITH ADMIN OPTION;
SET ROLE leaver; GRANT team TO boss; RESET ROLE;

--- after
CREATE ROLE team; CREATE ROLE clerk; CREATE ROLE boss; CREATE ROLE auditor CONNECTION LIMIT 5 VALID UNTIL '2030-01-01 00:00:00+00';
CREATE ROLE quiet;
GRANT team TO clerk;
GRANT team TO auditor WITH ADMIN OPTION, INHERIT FALSE, SET FALSE;
GRANT team TO quiet;
GRANT team TO CURRENT_USER;
GRANT pg_read_all_data TO clerk;
CREATE ROLE aide CREATEROLE;
GRANT team TO boss WITH ADMIN OPTION;
SET ROLE boss; GRANT team TO aide WITH ADMIN OPTION; RESET ROLE;
SET ROLE aide; GRANT team TO clerk; RESET ROLE;

--- plan
-- expand
DO $do$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'aide') THEN
    EXECUTE 'CREATE ROLE aide CREATEROLE';
  END IF;
END
$do$;
-- expand, changes-access
GRANT pg_read_all_data TO clerk;
-- expand, changes-access
GRANT team TO CURRENT_USER;
-- expand, changes-access
GRANT team TO boss WITH ADMIN OPTION;
-- expand
GRANT team TO aide WITH ADMIN OPTION GRANTED BY boss;
-- expand, changes-access
REVOKE ADMIN OPTION FOR team FROM clerk;
-- expand, changes-access
GRANT team TO clerk GRANTED BY aide;
-- contract, changes-access
REVOKE team FROM auditor;
-- expand, changes-access
ALTER ROLE auditor CONNECTION LIMIT 5 VALID UNTIL '2030-01-01 00:00:00+00';
-- contract, changes-access
REVOKE team FROM boss GRANTED BY leaver;
-- contract
REVOKE team FROM quiet;
-- expand, changes-access
ALTER ROLE quiet INHERIT;
-- contract, changes-access
DROP ROLE leaver;
-- contract, changes-access
GRANT team TO auditor WITH ADMIN OPTION, INHERIT FALSE, SET FALSE;
-- contract
GRANT team TO quiet;
