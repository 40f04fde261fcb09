import type { Catalog, ObjectOf } from "../../postgres/catalog.ts";
import { qualified } from "../../postgres/quote.ts";
import { type Assertion, textIs } from "./assertions.ts";
import { objectsOf } from "./tables.ts";

/** With whose rights a function runs, whether a caller can slip objects under it, and who may call it. */
export function functionAssertion(
  each: ObjectOf<"function">,
  catalog: Catalog,
  administrators: readonly string[],
): Assertion {
  const [schema = "", name = "", types = ""] = each.id.path;
  const signature = `${qualified(schema, name)}(${types})`;
  const callers = callersOf(each, catalog).filter((caller) => !administrators.includes(caller));
  const said = [
    header(each).includes("SECURITY DEFINER") ? "runs as its owner" : "runs as its caller",
    ...(header(each).includes(" SET search_path TO ") ? ["search_path pinned"] : []),
    `called by ${callers.length === 0 ? "nobody else" : callers.join(" and ")}`,
  ].join(", ");
  return textIs("function_is", signature, said, `${signature}: ${said}`);
}

/** What stands before the body. */
function header({ definition: { definition } }: ObjectOf<"function">): string {
  return definition.split(/^(?:AS |BEGIN ATOMIC|RETURN )/m, 1)[0] ?? "";
}

/** PUBLIC may call a function unless that was revoked. */
function callersOf({ id }: ObjectOf<"function">, catalog: Catalog): readonly string[] {
  const grants = objectsOf(catalog, "grant").filter(
    ({ id: { path } }) =>
      path[0] === "function" && id.path.every((part, position) => path[position + 1] === part),
  );
  const all = new Map([["PUBLIC", true]]);
  for (const { id: of, definition } of grants)
    all.set(of.path.at(-1) ?? "", definition.privileges.length > 0);
  return [...all].flatMap(([grantee, may]) => (may && grantee !== "CURRENT_USER" ? [grantee] : [])).sort();
}
