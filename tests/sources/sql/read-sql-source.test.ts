import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { AppError } from "../../../src/model/app-error.ts";
import { type Finding, position, renderFinding } from "../../../src/model/finding.ts";
import { readSqlSource } from "../../../src/sources/sql/read-sql-source.ts";
import type { SqlSource } from "../../../src/sources/sql/source.ts";
import { folderOf, sourceOf } from "./support.ts";

/** The statements here are mostly short queries; that those change nothing is no matter. */
function findingsIn({ findings }: SqlSource): readonly Finding[] {
  return findings.filter(({ code }) => code !== "sql/no-effect");
}

const utf16 = Buffer.from("\ufeffSELECT 1;", "utf16le");

describe("statements", () => {
  test.for<[what: string, text: string, ...statements: string[]]>([
    ["comments and empty statements", "-- a;\n;; /* b; /* c; */ ; */ SELECT 1 -- d;\n; ;", "SELECT 1"],
    ["the last one needs no semicolon", "SELECT 1;\nSELECT 2 -- end", "SELECT 1", "SELECT 2"],
    ["CRLF", "SELECT 1;\r\n\\echo x\r\nSELECT\r\n2;\r\n", "SELECT 1", "SELECT\r\n2"],
    ["a byte order mark", "\ufeffSELECT 1;", "SELECT 1"],
    [
      "a byte order mark in the middle, where files were joined",
      "SELECT 1;\n\ufeffSELECT 2;",
      "SELECT 1",
      "SELECT 2",
    ],
    [
      "strings",
      `SELECT 'a;''b;', E'c\\';', U&'d;', "e;""f;";`,
      `SELECT 'a;''b;', E'c\\';', U&'d;', "e;""f;"`,
    ],
    ["a backslash ends no plain string", "SELECT 'a\\'; SELECT 'b';", "SELECT 'a\\'", "SELECT 'b'"],
    [
      "dollar quotes",
      "SELECT $$;$$, $a$;$$;$a$, $ü$;$ü$; SELECT 1;",
      "SELECT $$;$$, $a$;$$;$a$, $ü$;$ü$",
      "SELECT 1",
    ],
    ["dollars in names are no quotes", "SELECT a$b$; SELECT 1 AS b$;", "SELECT a$b$", "SELECT 1 AS b$"],
    [
      "parentheses",
      "CREATE RULE r AS ON DELETE TO t DO (SELECT 1; SELECT 2); SELECT 3;",
      "CREATE RULE r AS ON DELETE TO t DO (SELECT 1; SELECT 2)",
      "SELECT 3",
    ],
    [
      "BEGIN ATOMIC",
      "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; SELECT 3;",
      "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END",
      "SELECT 3",
    ],
    ["an operator before a comment", "SELECT 1 +--;\n2; SELECT 3/*;*/;", "SELECT 1 +--;\n2", "SELECT 3"],
  ])("%s", async ([, text, ...statements]) => {
    const source = await sourceOf({ "a.sql": text });
    expect(findingsIn(source)).toEqual([]);
    expect(source.statements.map(({ sql }) => sql)).toEqual(statements);
    for (const { sql, at } of source.statements) expect(at.source.text.slice(at.start, at.end)).toBe(sql);
  });
});

