import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { hasErrors } from "../../../src/model/finding.ts";
import { catalogDifferences } from "../../../src/postgres/catalog-differences.ts";
import { readCatalog } from "../../../src/postgres/read-catalog.ts";
import { openShadow } from "../../../src/postgres/shadow.ts";
import { cacheDir, findingsOf, render, sourceOf } from "./support.ts";

/**
 * A case is one file. `--- name.sql` begins a file of a folder that is loaded; `--- same as` is the schema that comes of it,
 * as SQL that psql would load; `--- findings` is what is said (written by `vitest -u`). Adding a case is adding a file.
 */
interface Case {
  readonly files: Readonly<Record<string, string>>;
  readonly sameAs: string | undefined;
}

const folder = fileURLToPath(new URL("./cases/", import.meta.url));
const names = readdirSync(folder).sort();
const shadow = await openShadow({ cacheDir });
afterAll(() => shadow[Symbol.asyncDispose]());

test.for(names)("%s", async (name) => {
  const path = join(folder, name);
  const { files, sameAs } = readCase(readFileSync(path, "utf8"));
  const { findings, loaded } = await shadow.scratch(async (db) => {
    const said = await findingsOf(db, await sourceOf(files));
    return { findings: said, loaded: await readCatalog(db) };
  });
  await expect(caseText({ files, sameAs }, render(findings))).toMatchFileSnapshot(path);
  expect(hasErrors(findings)).toBe(sameAs === undefined);
  if (sameAs === undefined) return;
  const expected = await shadow.scratch(async (db) => {
    await db.execute(sameAs);
    return await readCatalog(db);
  });
  expect(catalogDifferences(loaded, expected)).toEqual([]);
});

function readCase(text: string): Case {
  const sections = text.split(/^--- /m).map((section): readonly [string, string] => {
    const end = section.indexOf("\n");
    return [section.slice(0, end).trim(), section.slice(end + 1).trim()];
  });
  return {
    files: Object.fromEntries(sections.filter(([title]) => title.endsWith(".sql"))),
    sameAs: sections.find(([title]) => title === "same as")?.[1],
  };
}

function caseText({ files, sameAs }: Case, findings: string): string {
  const sections = [
    ...Object.entries(files),
    ...(sameAs === undefined ? [] : [["same as", sameAs]]),
    ["findings", findings],
  ];
  return sections.map(([title, text]) => `--- ${title}\n${text === "" ? "" : `${text}\n`}`).join("\n");
}
