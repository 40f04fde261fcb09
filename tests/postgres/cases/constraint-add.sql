--- before
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
CREATE TABLE notes (account_id bigint, body text, during tsrange, room int);
CREATE EXTENSION btree_gist;

--- after
CREATE EXTENSION btree_gist;
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL UNIQUE, tel varchar(20), CONSTRAINT tel_plus CHECK (tel LIKE '+%'));
CREATE TABLE notes (account_id bigint REFERENCES accounts ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, body text, during tsrange, room int, EXCLUDE USING gist (room WITH =, during WITH &&));

--- plan
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.accounts ADD CONSTRAINT accounts_name_key UNIQUE (name);
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.accounts ADD CONSTRAINT tel_plus CHECK (((tel)::text ~~ '+%'::text));
-- validate, may-fail, scans-table, blocks-writes
ALTER TABLE public.notes ADD CONSTRAINT notes_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.notes ADD CONSTRAINT notes_room_during_excl EXCLUDE USING gist (room WITH =, during WITH &&);
