import { dirname, join, relative, sep } from "node:path";
import { Project, type SourceFile, SyntaxKind } from "ts-morph";
import { expect, test } from "vitest";
import { repository } from "./support/cli.ts";

/** Which parts a part may import. Arrows point one way; everything may import itself. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  bin: ["cli"],
  scripts: ["cli", "production", "postgres", "model", "tests"], // of the repository, and in no package
  cli: ["check", "production", "merger", "prototype", "concept", "sources", "postgres", "model"],
  check: ["production", "merger", "prototype", "concept", "postgres", "model"],
  production: ["merger", "prototype", "postgres", "model"],
  merger: ["postgres", "model"],
  prototype: ["postgres", "model"],
  concept: ["model"], // no database, so no SQL
  sources: ["postgres", "model"],
  postgres: ["model"],
  model: [],
};

/** `src/model/names.ts` is of part `model`, `bin/schema.ts` of part `bin`. */
function partOf(path: string): string {
  const [top = "", folder = ""] = relative(repository, path).split(sep);
  return top === "src" ? folder : top;
}

/** Relative imports, exports and dynamic imports, as paths. */
function importsOf(file: SourceFile): string[] {
  const declared = [...file.getImportDeclarations(), ...file.getExportDeclarations()]
    .map((declaration) => declaration.getModuleSpecifierValue())
    .filter((specifier) => specifier !== undefined);
  const dynamic = file
    .getDescendantsOfKind(SyntaxKind.CallExpression)
    .filter((call) => call.getExpression().getKind() === SyntaxKind.ImportKeyword)
    .flatMap((call) => call.getArguments()[0]?.asKind(SyntaxKind.StringLiteral)?.getLiteralValue() ?? []);
  return [...declared, ...dynamic]
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => join(dirname(file.getFilePath()), specifier));
}

function wrongArrows(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const from = partOf(file.getFilePath());
    return importsOf(file)
      .filter((path) => partOf(path) !== from && !arrows[from]?.includes(partOf(path)))
      .map((path) => `${relative(repository, file.getFilePath())} -> ${relative(repository, path)}`);
  });
}

function parse(globs: readonly string[]): readonly SourceFile[] {
  const project = new Project({ skipFileDependencyResolution: true });
  return project.addSourceFilesAtPaths(globs.map((glob) => join(repository, glob)));
}

test("imports follow the arrows", () => {
  const files = parse(["bin/**/*.ts", "src/**/*.ts", "scripts/**/*.ts"]);
  expect(new Set(files.map((file) => partOf(file.getFilePath())))).toEqual(new Set(Object.keys(arrows)));
  expect(wrongArrows(files)).toEqual([]);
});

test.for([
  {
    path: "src/model/wrong.ts",
    text: 'import { plan } from "../postgres/plan.ts";',
    target: "src/postgres/plan.ts",
  },
  { path: "src/postgres/wrong.ts", text: 'export * from "../cli/io.ts";', target: "src/cli/io.ts" },
  {
    path: "src/concept/wrong.ts",
    text: 'await import("../production/harden.ts");',
    target: "src/production/harden.ts",
  },
  {
    path: "src/merger/wrong.ts",
    text: 'import type { Rule } from "../check/rule.ts";',
    target: "src/check/rule.ts",
  },
])("an arrow that points back is caught: $path", ({ path, text, target }) => {
  const project = new Project({ useInMemoryFileSystem: true });
  const file = project.createSourceFile(join(repository, path), text);
  expect(wrongArrows([file])).toEqual([`${path} -> ${target}`]);
});
