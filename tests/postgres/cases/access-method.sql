--- before
CREATE ACCESS METHOD kept TYPE INDEX HANDLER bthandler;
CREATE ACCESS METHOD gone TYPE TABLE HANDLER heap_tableam_handler;

--- after
CREATE ACCESS METHOD kept TYPE INDEX HANDLER hashhandler;
CREATE ACCESS METHOD "Added" TYPE TABLE HANDLER heap_tableam_handler;
COMMENT ON ACCESS METHOD "Added" IS 'As usual';

--- plan
-- expand
CREATE ACCESS METHOD "Added" TYPE TABLE HANDLER heap_tableam_handler;
-- expand
COMMENT ON ACCESS METHOD "Added" IS 'As usual';
-- contract, breaks-clients
DROP ACCESS METHOD gone;
-- contract, breaks-clients
DROP ACCESS METHOD kept;
-- contract
CREATE ACCESS METHOD kept TYPE INDEX HANDLER hashhandler;
