--- before
CREATE TEXT SEARCH PARSER kept (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH PARSER gone (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE t (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = t);
CREATE TEXT SEARCH CONFIGURATION c (PARSER = kept);
ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word WITH d;

--- after
CREATE TEXT SEARCH PARSER kept (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, HEADLINE = prsd_headline, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE t (LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH TEMPLATE "Added" (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = "Added");
CREATE TEXT SEARCH CONFIGURATION c (PARSER = kept);
ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word WITH d;
COMMENT ON TEXT SEARCH PARSER kept IS 'Ours';
COMMENT ON TEXT SEARCH TEMPLATE t IS 'Ours too';

--- plan
-- expand
CREATE TEXT SEARCH TEMPLATE public."Added" (INIT = dsimple_init, LEXIZE = dsimple_lexize);
-- contract
DROP TEXT SEARCH CONFIGURATION public.c;
-- contract, breaks-clients
DROP TEXT SEARCH DICTIONARY public.d;
-- contract, breaks-clients
DROP TEXT SEARCH TEMPLATE public.t;
-- contract, breaks-clients
DROP TEXT SEARCH PARSER public.gone;
-- contract, breaks-clients
DROP TEXT SEARCH PARSER public.kept;
-- contract
CREATE TEXT SEARCH PARSER public.kept (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
-- expand
COMMENT ON TEXT SEARCH PARSER public.kept IS 'Ours';
-- contract
CREATE TEXT SEARCH TEMPLATE public.t (LEXIZE = dsimple_lexize);
-- expand
COMMENT ON TEXT SEARCH TEMPLATE public.t IS 'Ours too';
-- contract
CREATE TEXT SEARCH DICTIONARY public.d (TEMPLATE = public."Added");
-- contract
CREATE TEXT SEARCH CONFIGURATION public.c (PARSER = public.kept);
-- contract
ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR word WITH public.d;
