import type { Connection } from "../../postgres/connection.ts";
import { literal } from "../../postgres/quote.ts";
import type { Home } from "./homes.ts";
import type { Fill } from "./settle.ts";

/** What became of the rows: all that were read, and nothing else. */
export interface Account {
  readonly tables: readonly TableAccount[];
  readonly aside: readonly PutAside[];
  /** Values that production has no field for: their rows are carried, they are kept beside them. */
  readonly homeless: readonly Homeless[];
  readonly filled: readonly (Fill & { readonly rows: number })[];
}

/** `read` is the sum of the others. */
export interface TableAccount {
  readonly module: string;
  /** The table's name in the prototype. */
  readonly table: string;
  /** In production; null where there is none. */
  readonly home: string | null;
  readonly read: number;
  readonly carried: number;
  /** Rows that are one with a row of another module. */
  readonly merged: number;
  /** Rows that production has already. */
  readonly present: number;
  readonly aside: number;
}

export interface PutAside {
  readonly module: string;
  readonly table: string;
  readonly home: string | null;
  readonly reason: string;
  readonly rows: number;
}

export interface Homeless {
  readonly module: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: number;
}

export async function readAccount(
  target: Connection,
  homes: readonly Home[],
): Promise<Omit<Account, "filled">> {
  const counted = await target.query<Omit<TableAccount, "home">>(
    `SELECT module, source AS "table", count(*)::integer AS read,
      count(*) FILTER (WHERE fate = 'carried')::integer AS carried, count(*) FILTER (WHERE fate = 'merged')::integer AS merged,
      count(*) FILTER (WHERE fate = 'present')::integer AS present, count(*) FILTER (WHERE fate = 'aside')::integer AS aside
    FROM carried_row GROUP BY module, source`,
  );
  const aside = await target.query<PutAside>(
    `SELECT module, source AS "table", home, reason, count(*)::integer AS rows FROM carried_row
    WHERE fate = 'aside' GROUP BY module, source, home, reason ORDER BY module, source, reason`,
  );
  const tables: TableAccount[] = [];
  const homeless: Homeless[] = [];
  for (const { module, source, entity, homeless: columns } of homes) {
    const found = counted.find((one) => one.module === module && one.table === source);
    const none = { read: 0, carried: 0, merged: 0, present: 0, aside: 0 };
    tables.push({ module, table: source, home: entity?.table ?? null, ...none, ...found });
    if (entity === undefined || columns.length === 0) continue;
    const [kept] = await target.query<{ rows: number }>(
      `SELECT count(*)::integer AS rows FROM carried_row
      WHERE module = $1 AND source = $2 AND fate <> 'aside' AND ${hasOneOf(columns)}`,
      [module, source],
    );
    if (kept !== undefined && kept.rows > 0)
      homeless.push({ module, table: source, columns, rows: kept.rows });
  }
  return { tables, aside, homeless };
}

/** SQL: whether a staged row has a value in one of these columns of the prototype. */
export function hasOneOf(columns: readonly string[]): string {
  return `jsonb_strip_nulls(original) ?| ARRAY[${columns.map(literal).join(", ")}]::text[]`;
}
