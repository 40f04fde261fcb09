CREATE ROLE app;
CREATE TYPE order_status AS ENUM ('open', 'paid', 'shipped', 'it''s lost');
CREATE TABLE customers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL UNIQUE CHECK (email LIKE '%@%'),
  name varchar(200) NOT NULL,
  kind varchar(20) NOT NULL DEFAULT 'private' CHECK (kind IN ('private', 'company')),
  created_at timestamptz NOT NULL DEFAULT now(),
  balance numeric(12,2) DEFAULT 0
);
COMMENT ON TABLE customers IS 'Who buys from us.';
COMMENT ON COLUMN customers.email IS 'Where invoices go: one per customer.';
CREATE TABLE products (
  id serial PRIMARY KEY,
  sku text NOT NULL,
  price numeric(10,2) NOT NULL CONSTRAINT price_positive CHECK (price > 0),
  tags text[] NOT NULL DEFAULT '{}',
  data jsonb,
  label text GENERATED ALWAYS AS (upper(sku)) STORED
);
CREATE UNIQUE INDEX products_sku ON products (lower(sku));
CREATE INDEX products_data ON products USING gin (data);
CREATE TABLE orders (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE,
  billed_to bigint CONSTRAINT orders_billing_fk REFERENCES customers,
  status order_status NOT NULL DEFAULT 'open',
  placed_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  note text,
  UNIQUE (customer_id, placed_at)
);
CREATE INDEX orders_open ON orders (customer_id, placed_at DESC) WHERE status = 'open';
CREATE TABLE order_items (
  order_id uuid REFERENCES orders ON DELETE CASCADE,
  product_id int REFERENCES products,
  quantity int NOT NULL DEFAULT 1 CHECK (quantity > 0 AND quantity < 1000),
  PRIMARY KEY (order_id, product_id)
);
CREATE TABLE log (at timestamptz, what text);
CREATE VIEW totals AS SELECT order_id, sum(quantity * price) AS total FROM order_items JOIN products ON products.id = product_id GROUP BY order_id;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note := 'x'; RETURN NEW; END $$;
CREATE TRIGGER touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON orders TO app USING (customer_id = current_setting('app.id')::bigint);
GRANT SELECT, INSERT ON orders TO app;
