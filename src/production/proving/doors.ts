import { identList, literal, qualified } from "../../postgres/quote.ts";
import { databaseRoles } from "../access.ts";
import { decryptedSchema, encryptionSchema } from "../encryption.ts";
import { platformOf } from "../platform.ts";
import type { HardeningContext } from "../rule.ts";
import { maskedReader } from "../rules/masking.ts";
import { membershipReader } from "../rules/membership.ts";
import { readLogger } from "../rules/read-log.ts";
import { callsWith } from "./arguments.ts";
import type { Stage } from "./stage.ts";

/** A view, or a function that works with its owner's rights: what people read it for, and how to ask. */
export interface Door {
  /** As PostgreSQL names it: `public.side_door(uuid)`. */
  readonly object: string;
  /** The tables that it reads; undefined where that stands in a body. */
  readonly reads?: readonly string[] | undefined;
  /** Every way to ask it, as it is and with the rights of who asks. */
  readonly questions: readonly Question[];
  /** Makes what `own` asks. */
  readonly copy?: string | undefined;
  /** Why nothing can be asked. */
  readonly closed?: string | undefined;
}

/** Queries with one text as result: a list of rows. */
export interface Question {
  readonly asIs: string;
  readonly own: string;
}

/** True of what is no extension's and not of the platform, of an object `o` in the namespace `n`. */
export function isOwn(catalog: "pg_proc" | "pg_class", { config }: HardeningContext): string {
  const platforms = platformOf(config).ownSchemas.map(literal).join(", ");
  return `n.nspname !~ '^(pg_|information_schema$|schema_proof)' AND n.nspname <> ALL (ARRAY[${platforms}]::text[])
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalog}'::regclass AND d.objid = o.oid AND d.deptype = 'e')`;
}

/** For `WITH RECURSIVE`: which relations a view reads, through other views too. */
export const reads = `reads (view, relation) AS (
  SELECT r.ev_class, d.refobjid FROM pg_rewrite r
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
  WHERE d.refobjid <> r.ev_class
  UNION
  SELECT reads.view, d.refobjid FROM reads JOIN pg_rewrite r ON r.ev_class = reads.relation
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
)`;

/** The roles of people and backends that policies hold. */
export function heldRoles(context: HardeningContext): readonly string[] {
  const { service } = platformOf(context.config);
  return databaseRoles(context).filter((role) => !service.bypassesPolicies || role !== service.role);
}

/** Schema of the functions' copies that work with the rights of who asks. */
const copies = "schema_proof_own";

interface Found {
  readonly object: string;
  readonly name: string;
  readonly definition: string;
  /** Tables of a view, types of a function's arguments. */
  readonly parts: readonly string[];
  /** How many of a function's arguments have a default; null for a view. */
  readonly defaults: number | null;
}

/**
 * Everything that people may ask and that might show more than their own rights do. A function with the rights of who calls
 * it shows nothing else than what that calls. What rules made with a reader of its own is told by policies, and has proofs;
 * what decrypts has one of its own too, which brings the keys.
 */
export async function doorsOf(stage: Stage): Promise<readonly Door[]> {
  const found = await stage.db.query<Found>(doorsSql(stage.context));
  return found.map((one, i) =>
    one.defaults === null ? viewDoor(one) : functionDoor(one, one.defaults, `f${i}`, stage),
  );
}

function viewDoor({ object, name, definition, parts }: Found): Door {
  const own = `(${definition.replace(/;\s*$/, "")})`;
  return { object, reads: parts, questions: [{ asIs: rowsOf(name), own: rowsOf(own) }] };
}

function functionDoor(
  { object, name, definition, parts }: Found,
  defaults: number,
  copied: string,
  stage: Stage,
): Door {
  const copy = qualified(copies, copied);
  const { calls, unknown } = callsWith(parts, defaults, stage);
  return {
    object,
    questions: calls.map((call) => ({ asIs: rowsOf(`${name}${call}`), own: rowsOf(`${copy}${call}`) })),
    copy: [
      definition.replace(`FUNCTION ${name}(`, () => `FUNCTION ${copy}(`),
      `ALTER FUNCTION ${copy}(${parts.join(", ")}) SECURITY INVOKER`,
    ].join(";\n"),
    closed: unknown && `no value is known for an argument of type ${unknown}`,
  };
}

