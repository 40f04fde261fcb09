import type { ObjectOf } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { hazard, type Kind, type Step, shown } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

type Configuration = ObjectOf<"text search configuration">;
type Mapping = Configuration["definition"]["mappings"][number];

/** @see https://www.postgresql.org/docs/current/sql-createtsconfig.html */
export const textSearchConfiguration: Kind<"text search configuration"> = {
  madeIn: "pg_ts_config",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_ts_config",
      oid: "c.oid",
      path: ["n.nspname", "c.cfgname"],
      definition: { parser: "format('%I.%I', pn.nspname, p.prsname)", mappings },
    })}
    FROM pg_ts_config AS c JOIN pg_namespace AS n ON n.oid = c.cfgnamespace
    JOIN pg_ts_parser AS p ON p.oid = c.cfgparser JOIN pg_namespace AS pn ON pn.oid = p.prsnamespace
    WHERE ${userSchema("n")} AND ${notOfExtension("pg_ts_config", "c.oid")}`,
  address,
  create: (object) => [
    { sql: `CREATE ${address(object.id)} (PARSER = ${object.definition.parser})` },
    ...map("ADD", object, object.definition.mappings),
  ],
  alter: (from, to) =>
    from.definition.parser === to.definition.parser ? alterMappings(from, to) : "replace",
  drop: ({ id }) => [
    {
      sql: `DROP ${address(id)}`,
      hazards: [hazard("breaks-clients", `Text search configuration ${shown(id.path)} is gone.`)],
    },
  ],
};

/** The dictionaries that each kind of token is looked up in, one after the other. */
const mappings = `(SELECT coalesce(json_agg(json_build_object('token', token.alias, 'dictionaries', token.dictionaries)
      ORDER BY token.alias COLLATE "C"), '[]')
    FROM (SELECT k.alias, json_agg(format('%I.%I', dn.nspname, d.dictname) ORDER BY m.mapseqno) AS dictionaries
      FROM pg_ts_config_map AS m JOIN ts_token_type(c.cfgparser) AS k ON k.tokid = m.maptokentype
      JOIN pg_ts_dict AS d ON d.oid = m.mapdict JOIN pg_namespace AS dn ON dn.oid = d.dictnamespace
      WHERE m.mapcfg = c.oid GROUP BY k.alias) AS token)`;

function address({ path }: Configuration["id"]): string {
  return `TEXT SEARCH CONFIGURATION ${qualified(...path)}`;
}

/** One statement for all kinds of tokens with the same dictionaries. */
function map(verb: "ADD" | "ALTER", { id }: Configuration, mappings: readonly Mapping[]): readonly Step[] {
  const tokens = new Map<string, string[]>();
  for (const { token, dictionaries } of mappings) {
    const list = dictionaries.join(", ");
    tokens.set(list, [...(tokens.get(list) ?? []), ident(token)]);
  }
  return [...tokens].map(([dictionaries, names]) => ({
    sql: `ALTER ${address(id)} ${verb} MAPPING FOR ${names.join(", ")} WITH ${dictionaries}`,
  }));
}

function alterMappings(from: Configuration, to: Configuration): readonly Step[] {
  const before = new Map(from.definition.mappings.map((one) => [one.token, one.dictionaries.join()]));
  const wanted = new Set(to.definition.mappings.map(({ token }) => token));
  const gone = [...before.keys()].filter((token) => !wanted.has(token)).map(ident);
  const { mappings } = to.definition;
  const added = mappings.filter(({ token }) => !before.has(token));
  const changed = mappings.filter(
    ({ token, dictionaries }) => before.has(token) && before.get(token) !== dictionaries.join(),
  );
  return [
    ...(gone.length === 0 ? [] : [{ sql: `ALTER ${address(to.id)} DROP MAPPING FOR ${gone.join(", ")}` }]),
    ...map("ADD", to, added),
    ...map("ALTER", to, changed),
  ];
}
