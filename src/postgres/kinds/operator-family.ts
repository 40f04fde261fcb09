import type { ObjectId } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { hazard, type Kind, part, type Step, shown } from "./kind.ts";
import { operatorMembers } from "./operator-members.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

/**
 * With the members that are in none of its operator classes. Path: schema, name, index method.
 * @see https://www.postgresql.org/docs/current/sql-createopfamily.html
 */
export const operatorFamily: Kind<"operator family"> = {
  madeIn: "pg_opfamily",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_opfamily",
      oid: "f.oid",
      path: ["n.nspname", "f.opfname", "m.amname"],
      definition: { members: operatorMembers("pg_opfamily", "f.oid") },
    })}
    FROM pg_opfamily AS f JOIN pg_namespace AS n ON n.oid = f.opfnamespace JOIN pg_am AS m ON m.oid = f.opfmethod
    WHERE ${userSchema("n")} AND ${notOfExtension("pg_opfamily", "f.oid")}`,
  address,
  create: ({ id, definition: { members } }) => [
    { sql: `CREATE ${address(id)}` },
    ...change(
      id,
      "ADD",
      members.map(({ is }) => is),
    ),
  ],
  alter: ({ definition: from }, { id, definition: to }) => {
    const [before, after] = [from, to].map(({ members }) => new Set(members.map(({ is }) => is)));
    return [
      ...change(
        id,
        "DROP",
        from.members.filter(({ is }) => !after?.has(is)).map(({ slot }) => slot),
      ),
      ...change(
        id,
        "ADD",
        to.members.filter(({ is }) => !before?.has(is)).map(({ is }) => is),
      ),
    ];
  },
  drop: ({ id }) => [
    {
      sql: `DROP ${address(id)}`,
      hazards: [hazard("breaks-clients", `The operator family ${shown(id.path)} is gone.`)],
    },
  ],
};

function address(id: ObjectId): string {
  return `OPERATOR FAMILY ${qualified(...id.path.slice(0, 2))} USING ${ident(part(id, 2))}`;
}

function change(id: ObjectId, action: "ADD" | "DROP", members: readonly string[]): readonly Step[] {
  return members.length === 0 ? [] : [{ sql: `ALTER ${address(id)} ${action} ${members.join(", ")}` }];
}