function rowsOf(from: string): string {
  return `SELECT COALESCE(json_agg("row of door"::text), '[]')::text FROM ${from} AS "row of door"`;
}

/**
 * Gives every role all rights that policies hold, and copies of the functions that work with the rights of who calls them.
 * What stays closed is what no policy opens, and what works with rights of another.
 */
export function lendRights(doors: readonly Door[], context: HardeningContext): string {
  const roles = identList(heldRoles(context));
  const invoker = "SELECT FROM unnest(o.reloptions) s WHERE s ~ '^security_invoker=(true|on|1)$'";
  return [
    `CREATE SCHEMA ${copies}`,
    ...doors.flatMap(({ copy }) => copy ?? []),
    `GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${copies} TO ${roles}`,
    `DO $do$ DECLARE given text; BEGIN
  FOR given IN
    SELECT format('USAGE ON SCHEMA %I', nspname) FROM pg_namespace n WHERE nspname = '${copies}' OR nspname !~ '^(pg_|information_schema$)'
    UNION ALL
    SELECT format('%s ON TABLE %s', CASE WHEN o.relkind = 'v' THEN 'SELECT' ELSE 'SELECT, INSERT, UPDATE, DELETE' END, o.oid::regclass)
    FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
    WHERE (o.relrowsecurity OR (o.relkind = 'v' AND EXISTS (${invoker}))) AND ${isOwn("pg_class", context)}
    UNION ALL
    SELECT format('EXECUTE ON ROUTINE %s', o.oid::regprocedure)
    FROM pg_proc o JOIN pg_namespace n ON n.oid = o.pronamespace
    WHERE NOT o.prosecdef AND o.prokind IN ('f', 'p') AND ${isOwn("pg_proc", context)}
  LOOP EXECUTE 'GRANT ' || given || ${literal(` TO ${roles}`)}; END LOOP;
END $do$`,
  ].join(";\n");
}

function doorsSql(context: HardeningContext): string {
  const roles = heldRoles(context).map(literal).join(", ");
  const readers = [maskedReader, membershipReader, readLogger].map(literal).join(", ");
  const decrypting = [decryptedSchema, encryptionSchema].map(literal).join(", ");
  return `
WITH RECURSIVE ${reads}
SELECT o.oid::regclass::text AS object, format('%I.%I', n.nspname, o.relname) AS name, pg_get_viewdef(o.oid) AS definition,
  tables.names AS parts, NULL::int AS defaults
FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
CROSS JOIN LATERAL (
  SELECT array_agg(DISTINCT t.relname::text) AS names FROM reads JOIN pg_class t ON t.oid = reads.relation
  WHERE reads.view = o.oid AND t.relrowsecurity
) tables
WHERE o.relkind IN ('v', 'm') AND tables.names IS NOT NULL AND ${isOwn("pg_class", context)}
  AND pg_get_userbyid(o.relowner) NOT IN (${readers}) AND n.nspname NOT IN (${decrypting})
  AND EXISTS (SELECT FROM unnest(ARRAY[${roles}]) r WHERE has_any_column_privilege(r, o.oid, 'SELECT'))
UNION ALL
SELECT o.oid::regprocedure::text, format('%I.%I', n.nspname, o.proname), pg_get_functiondef(o.oid),
  ARRAY(SELECT format_type(a.type, NULL) FROM unnest(o.proargtypes) WITH ORDINALITY a(type, at) ORDER BY at), o.pronargdefaults
FROM pg_proc o JOIN pg_namespace n ON n.oid = o.pronamespace JOIN pg_language l ON l.oid = o.prolang
WHERE o.prokind = 'f' AND o.prosecdef AND l.lanname NOT IN ('c', 'internal') AND ${isOwn("pg_proc", context)}
  AND o.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype, 'void'::regtype)
  AND pg_get_userbyid(o.proowner) NOT IN (${readers}) AND n.nspname NOT IN (${decrypting})
  AND EXISTS (SELECT FROM unnest(ARRAY[${roles}]) r WHERE has_function_privilege(r, o.oid, 'EXECUTE') AND has_schema_privilege(r, n.oid, 'USAGE'))
ORDER BY 1`;
}
