import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { jsonSchemas } from "../../src/model/json-schema.ts";
import { repository } from "../support/cli.ts";

const folder = join(repository, "templates/json-schema");

test("the JSON Schemas in templates/ are those of the definitions (npm run generate)", () => {
  const written = readdirSync(folder).map(
    (name) => [name, readFileSync(join(folder, name), "utf8")] as const,
  );
  expect(new Map(written)).toEqual(jsonSchemas());
});

/** Reads a JSON Schema the other way, as an editor does. */
function editorSchema(kind: string): z.ZodType {
  return z.fromJSONSchema(JSON.parse(jsonSchemas().get(`${kind}.schema.json`) ?? ""));
}

const example = join(repository, "examples/crm");
const files = readdirSync(example, { recursive: true, encoding: "utf8" });

test.for([
  ["config", /^schema\.config\.yaml$/],
  ["decisions", /^decisions\.yaml$/],
  ["entity", /entities\/.*\.yaml$/],
  ["mixin", /^mixins\/.*\.yaml$/],
  ["module", /^modules\/[^/]+\/module\.yaml$/],
] as const)("an editor accepts the example's files: %s", ([kind, pattern]) => {
  const paths = files.filter((path) => pattern.test(path));
  expect(paths).not.toEqual([]);
  for (const path of paths) {
    const text = readFileSync(join(example, path), "utf8");
    for (const document of parseAllDocuments(text)) {
      expect(editorSchema(kind).safeParse(document.toJS()).error, path).toBeUndefined();
    }
  }
});

test.for([
  ["entity", { entity: "a", feilds: {} }],
  ["entity", { entity: "a", fields: { id: { type: "uuid", pi: "x" } } }],
  ["entity", { entity: "a", fields: { id: { type: "text", pii: "secretive" } } }],
  ["entity", { entity: "a", harden: { audit: "no" } }],
  ["module", { module: "a", uses: { account: "some" } }],
  ["config", { name: "a", postgres: 9 }],
] as const)("an editor marks a wrong %s: %o", ([kind, value]) => {
  expect(editorSchema(kind).safeParse(value).success).toBe(false);
});
