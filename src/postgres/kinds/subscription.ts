import type { ObjectId, ObjectOf } from "../catalog.ts";
import { ident, identList, literal } from "../quote.ts";
import { hazard, type Kind, part, type Step } from "./kind.ts";
import { objectRow } from "./query.ts";

type Subscription = ObjectOf<"subscription">;

/**
 * Made without a word to the publisher: its slot, and the rows that are there already, are nothing of the schema. Who may
 * not read connection strings has it named as not handled.
 * @see https://www.postgresql.org/docs/current/sql-createsubscription.html
 */
export const subscription: Kind<"subscription"> = {
  beyondShadow: true,
  madeIn: "pg_subscription",
  query: (version) => `
    SELECT ${objectRow({
      catalog: "pg_subscription",
      oid: "s.oid",
      path: ["s.subname"],
      definition: {
        secret: connection,
        publications: "array_to_json(s.subpublications)",
        slot: "s.subslotname::text",
        enabled: "s.subenabled",
        twoPhase: version < 150_000 ? "false" : "s.subtwophasestate <> 'd'",
        failover: version < 170_000 ? "false" : "s.subfailover",
        options: options(version),
      },
    })}
    FROM pg_subscription AS s WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND has_column_privilege('pg_subscription', 'subconninfo', 'SELECT')`,
  address,
  create: (object) => [{ sql: createSubscription(object) }, ...enable(object)],
  alter: (from, to) => (lasting(from) === lasting(to) ? alterSubscription(from, to) : "replace"),
  drop: ({ id, definition }) => [
    {
      sql: `DROP ${address(id)}`,
      // With its slot, it asks the publisher to drop it.
      ...(definition.slot !== undefined && { transactional: false as const }),
      hazards: [hazard("breaks-clients", `${part(id, 0)} gets no more changes from its publisher.`)],
    },
  ],
};

/** The column itself may not even be named by others than superusers, so it is asked for in a query of its own. */
const connection = `convert_from(decode(substring(query_to_xml(format(
  'SELECT encode(convert_to(subconninfo, ''UTF8''), ''hex'') AS hex FROM pg_catalog.pg_subscription WHERE oid = %s', s.oid),
  false, true, '')::text FROM '<hex>([0-9a-f]*)</hex>'), 'hex'), 'UTF8')`;

/** What CREATE takes for granted. Streaming is always said: what is usual has changed with PostgreSQL 18. */
const usual: Readonly<Record<string, string>> = {
  binary: "false",
  disable_on_error: "false",
  origin: "any",
  password_required: "true",
  run_as_owner: "false",
  synchronous_commit: "off",
};

/** SQL for `name=value` of what is not usual. */
function options(version: number): string {
  const streaming =
    version < 160_000
      ? "CASE WHEN s.substream THEN 'on' ELSE 'off' END"
      : "CASE s.substream WHEN 't' THEN 'on' WHEN 'p' THEN 'parallel' ELSE 'off' END";
  const columns: readonly (readonly [name: string, value: string, since: number])[] = [
    ["binary", "s.subbinary::text", 0],
    ["disable_on_error", "s.subdisableonerr::text", 150_000],
    ["origin", "s.suborigin", 160_000],
    ["password_required", "s.subpasswordrequired::text", 160_000],
    ["run_as_owner", "s.subrunasowner::text", 160_000],
    ["streaming", streaming, 0],
    ["synchronous_commit", "s.subsynccommit", 0],
  ];
  const known = columns
    .filter(([, , since]) => version >= since)
    .map(([name, value]) => `CASE WHEN ${value} <> '${usual[name] ?? ""}' THEN '${name}=' || ${value} END`);
  return `array_to_json(array_remove(ARRAY[${known.join(", ")}], NULL))`;
}

function address(id: ObjectId): string {
  return `SUBSCRIPTION ${ident(part(id, 0))}`;
}

/** What no ALTER changes without its publisher. */
function lasting({ definition: { twoPhase, failover } }: Subscription): string {
  return `${twoPhase} ${failover}`;
}

function createSubscription({ id, definition }: Subscription): string {
  const { secret, publications, twoPhase, failover } = definition;
  const settings = [
    "connect = false",
    slotName(definition),
    ...(twoPhase ? ["two_phase = true"] : []),
    ...(failover ? ["failover = true"] : []),
    ...definition.options.map(setting),
  ];
  return `CREATE ${address(id)} CONNECTION ${literal(secret)} PUBLICATION ${identList(publications)} WITH (${settings.join(", ")})`;
}

function slotName({ slot }: Subscription["definition"]): string {
  return `slot_name = ${slot === undefined ? "NONE" : literal(slot)}`;
}

/** `binary = 'true'` of `binary=true`. */
function setting(option: string): string {
  const name = nameOf(option);
  return `${name} = ${literal(option.slice(name.length + 1))}`;
}

function nameOf(option: string): string {
  return option.slice(0, option.indexOf("="));
}

function enable({ id, definition }: Subscription): Step[] {
  if (!definition.enabled) return [];
  return [
    {
      sql: `ALTER ${address(id)} ENABLE`,
      hazards: [
        hazard(
          "may-fail",
          `${part(id, 0)} gets changes only once its slot ${definition.slot} is on the publisher, and tables only by REFRESH PUBLICATION.`,
        ),
      ],
    },
  ];
}

/** Disabled before it loses its slot, and enabled after it has one. */
function alterSubscription(from: Subscription, to: Subscription): readonly Step[] {
  const alter = `ALTER ${address(to.id)}`;
  const [before, after] = [from.definition, to.definition];
  const names = new Set(after.options.map(nameOf));
  const settings = [
    ...(before.slot === after.slot ? [] : [slotName(after)]),
    ...after.options.filter((option) => !before.options.includes(option)).map(setting),
    ...before.options
      .map(nameOf)
      .filter((name) => !names.has(name))
      .map((name) => `${name} = ${literal(usual[name] ?? "off")}`),
  ];
  const statements = [
    ...(before.enabled && !after.enabled ? [`${alter} DISABLE`] : []),
    ...(before.secret === after.secret ? [] : [`${alter} CONNECTION ${literal(after.secret)}`]),
    ...(before.publications.join("\0") === after.publications.join("\0")
      ? []
      : [`${alter} SET PUBLICATION ${identList(after.publications)} WITH (refresh = false)`]),
    ...(settings.length === 0 ? [] : [`${alter} SET (${settings.join(", ")})`]),
  ];
  return [...statements.map((sql) => ({ sql })), ...(before.enabled ? [] : enable(to))];
}
