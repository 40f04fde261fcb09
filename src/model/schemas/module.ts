import { z } from "zod";
import { doc, keys, named, text } from "./parts.ts";

export const moduleSchema = keys({
  module: text.describe("Its name, as of its folder."),
  doc: doc.optional(),
  uses: named(z.union([z.enum(["all"]), z.array(text)]))
    .optional()
    .describe(
      "Entity of the business model → the fields and relations used, or all. Keys always come along.",
    ),
}).describe("A part of the application with its own partial view.");

export type ModuleDefinition = z.output<typeof moduleSchema>;
