import { afterAll, expect, test } from "vitest";
import { openShadow } from "../../src/postgres/shadow.ts";
import { harden } from "../../src/production/harden.ts";
import { preamble } from "../../src/production/platform.ts";
import { buckets as proof } from "../../src/production/proofs/buckets.ts";
import { proveProduction, proveProofs } from "../../src/production/prove.ts";
import { cacheDir } from "../support/cache.ts";
import { projectOf } from "./definitions.ts";

const declared = `# config: buckets:
# config:   papers: { limit: 2 GB, allow: [select, insert, update, delete] }
# config:   "it's": { types: [image/png], allow: [insert] }
# config:   closed: { public: true }
entity: user
fields: { id: uuid primary key }
access: [{ allow: all, to: authenticated, when: id = me() }]
`;

function hardened(platform: string) {
  const { business, config } = projectOf(declared, `platform: ${platform}\npostgres: 15\n`);
  return harden(business, config);
}

const shadow = await openShadow({ cacheDir, preamble: preamble("supabase") });
afterAll(async () => await shadow[Symbol.asyncDispose]());

test("people reach the files of their own folder, and no others", async () => {
  const { statements, context } = hardened("supabase");
  const { proofs } = await proveProduction(shadow, statements, context, [proof]);
  expect(proofs.filter(({ held }) => !held)).toEqual([]);
  // Each of 3 people: select and insert in 3 buckets and elsewhere, and the change of all files; and the move.
  expect(proofs).toHaveLength(3 * (3 * 4 + 2) + 1);
});

test("a policy that is broken is noticed", async () => {
  const { statements, context } = hardened("supabase");
  const results = await proveProofs(shadow, statements, context, [proof]);
  expect(results.filter(({ failed }) => failed.length === 0).map(({ mutation }) => mutation.breaks)).toEqual(
    [],
  );
  expect(results).toHaveLength(5 * 3 + 1);
});

test("loading it again brings new limits", async () => {
  const { additions } = hardened("supabase");
  const sql = additions.flatMap((one) => (one.rule === "buckets" && one.kind === "setting" ? [one.sql] : []));
  await shadow.scratch(async (db) => {
    await db.execute("INSERT INTO storage.buckets (id, name, public) VALUES ('papers', 'papers', true)");
    for (const statement of [...sql, ...sql]) await db.execute(statement);
    expect(
      await db.query(
        'SELECT id, public, file_size_limit, allowed_mime_types FROM storage.buckets ORDER BY id COLLATE "C"',
      ),
    ).toEqual([
      { id: "closed", public: true, file_size_limit: null, allowed_mime_types: null },
      { id: "it's", public: false, file_size_limit: null, allowed_mime_types: ["image/png"] },
      { id: "papers", public: false, file_size_limit: 2 ** 31, allowed_mime_types: null },
    ]);
  });
});

test("a platform without storage has no buckets", () => {
  expect(hardened("postgres").findings).toMatchObject([
    {
      code: "production/no-storage",
      severity: "error",
      message: expect.stringContaining("papers, it's, closed"),
    },
  ]);
});
