-- iteration: 0002_sessions
-- parent: a35b6e64cb4e9112ac5503d2d8e1bf02bc5e99ba199d6300cb8a72813e829eba
-- hash: 17d89be0eeeb093fb0e258240ce7a20042279ff2bca597c0065da80aa170c3b5

-- deletes-data: All values of users.last_login are lost.
-- deletes-data: All values of users.session_expires are lost.
ALTER TABLE public.users DROP COLUMN last_login;

ALTER TABLE public.users DROP COLUMN session_expires;
