--- schema.sql
COMMENT ON VIEW app.totals IS 'Per customer';
GRANT SELECT ON app.totals TO reporting;
CREATE VIEW app.totals AS SELECT customer, app.with_tax(sum(amount)) AS total FROM app.open_orders GROUP BY customer;
CREATE MATERIALIZED VIEW app.open_orders AS SELECT customer, amount FROM app.orders WHERE state = 'open';
CREATE INDEX ON app.open_orders (customer);
CREATE FUNCTION app.with_tax(amount numeric) RETURNS numeric LANGUAGE sql BEGIN ATOMIC SELECT amount * (1 + rate) FROM app.tax; END;
CREATE TABLE app.orders (id int PRIMARY KEY, customer text, amount numeric, state app.order_state DEFAULT 'open');
CREATE TYPE app.order_state AS ENUM ('open', 'paid');
CREATE TABLE app.tax (rate numeric CHECK (app.is_rate(rate)));
CREATE FUNCTION app.is_rate(value numeric) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN value BETWEEN 0 AND 1;
CREATE ROLE reporting;
CREATE SCHEMA app;

--- same as
CREATE SCHEMA app;
CREATE ROLE reporting;
CREATE FUNCTION app.is_rate(value numeric) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN value BETWEEN 0 AND 1;
CREATE TABLE app.tax (rate numeric CHECK (app.is_rate(rate)));
CREATE TYPE app.order_state AS ENUM ('open', 'paid');
CREATE TABLE app.orders (id int PRIMARY KEY, customer text, amount numeric, state app.order_state DEFAULT 'open');
CREATE FUNCTION app.with_tax(amount numeric) RETURNS numeric LANGUAGE sql BEGIN ATOMIC SELECT amount * (1 + rate) FROM app.tax; END;
CREATE MATERIALIZED VIEW app.open_orders AS SELECT customer, amount FROM app.orders WHERE state = 'open';
CREATE INDEX ON app.open_orders (customer);
CREATE VIEW app.totals AS SELECT customer, app.with_tax(sum(amount)) AS total FROM app.open_orders GROUP BY customer;
GRANT SELECT ON app.totals TO reporting;
COMMENT ON VIEW app.totals IS 'Per customer';

--- findings
