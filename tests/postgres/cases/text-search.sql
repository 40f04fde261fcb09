--- before
CREATE TEXT SEARCH DICTIONARY stems (TEMPLATE = snowball, language = 'english');
CREATE TEXT SEARCH DICTIONARY gone (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION notes (COPY = simple);
CREATE TEXT SEARCH CONFIGURATION stemmed (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION stemmed ADD MAPPING FOR asciiword WITH stems, simple;
CREATE TABLE t (id int, body text, search tsvector GENERATED ALWAYS AS (to_tsvector('notes', body)) STORED);
CREATE INDEX ON t USING gin (to_tsvector('stemmed', body));

--- after
CREATE TEXT SEARCH DICTIONARY stems (TEMPLATE = snowball, language = 'english', stopwords = 'english');
CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple, accept = false);
COMMENT ON TEXT SEARCH DICTIONARY plain IS 'Nothing else.';
CREATE TEXT SEARCH CONFIGURATION notes (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION notes DROP MAPPING FOR url, email;
ALTER TEXT SEARCH CONFIGURATION notes ALTER MAPPING FOR word WITH plain, english_stem;
CREATE TEXT SEARCH CONFIGURATION stemmed (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION stemmed ADD MAPPING FOR asciiword WITH stems, simple;
CREATE TEXT SEARCH CONFIGURATION "New One" (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION "New One" ADD MAPPING FOR asciiword, numword WITH plain;
COMMENT ON TEXT SEARCH CONFIGURATION "New One" IS 'Of words.';
CREATE TABLE t (id int, body text, search tsvector GENERATED ALWAYS AS (to_tsvector('notes', body)) STORED);
CREATE INDEX ON t USING gin (to_tsvector('stemmed', body));

--- plan
-- expand
CREATE TEXT SEARCH DICTIONARY public.plain (TEMPLATE = pg_catalog.simple, accept = 'false');
-- expand
CREATE TEXT SEARCH CONFIGURATION public."New One" (PARSER = pg_catalog."default");
-- expand
ALTER TEXT SEARCH CONFIGURATION public."New One" ADD MAPPING FOR asciiword, numword WITH public.plain;
-- expand
ALTER TEXT SEARCH CONFIGURATION public.notes DROP MAPPING FOR email, url;
-- expand
ALTER TEXT SEARCH CONFIGURATION public.notes ALTER MAPPING FOR word WITH public.plain, pg_catalog.english_stem;
-- expand
COMMENT ON TEXT SEARCH CONFIGURATION public."New One" IS 'Of words.';
-- expand
COMMENT ON TEXT SEARCH DICTIONARY public.plain IS 'Nothing else.';
-- contract
DROP INDEX public.t_to_tsvector_idx;
-- contract
DROP TEXT SEARCH CONFIGURATION public.stemmed;
-- contract, breaks-clients
DROP TEXT SEARCH DICTIONARY public.gone;
-- contract, breaks-clients
DROP TEXT SEARCH DICTIONARY public.stems;
-- contract
CREATE TEXT SEARCH DICTIONARY public.stems (TEMPLATE = pg_catalog.snowball, language = 'english', stopwords = 'english');
-- contract
CREATE TEXT SEARCH CONFIGURATION public.stemmed (PARSER = pg_catalog."default");
-- contract
ALTER TEXT SEARCH CONFIGURATION public.stemmed ADD MAPPING FOR asciiword WITH public.stems, pg_catalog.simple;
-- contract, blocks-writes, scans-table
CREATE INDEX t_to_tsvector_idx ON public.t USING gin (to_tsvector('public.stemmed'::regconfig, body));
