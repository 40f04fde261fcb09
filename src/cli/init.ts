import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import { AppError, type ExitCode, exitCode } from "../model/app-error.ts";
import type { Platform } from "../model/model.ts";
import { packageRoot } from "../model/package-root.ts";
import { listFiles, writeFilesTogether } from "./files.ts";
import type { Io } from "./io.ts";
import { packageVersion } from "./package.ts";
import type { DefineCommand } from "./program.ts";

interface InitOptions {
  readonly dir?: string;
  readonly name?: string;
  readonly platform?: Platform;
  readonly module?: string;
  readonly yes?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

const platforms: readonly Platform[] = ["postgres", "supabase", "citus"];

export const define: DefineCommand = (command, { io, run }) => {
  command
    .argument("[dir]", "folder of the new project; made if missing")
    .option("--name <name>", "name of the project", nameOption)
    .addOption(new Option("--platform <platform>", "where production runs").choices(platforms))
    .option("--module <name>", "name of the first module", nameOption)
    .option("-y, --yes", "take the default for what no option says, without asking")
    .option("--dry-run", "say what would be written, write nothing")
    .option("--no-input", "never ask")
    .option("--dir <folder>", "the same as the argument")
    .option("--json", "print the result as JSON")
    .action(
      run((dir: string | undefined, options: InitOptions) => init(dir ?? options.dir ?? ".", options, io)),
    );
};

async function init(dir: string, options: InitOptions, io: Io): Promise<ExitCode> {
  const folder = resolve(io.cwd, dir);
  const answers = await ask(folder, options, io);
  const files = await fillTemplates(folder, answers);
  refuseToOverwrite([...files.keys()], io);
  if (options.dryRun === undefined) {
    await writeFilesTogether(files);
  }
  const written = [...files.keys()].map((path) => slashes(relative(io.cwd, path)));
  if (options.json) {
    io.out(JSON.stringify({ version: 1, ok: true, dryRun: options.dryRun === true, written }, null, 2));
  } else {
    io.out(report(written, slashes(relative(io.cwd, folder)), answers, options.dryRun === true));
  }
  return exitCode.ok;
}

interface Answers {
  readonly name: string;
  readonly platform: Platform;
  readonly module: string;
}

async function ask(folder: string, options: InitOptions, io: Io): Promise<Answers> {
  const asks = io.interactive && options.yes === undefined;
  const suggested = plainName(basename(folder)) ?? "app";
  const name = options.name ?? (asks ? await io.ask.input("Name of the project", suggested) : suggested);
  const platform =
    options.platform ??
    (asks
      ? await io.ask.select(
          "Where production runs",
          platforms.map((value) => ({ name: value, value })),
        )
      : "postgres");
  const module = options.module ?? (asks ? await io.ask.input("Name of the first module", "tasks") : "tasks");
  return { name: nameAnswer(name), platform, module: nameAnswer(module) };
}

const nameRule = "Use small letters, digits and hyphens, a letter first, at most 50 characters.";

/** A name that is safe as a folder, in YAML and as a package name. */
function isPlain(name: string): boolean {
  return /^[a-z][a-z0-9-]{0,49}$/.test(name);
}

/** What is left of a text as such a name. */
export function plainName(text: string): string | undefined {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 50)
    .replace(/-+$/, "");
  return isPlain(name) ? name : undefined;
}

export function nameOption(name: string): string {
  if (isPlain(name)) return name;
  throw new InvalidArgumentError(nameRule);
}

function nameAnswer(name: string): string {
  if (isPlain(name)) return name;
  throw new AppError(
    { code: "cli/bad-name", severity: "error", message: `"${name}" cannot be a name here.`, help: nameRule },
    { exit: exitCode.usage },
  );
}

/** The new project's files, by absolute path. */
async function fillTemplates(folder: string, answers: Answers): Promise<ReadonlyMap<string, string>> {
  const templates = join(packageRoot(), "templates/project");
  const repository = nearest(folder, ".git") ?? folder;
  const application = nearest(folder, "package.json", repository);
  const packageFolder = application ?? folder;
  const files = new Map<string, string>();
  for (const template of await listFiles(templates)) {
    if (template === "package.json" && application !== undefined) continue;
    const path = join(template.startsWith("_github/") ? repository : folder, targetPath(template, answers));
    if (template === "_gitignore" && existsSync(path)) continue;
    const values: Record<string, string> = {
      ...answers,
      version: packageVersion(),
      schemas: fromTo(
        dirname(path),
        join(packageFolder, "node_modules/schema-lifecycle/templates/json-schema"),
      ),
      packageFolder: fromTo(repository, packageFolder),
      projectFolder: fromTo(repository, folder),
    };
    const text = await readFile(join(templates, template), "utf8");
    files.set(
      path,
      text.replace(/\{\{(\w+)\}\}/g, (_, key: string) => values[key] ?? ""),
    );
  }
  return files;
}

/** npm would leave `.gitignore` out of the package, so the templates of dot files start with `_`. */
function targetPath(template: string, { module }: Answers): string {
  return template.replace(/^_git/, ".git").replace("_module", module);
}

/** The nearest folder from here upwards, at most to `top`, that holds this file or folder. */
function nearest(folder: string, name: string, top?: string): string | undefined {
  if (existsSync(join(folder, name))) return folder;
  return folder === top || dirname(folder) === folder ? undefined : nearest(dirname(folder), name, top);
}

function fromTo(from: string, to: string): string {
  return slashes(relative(from, to)) || ".";
}

function slashes(path: string): string {
  return path.split(sep).join("/");
}

function refuseToOverwrite(paths: readonly string[], io: Io): void {
  const existing = paths.filter((path) => existsSync(path));
  if (existing.length === 0) return;
  throw new AppError(
    existing.map((path) => ({
      code: "cli/file-exists",
      severity: "error",
      message: `${slashes(relative(io.cwd, path))} exists already; nothing was written.`,
      help: "Name another folder, or move the file away.",
    })),
  );
}

function report(written: readonly string[], folder: string, { module }: Answers, dryRun: boolean): string {
  const steps = [
    ...(folder === "" ? [] : [`cd ${folder}`]),
    written.some((path) => path.endsWith("package.json"))
      ? "npm install"
      : "npm install --save-dev schema-lifecycle",
    "npx schema concept",
    `npx schema prototype ${module} --name start`,
    "npx schema harden",
  ];
  return [
    dryRun ? "Would write:" : "Written:",
    ...written.map((path) => `  ${path}`),
    "",
    "Next:",
    ...steps.map((step) => `  ${step}`),
  ].join("\n");
}
