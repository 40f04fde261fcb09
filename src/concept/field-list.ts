import { formatType } from "../model/column-type.ts";
import type { Derived, Entity, Field, Relation } from "../model/model.ts";
import { code, href, link, prose, table } from "./markdown.ts";
import { anchorOf, type ModuleOutline, type Outline, usersOf } from "./outline.ts";

/** Where a description stands: its page, and the entities described there. */
export interface Place {
  readonly outline: Outline;
  readonly file: string;
  readonly entities: readonly Entity[];
}

/** The fields of an entity as a Markdown table. On a module's page `whole` is the business model's entity, to compare with. */
export function fieldList(place: Place, entity: Entity, whole?: Entity): string[] {
  const headers = ["Field", "Type", "Required", "Default", "Key", "Values", "About", "Mixin", "Modules"];
  const rows = entity.fields.map((field) => [
    code(field.name),
    code(formatType(field.type)),
    field.nullable ? "no" : "yes",
    defaultOf(field),
    keyOf(place, entity, field),
    valuesOf(field),
    [...aboutOf(field), ...differences(field, whole)].join(" "),
    field.mixin === undefined ? "" : code(field.mixin),
    whole === undefined ? usersOfField(place.outline, entity, field) : "",
  ]);
  return table(headers, rows);
}

/** Links to the pages of modules. */
export function usersLinks(place: Place, users: readonly ModuleOutline[]): string {
  return users.map(({ module, path }) => link(code(module.name), href(place.file, `${path}.md`))).join(", ");
}

/** A link to an entity: on the same page if it is described there, else to the page that is its home. */
export function entityLink(place: Place, name: string): string {
  const here = place.entities.some((entity) => entity.name === name);
  const home = here
    ? `${place.file}#${anchorOf(place.outline.anchors, name)}`
    : place.outline.homes.get(name);
  return home === undefined ? code(name) : link(code(name), href(place.file, home));
}

function usersOfField(outline: Outline, entity: Entity, field: Field): string {
  return usersOf(outline, entity.name, field.name)
    .map(({ module }) => code(module.name))
    .join(", ");
}

function defaultOf(field: Field): string {
  if (field.generated !== undefined) return `always ${code(field.generated)}`;
  if (field.identity !== undefined) return `numbered (${field.identity})`;
  if (field.derived !== undefined) return derivedOf(field.derived);
  if (field.code !== undefined) return `made: ${code(field.code)}`;
  return field.default === undefined ? "" : code(field.default);
}

function derivedOf({ kind, entity, relation, field, where }: Derived): string {
  const of = code([entity, relation, field].filter((part) => part !== undefined).join("."));
  return `${kind} of ${of}${where === undefined ? "" : ` where ${code(where)}`}`;
}

function keyOf(place: Place, entity: Entity, field: Field): string {
  const refers = entity.relations.filter((relation) => relation.columns.includes(field.name));
  const marks = [
    ...(entity.key.includes(field.name) ? ["primary key"] : []),
    ...(field.unique || refers.some(({ unique }) => unique) ? ["unique"] : []),
    ...refers.map((relation) => `→ ${entityLink(place, relation.target)}${roleOf(relation)}`),
  ];
  return marks.join(", ");
}

function roleOf(relation: Relation): string {
  return relation.name === relation.target ? "" : ` as ${code(relation.name)}`;
}

function valuesOf(field: Field): string {
  const values = (field.values ?? []).map(code).join(", ");
  return field.enumType === undefined ? values : `${values} (type ${code(field.enumType)})`;
}

function aboutOf(field: Field): string[] {
  return [
    ...(field.deprecated === undefined ? [] : [`**Deprecated:** ${prose(field.deprecated)}`]),
    ...(field.doc === undefined ? [] : [prose(field.doc)]),
    ...(field.check === undefined ? [] : [`Must hold: ${code(field.check)}.`]),
    ...statesOf(field),
    ...(field.pii === undefined ? [] : [`**PII:** ${field.pii}.`]),
    ...(field.encrypt === undefined ? [] : [`**Encrypted** with the key ${code(field.encrypt.key)}.`]),
    ...(field.examples === undefined ? [] : [`For example ${field.examples.map(code).join(", ")}.`]),
    ...(field.shape === undefined ? [] : [`Keys: ${Object.keys(field.shape).map(code).join(", ")}.`]),
    ...(field.flag === undefined ? [] : [`Only with the flag ${code(field.flag)}.`]),
    ...futureOf(field),
    ...(field.was === undefined ? [] : [`Formerly ${code(field.was)}.`]),
  ];
}

function futureOf({ future }: Field): string[] {
  if (future === undefined) return [];
  const upgrade = future.upgrade === undefined ? "" : ` Upgrade: ${prose(future.upgrade)}`;
  return [`**Future:** from the stage ${code(future.stage)} on.${upgrade}`];
}

/** `Steps: Draft → Review; Review → Draft, Published.` */
function statesOf({ transitions, starts }: Field): string[] {
  if (transitions === undefined) return [];
  const steps = transitions
    .filter(({ to }) => to.length > 0)
    .map(({ from, to }) => `${code(from)} → ${to.map(code).join(", ")}`);
  return [
    steps.length === 0 ? "Never changes." : `Steps: ${steps.join("; ")}.`,
    ...(starts === undefined ? [] : [`Starts as ${starts.map(code).join(" or ")}.`]),
  ];
}

/** What a module says otherwise than the business model. */
function differences(field: Field, whole: Entity | undefined): string[] {
  if (whole === undefined) return [];
  const agreed = whole.fields.find(({ name }) => name === field.name);
  if (agreed === undefined) return ["**Not in the business model.**"];
  const aspects = [
    [formatType(field.type), formatType(agreed.type)],
    [field.nullable ? "optional" : "required", agreed.nullable ? "optional" : "required"],
    [field.default ?? "no default", agreed.default ?? "no default"],
    [(field.values ?? ["any value"]).join(", "), (agreed.values ?? ["any value"]).join(", ")],
  ] as const;
  const other = aspects.filter(([here, there]) => here !== there).map(([, there]) => code(there));
  return other.length === 0 ? [] : [`**Business model:** ${other.join(", ")}.`];
}