describe("files", () => {
  test("of a folder are read by their path; an included one where it is included", async () => {
    const source = await sourceOf({
      "b.sql": "SELECT 'b';",
      "a/z.SQL": "SELECT 'a/z';",
      "a.sql": "\\ir b/part.sql\nSELECT 'a';",
      "b/part.sql": "SELECT 'part';",
      "notes.md": "SELECT",
      ".hidden/x.sql": "SELECT 'hidden';",
      ".x.sql": "SELECT 'hidden';",
      "empty.sql": "",
    });
    expect(source.statements.map(({ sql }) => sql)).toEqual([
      "SELECT 'part'",
      "SELECT 'a'",
      "SELECT 'a/z'",
      "SELECT 'b'",
    ]);
    expect(findingsIn(source)).toEqual([]);
  });

  test("are found in the current folder, then beside the file", async () => {
    const files = {
      "db/main.sql": "\\i db/one.sql\n\\i two.sql\n",
      "db/one.sql": "SELECT 1;",
      "db/two.sql": "SELECT 2;",
    };
    const source = await sourceOf(files, "db/main.sql");
    expect(source.files.map(({ path }) => path)).toEqual(["db/main.sql", "db/one.sql", "db/two.sql"]);
    expect(source.statements.map(({ sql }) => sql)).toEqual(["SELECT 1", "SELECT 2"]);
  });

  test("that include each other are read, and named", async () => {
    const source = await sourceOf({ "a.sql": "\\ir b.sql\nSELECT 'a';", "b.sql": "\\ir a.sql\nSELECT 'b';" });
    expect(source.statements.map(({ sql }) => sql)).toEqual(["SELECT 'b'", "SELECT 'a'"]);
    expect(findingsIn(source).map(({ message }) => message)).toEqual([
      "Files include each other: a.sql -> b.sql -> a.sql.",
    ]);
  });

  test.for(["../secret.sql", "link.sql"])("outside are not read: %s", async (path) => {
    await using folder = await folderOf({ "secret.sql": "the password", "db/main.sql": `\\ir ${path}` });
    await symlink(join(folder.path, "secret.sql"), join(folder.path, "db/link.sql"));
    const source = await readSqlSource("main.sql", { relativeTo: join(folder.path, "db") });
    expect(findingsIn(source).map(({ code }) => code)).toEqual(["sql/include-outside"]);
    expect(findingsIn(source).map(renderFinding).join()).not.toContain("password");
  });

  test.for<[what: string, bytes: Uint8Array, code: string]>([
    ["Latin-1", Buffer.from("SELECT 'ü';", "latin1"), "sql/not-utf8"],
    ["UTF-16", utf16, "sql/not-utf8"],
    ["U+0000", Buffer.from("SELECT 1;\0"), "sql/not-text"],
    ["an archive of pg_dump", Buffer.from("PGDMP\x01\x0e"), "sql/archive"],
  ])("that hold no SQL text: %s", async ([, bytes, code]) => {
    const source = await sourceOf({ "a.sql": bytes, "b.sql": "SELECT" });
    expect(findingsIn(source)).toMatchObject([
      { code, severity: "error", message: expect.stringContaining("a.sql") },
    ]);
  });

  test.for([
    ["nowhere", "sql/no-file"],
    ["empty", "sql/empty-folder"],
  ])("%s", async ([path = "", code]) => {
    await using folder = await folderOf({});
    await mkdir(join(folder.path, "empty"));
    const error = await readSqlSource(path, { relativeTo: folder.path }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ exit: 3, findings: [{ code }] });
  });

  test("with nothing in them are said to be empty", async () => {
    const source = await sourceOf({ "a.sql": "-- later" });
    expect(findingsIn(source)).toMatchObject([{ code: "sql/no-statements", severity: "warning" }]);
  });
});

test("rows of COPY are left out, and named with their place", async () => {
  const rows = "COPY public.a (x) FROM stdin;\n1\\tb;'\n\\N\n\\.\n";
  const source = await sourceOf({
    "a.sql": `SELECT 1;\n${rows}SELECT 2;\n${rows.replaceAll("\n", "\r\n")}SELECT 3;`,
  });
  expect(source.statements.map(({ sql }) => sql)).toEqual(["SELECT 1", "SELECT 2", "SELECT 3"]);
  expect(findingsIn(source)).toMatchObject([{ code: "sql/rows-left-out", severity: "warning" }]);
  expect(findingsIn(source)[0]?.message).toContain("The rows of 2 COPY");
  expect(findingsIn(source).map(({ at }) => at && position(at))).toEqual([{ line: 2, column: 1 }]);
});
