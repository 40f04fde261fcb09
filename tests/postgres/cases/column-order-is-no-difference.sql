--- before
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));

--- after
CREATE TABLE accounts (tel varchar(20), name text NOT NULL, id bigint PRIMARY KEY);

--- plan
