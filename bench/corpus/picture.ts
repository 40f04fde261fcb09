import type { Scratch } from "./clusters.ts";

/** What a database and its roles are, as sorted lines: equal for equal schemas, whatever order they were made in. */
export type Picture = readonly string[];

/** The word of `pg_dump`, and of the catalogs of roles, which `pg_dump` leaves out. */
export async function takePicture({ db, dump }: Scratch): Promise<Picture> {
  const roles = await db.query<{ line: string }>(roleLines(db.version));
  return [...dumpLines(await dump()), ...roles.map(({ line }) => line)].sort();
}

/** Without what changes from run to run, and without the comma that says that a line is not the last of its list. */
function dumpLines(dump: string): readonly string[] {
  return dump
    .split(/\r?\n/)
    .map((line) => line.trimEnd().replace(/,$/, ""))
    .filter((line) => line !== "" && line !== "--" && !/^\\(un)?restrict |^-- Dumped /.test(line));
}

/** Settings in any order, and memberships whoever granted them; before version 16 their only option was ADMIN. */
function roleLines(version: number): string {
  const options = ["admin", ...(version < 160_000 ? [] : ["inherit", "set"])];
  return `
    SELECT concat_ws(' ', 'role', to_jsonb(r) - 'oid' - 'rolpassword' - 'rolconfig',
      ARRAY(SELECT unnest(rolconfig) ORDER BY 1), shobj_description(oid, 'pg_authid')) AS line
    FROM pg_roles AS r WHERE oid >= 16384
    UNION ALL
    SELECT concat_ws(' ', 'member', m.member::regrole, 'of', m.roleid::regrole${options.map((o) => `, bool_or(m.${o}_option)`).join("")})
    FROM pg_auth_members AS m WHERE m.member >= 16384 OR m.roleid >= 16384 GROUP BY m.member, m.roleid`;
}

/** Lines that one has and the other lacks, marked as in a diff; empty when the two are equal. */
export function pictureDifferences(actual: Picture, wanted: Picture): readonly string[] {
  return [
    ...without(wanted, actual).map((line) => `- ${line}`),
    ...without(actual, wanted).map((line) => `+ ${line}`),
  ];
}

function without(lines: Picture, others: Picture): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const left = counts.get(line) ?? 0;
    counts.set(line, left - 1);
    return left <= 0;
  });
}
