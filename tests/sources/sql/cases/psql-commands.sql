--- main.sql
\set ON_ERROR_STOP on
\echo 'loading'
\ir types/mood.sql
\i 'tables/all days.sql'
\restrict abc
\unrestrict abc

--- tables/all days.sql
\include ../types/weather.sql
CREATE TABLE days (mood mood, weather weather);

--- types/mood.sql
CREATE TYPE mood AS ENUM ('ok');

--- types/weather.sql
CREATE TYPE weather AS ENUM ('rain');

--- same as
CREATE TYPE mood AS ENUM ('ok');
CREATE TYPE weather AS ENUM ('rain');
CREATE TABLE days (mood mood, weather weather);

--- findings
