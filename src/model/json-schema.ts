import { z } from "zod";
import { configSchema } from "./schemas/config.ts";
import { decisionsSchema } from "./schemas/decisions.ts";
import { entitySchema, mixinSchema } from "./schemas/entity.ts";
import { moduleSchema } from "./schemas/module.ts";
import { editorSchemas } from "./schemas/parts.ts";

const fileKinds = {
  config: configSchema,
  decisions: decisionsSchema,
  entity: entitySchema,
  mixin: mixinSchema,
  module: moduleSchema,
};

/** The JSON Schemas (draft-07) that editors complete and check definitions with: file name → content. */
export function jsonSchemas(): ReadonlyMap<string, string> {
  const files = Object.entries(fileKinds).map(([kind, schema]) => {
    const title = `${kind} of schema-lifecycle`;
    const content = { ...toJsonSchema(schema), title };
    return [`${kind}.schema.json`, `${JSON.stringify(content, null, 2)}\n`] as const;
  });
  return new Map(files);
}

function toJsonSchema(schema: z.core.$ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, {
    target: "draft-7",
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const { def } = zodSchema._zod;
      const editorSchema = editorSchemas.get(zodSchema);
      if (editorSchema !== undefined) replaceContent(jsonSchema, editorSchema);
      else if (def.type === "map") replaceContent(jsonSchema, mapOf(def.valueType));
    },
  });
}

/** A map by name: JSON Schema knows it as an object with any keys. */
function mapOf(value: z.core.$ZodType): Record<string, unknown> {
  const { $schema: _, ...additionalProperties } = toJsonSchema(value);
  return { type: "object", additionalProperties };
}

/** Puts in what an editor shall see; the description stays. */
function replaceContent(target: Record<string, unknown>, content: object): void {
  const { description } = target;
  for (const key of Object.keys(target)) delete target[key];
  Object.assign(target, content, description === undefined ? {} : { description });
}
