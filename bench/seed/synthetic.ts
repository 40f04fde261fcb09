/** Twenty tables of a shop: tenants above, events below, with checks, unique and composite keys, enums, arrays and documents. */
export const syntheticSql = [
  `CREATE TYPE stage AS ENUM ('open', 'paid', 'shipped', 'closed')`,
  `CREATE TABLE tenants (id uuid PRIMARY KEY, name text NOT NULL UNIQUE, country char(2) NOT NULL CHECK (country = upper(country)))`,
  `CREATE TABLE users (id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants, email text NOT NULL UNIQUE,
    name text NOT NULL, active boolean NOT NULL, created_at timestamptz NOT NULL)`,
  `CREATE TABLE categories (id integer PRIMARY KEY, name text NOT NULL UNIQUE, parent_id integer REFERENCES categories)`,
  `CREATE TABLE warehouses (id integer PRIMARY KEY, name text NOT NULL, city text, state char(2), zip text)`,
  ...Array.from(
    { length: 4 },
    (
      _,
      n,
    ) => `CREATE TABLE products_${n} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, sku varchar(20) NOT NULL UNIQUE,
      name text NOT NULL, category_id integer NOT NULL REFERENCES categories, price numeric(10,2) NOT NULL CHECK (price >= 0),
      tags text[] NOT NULL, attributes jsonb NOT NULL)`,
  ),
  ...Array.from(
    { length: 4 },
    (
      _,
      n,
    ) => `CREATE TABLE orders_${n} (id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES users, status stage NOT NULL,
      total numeric(12,2) NOT NULL, created_at timestamptz NOT NULL, updated_at timestamptz,
      starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL, CHECK (ends_at > starts_at))`,
  ),
  ...Array.from(
    { length: 4 },
    (
      _,
      n,
    ) => `CREATE TABLE order_lines_${n} (order_id uuid NOT NULL REFERENCES orders_${n}, position integer NOT NULL,
      product_id bigint NOT NULL REFERENCES products_${n}, quantity integer NOT NULL CHECK (quantity > 0), price numeric(10,2) NOT NULL,
      PRIMARY KEY (order_id, position))`,
  ),
  ...Array.from(
    { length: 4 },
    (
      _,
      n,
    ) => `CREATE TABLE events_${n} (id bigserial PRIMARY KEY, order_id uuid REFERENCES orders_${n}, kind text NOT NULL
      CHECK (kind IN ('seen', 'opened', 'bought')), at timestamptz NOT NULL, url text, ip_address inet, user_agent text, payload jsonb)`,
  ),
] as const;
