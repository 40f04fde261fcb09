import { literal } from "../../postgres/quote.ts";

/** Replaces a part of the body of a function of the schema `audit`: a mutation of what it does. */
export function rewritten(name: string, from: string, to: string): string {
  return `DO $do$ BEGIN
  EXECUTE (SELECT replace(pg_get_functiondef(oid), ${literal(from)}, ${literal(to)}) FROM pg_proc
    WHERE pronamespace = 'audit'::regnamespace AND proname = ${literal(name)});
END $do$`;
}
