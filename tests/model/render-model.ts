import { formatType } from "../../src/model/column-type.ts";
import type { Entity, Field, Model, Origin, Project, Relation, Shape } from "../../src/model/model.ts";

/** Everything that a project says, as text for golden files. */
export function renderProject({ config, business, modules, decisions }: Project): string {
  return [
    `config ${JSON.stringify(config)}`,
    ...renderModel("business model", business),
    ...modules.flatMap(({ name, view }) => renderModel(`module ${name}`, view)),
    ...decisions.map(({ at: _, ...decision }) => `decision ${JSON.stringify(decision)}`),
    "",
  ].join("\n");
}

function renderModel(title: string, { entities, sql }: Model): string[] {
  return ["", `== ${title}`, ...entities.flatMap(renderEntity), ...sql.map(({ path }) => `sql ${path}`)];
}

function renderEntity(entity: Entity): string[] {
  const { name, table, key, fields, relations, checks, indexes, queries, access, origins, ...rest } = entity;
  return [
    "",
    `${name}, table ${table}, key ${key.join(", ")}${places(origins)}`,
    ...fields.map(renderField),
    ...relations.map(renderRelation),
    ...checks.map((check) => `  check ${check.name}: ${check.expression}`),
    ...indexes.map(({ origins: _, ...index }) => `  index ${JSON.stringify(index)}`),
    ...queries.map(({ origins: _, ...query }) => `  query ${JSON.stringify(query)}`),
    ...access.map(({ origins: _, ...line }) => `  access ${JSON.stringify(line)}`),
    ...Object.entries(rest).flatMap(([word, value]) => renderRest(word, value)),
  ];
}

function renderField(field: Field): string {
  const { name, type, nullable, unique, default: fallback, values, shape, origins, ...rest } = field;
  const more = Object.entries(rest).filter(([, value]) => value !== undefined);
  return [
    `  ${name}: ${formatType(type)}${nullable ? "?" : ""}${unique ? " unique" : ""}`,
    values ? ` in ${JSON.stringify(values)}` : "",
    fallback === undefined ? "" : ` = ${fallback}`,
    shape ? ` shape ${renderShape(shape)}` : "",
    more.length === 0 ? "" : ` ${JSON.stringify(Object.fromEntries(more))}`,
    places(origins),
  ].join("");
}

function renderShape(shape: Shape): string {
  const keys = Object.entries(shape).map(([key, { type, optional, values }]) => {
    const isType = typeof type.name === "string";
    const shown = isType ? formatType(type as Field["type"]) : renderShape(type as Shape);
    return `${key}: ${shown}${optional ? "?" : ""}${values ? ` in ${values.join("|")}` : ""}`;
  });
  return `{ ${keys.join(", ")} }`;
}

function renderRelation(relation: Relation): string {
  const { name, target, columns, references, origins, ...rest } = relation;
  return `  ${name} -> ${target} (${columns.join(", ")}) to (${references.join(", ")}) ${JSON.stringify(rest)}${places(origins)}`;
}

function renderRest(word: string, value: unknown): string[] {
  const empty = value === undefined || JSON.stringify(value) === "{}";
  return empty ? [] : [`  ${word} ${JSON.stringify(value)}`];
}

function places(origins: readonly Origin[]): string {
  const shown = origins.map(({ module, at }) => {
    const line = at.source.text.slice(0, at.start).split("\n").length;
    return `${module} ${at.source.path}:${line}`;
  });
  return `  <${shown.join(", ")}>`;
}
