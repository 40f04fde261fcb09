/** The statements of each table: 9 columns, 2 indexes, 1 foreign key. `changed` differs in 5 things per table. */
export function tablesSql(count: number, variant: "original" | "changed"): readonly string[] {
  return Array.from({ length: count }, (_, i) =>
    variant === "changed" ? changedTable(i) : originalTable(i),
  );
}

/** A tree of tables, ten levels deep for a thousand. */
function parent(i: number): string {
  return name(Math.floor(i / 2));
}

function name(i: number): string {
  return `table_${String(i).padStart(5, "0")}`;
}

function originalTable(i: number): string {
  return `CREATE TABLE ${name(i)} (
  id bigint PRIMARY KEY,
  parent_id bigint REFERENCES ${parent(i)} (id),
  code varchar(50) NOT NULL,
  title text NOT NULL,
  status text NOT NULL DEFAULT 'open',
  amount numeric(10,2),
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  note text
);
CREATE INDEX ${name(i)}_parent ON ${name(i)} (parent_id);
CREATE INDEX ${name(i)}_status ON ${name(i)} (status, created_at);`;
}

/** A column added, one widened, one with another default, an index on other columns, a check. */
function changedTable(i: number): string {
  return `CREATE TABLE ${name(i)} (
  id bigint PRIMARY KEY,
  parent_id bigint REFERENCES ${parent(i)} (id),
  code varchar(100) NOT NULL,
  title text NOT NULL,
  status text NOT NULL DEFAULT 'new',
  amount numeric(10,2),
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  note text,
  phone text,
  CONSTRAINT ${name(i)}_amount CHECK (amount >= 0)
);
CREATE INDEX ${name(i)}_parent ON ${name(i)} (parent_id);
CREATE INDEX ${name(i)}_status ON ${name(i)} (status, active);`;
}
