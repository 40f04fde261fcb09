import type { Finding } from "../model/finding.ts";
import { suggest } from "../model/names.ts";
import { type Catalog, type CatalogObject, keyOf } from "./catalog.ts";
import type { RenameQuestion } from "./plan.ts";
import { splitName } from "./rename-in-sql.ts";
import { applyRenames, tableNamed, written } from "./renames.ts";

/** What people say is gone, not renamed. */
export interface DropAnswers {
  /** As questions name them. */
  readonly names: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

/** Understands the values of `--drop`, after the renames. */
export function dropAnswers(
  dropped: readonly string[],
  from: Catalog,
  to: Catalog,
  renames: readonly RenameQuestion[],
): DropAnswers {
  if (dropped.length === 0) return { names: new Set(), findings: [] };
  const { catalog } = applyRenames(from, to, renames);
  const names = new Set<string>();
  const findings = dropped.flatMap((name) => {
    const object = objectNamed(catalog, name);
    if (object === undefined) return [unknownDrop(name, catalog)];
    names.add(written(object));
    return to.objects.has(keyOf(object.id)) ? [uselessDrop(name)] : [];
  });
  return { names, findings };
}

function objectNamed({ objects }: Catalog, name: string): CatalogObject | undefined {
  const path = splitName(name);
  const table = path.length < 3 ? tableNamed({ objects }, path) : undefined;
  if (table !== undefined) return objects.get(keyOf({ kind: "table", path: table }));
  const tableOfColumn = tableNamed({ objects }, path.slice(0, -1));
  return tableOfColumn && objects.get(keyOf({ kind: "column", path: [...tableOfColumn, ...path.slice(-1)] }));
}

/** It may be gone already, when a command that stopped is run again as it was: so this is no error. */
function unknownDrop(name: string, catalog: Catalog): Finding {
  const near = nearNames(name, catalog);
  return {
    code: "plan/unknown-drop",
    severity: "warning",
    message: `There is no table or column ${name} that --drop could mean.`,
    help:
      near.length === 0
        ? "Tables are named like accounts or crm.accounts, columns like accounts.tel. If it is dropped already, leave --drop out."
        : `Did you mean ${near.join(" or ")}?`,
  };
}

function uselessDrop(name: string): Finding {
  return {
    code: "plan/useless-drop",
    severity: "error",
    message: `--drop ${name} drops nothing: both sides have it.`,
    help: "Leave it out. What is gone on the other side is dropped without it, unless it may have been renamed.",
  };
}

const mostNames = 3;

/** Tables and columns each part of whose name is a few slips away; where there is none, the only one of that name elsewhere. */
export function nearNames(name: string, { objects }: Pick<Catalog, "objects">): readonly string[] {
  const parts = splitName(name);
  const known = [...objects.values()]
    .filter(({ kind }) => kind === "table" || kind === "column")
    .map(written);
  const isNear = (other: string) => {
    const same = splitName(other).slice(-parts.length);
    return same.length === parts.length && parts.every((part, i) => suggest(part, same.slice(i, i + 1)));
  };
  const near = known.filter((other) => other !== name && isNear(other));
  if (near.length > 0) return near.slice(0, mostNames);
  const elsewhere = known.filter((other) => splitName(other).at(-1) === parts.at(-1) && other !== name);
  return elsewhere.length === 1 ? elsewhere : [];
}
