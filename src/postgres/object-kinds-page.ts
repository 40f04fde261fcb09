import type { KindName } from "./definitions.ts";
import { kindNames, kindOf } from "./kinds/index.ts";
import { ownedCatalogs } from "./kinds/owner.ts";
import { alteredInPlace, type Place, systemCatalogs } from "./object-kinds.ts";

/** `docs/object-kinds.md`: what the engine handles, against what a database can hold. */
export function objectKindsPage(): string {
  return `# Object kinds

What \`schema diff\` and every plan of the toolkit read, compare, create, alter and drop, and what not. Whatever a database holds
and no kind handles is compared all the same, by its definition: where it differs, the plan names it and the command exits 1.

## Kinds

Every kind is created and dropped. What ALTER cannot change is dropped and made again, together with what depends on it. Where nothing is renamed, another name is another
object: the old one goes, the new one comes.

| kind | changed in place | renamed | comment | owner | from |
| --- | --- | --- | --- | --- | --- |
${kindNames.map(kindRow).join("\n")}

The password of a user mapping, the connection of a subscription and all other options of foreign objects are part of a plan's SQL,
as in pg_dump, and of nothing else: findings, code frames and the cache do not have them. Whoever may not read them gets the
object named as not handled. The embedded PostgreSQL has no subscriptions, so statements about them are left out of proofs, by name.

## System catalogs

| catalog | handled by |
| --- | --- |
${Object.entries(systemCatalogs)
  .map(([name, place]) => row([name, placeInWords(place)]))
  .join("\n")}
`;
}

function kindRow(name: KindName): string {
  const kind = kindOf({ kind: name });
  const named = kind.address !== undefined && name !== "sequence owner";
  return row([
    name,
    alteredInPlace[name] === "" ? "made again" : alteredInPlace[name],
    yes(kind.rename !== undefined),
    yes(named),
    yes(
      named && ownedCatalogs.some((catalog) => catalogsOf(name).includes(catalog)) && !ownedByTable.has(name),
    ),
    catalogsOf(name).join(", "),
  ]);
}

/** These have the owner of their table. */
const ownedByTable: ReadonlySet<KindName> = new Set(["index"]);

function catalogsOf(kind: KindName): readonly string[] {
  return Object.entries(systemCatalogs)
    .filter(([, place]) =>
      ("kinds" in place ? place.kinds : "partOf" in place ? place.partOf : []).includes(kind),
    )
    .map(([name]) => name);
}

function placeInWords(place: Place): string {
  if ("outside" in place) return place.outside;
  if ("partOf" in place) return `part of ${place.partOf.join(", ")}`;
  return [place.kinds.join(", "), place.but].filter(Boolean).join("; ");
}

function yes(it: boolean): string {
  return it ? "yes" : "";
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
