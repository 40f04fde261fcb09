import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findBrowser } from "../../src/concept/browser.ts";
import { conceptFiles } from "../../src/concept/concept-files.ts";
import { diagramOf } from "../../src/concept/diagram.ts";
import { mermaidText } from "../../src/concept/mermaid.ts";
import { MermaidRenderer } from "../../src/concept/mermaid-cli.ts";
import { visible } from "../../src/concept/text.ts";
import { AppError } from "../../src/model/app-error.ts";
import { decodeXml } from "./decode-xml.ts";
import { hasBrowser } from "./has-browser.ts";
import { hostileTexts } from "./hostile.ts";
import { entity, field, project, relation } from "./models.ts";

const nothing = async () => undefined;
const none = { executablePath: () => "/nowhere/chrome" };

async function failure(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`Expected an AppError, not ${String(error)}`);
}

describe("without what it takes", () => {
  test("says which packages to install when mermaid-cli is not there", async () => {
    const error = await failure(MermaidRenderer.open(["/nowhere/package.json"], {}));
    expect(error.exit).toBe(3);
    expect(error.message).toContain("npm install --save-dev @mermaid-js/mermaid-cli puppeteer");
  });

  test("says how to get a browser when there is none", async () => {
    const error = await failure(findBrowser(none, nothing, {}, ["/nowhere/chromium"]));
    expect(error.exit).toBe(3);
    expect(error.message).toContain("npx puppeteer browsers install chrome-headless-shell");
  });

  test("names the variable that names no file, even where another browser is", async () => {
    const env = { CHROME_PATH: "/nowhere/my-chrome" };
    const error = await failure(findBrowser({ executablePath: () => process.execPath }, nothing, env));
    expect(error.message).toContain("CHROME_PATH names /nowhere/my-chrome");
  });

  test("says when what it was given is no browser", async () => {
    const env = { CHROME_PATH: process.execPath };
    const error = await failure(MermaidRenderer.open([import.meta.url], env));
    expect(error.exit).toBe(3);
    expect(error.message).toContain("did not start");
  });
});

test.for([
  {
    named: { PUPPETEER_EXECUTABLE_PATH: process.execPath },
    own: "/nowhere",
    usual: [],
    from: "the environment",
  },
  { named: {}, own: process.execPath, usual: [], from: "puppeteer" },
  {
    named: { CHROME_PATH: "" },
    own: "/nowhere",
    usual: ["/nowhere", process.execPath],
    from: "a usual place",
  },
])("takes the browser from $from", async ({ named, own, usual }) => {
  const place = await findBrowser({ executablePath: () => own }, nothing, named, usual);
  expect(place.path).toBe(process.execPath);
});

/** mermaid breaks lines where it likes. */
function squeezed(text: string): string {
  return text.replace(/[\s\u00a0]+/g, "");
}

describe.skipIf(!hasBrowser)("with a browser", () => {
  let renderer: MermaidRenderer;

  beforeAll(async () => {
    renderer = await MermaidRenderer.open([import.meta.url], process.env);
  });
  afterAll(async () => {
    await renderer[Symbol.asyncDispose]();
  });

  const order = entity("order", [field("note")], [relation("customer", "customer")]);
  const text = mermaidText(diagramOf({ title: "orders", entities: [order], hues: new Map() }, "all"));

  test.for([
    { format: "svg", begins: "<svg" },
    { format: "png", begins: "\x89PNG" },
    { format: "pdf", begins: "%PDF" },
  ] as const)("draws $format, and the same bytes again", async ({ format, begins }) => {
    const first = await renderer.render("order", text, format);
    expect(Buffer.from(first).toString("latin1").slice(0, begins.length)).toBe(begins);
    expect(first.length).toBeGreaterThan(5000);
    const again = await renderer.render("order", text, format);
    expect(Buffer.from(again).equals(Buffer.from(first))).toBe(true);
  });

  test("shows names as they are, and runs none of them", async () => {
    const entities = hostileTexts.map((name) =>
      entity(name, [field(name, { values: [name] })], [relation(name, name)]),
    );
    const hostile = mermaidText(diagramOf({ title: "hostile", entities, hues: new Map() }, "all"));
    for (const labels of ["HTML", "SVG"]) {
      const asked = `%%{init: {"htmlLabels": ${labels === "HTML"}}}%%\n${hostile}`;
      const svg = Buffer.from(await renderer.render("hostile", asked, "svg")).toString();
      expect(svg.match(/<(script|img|a|iframe)\b.{0,80}/g) ?? []).toEqual([]);
      const shown = squeezed(decodeXml(svg.replace(/<[^>]*>/g, "")));
      // What is put right for SVG labels would be wrong for the HTML labels that only this test asks of an SVG.
      const names = hostileTexts.filter((name) => labels === "SVG" || !/&#\d/.test(name));
      for (const name of names) expect(shown, labels).toContain(squeezed(visible(name)));
    }
  });

  test("draws texts that mermaid alone would refuse for their length", async () => {
    const fields = Array.from({ length: 500 }, (_, index) =>
      field(`field_${index}`, { values: ["x".repeat(100)] }),
    );
    const wide = mermaidText(
      diagramOf({ title: "wide", entities: [entity("wide", fields)], hues: new Map() }, "all"),
    );
    expect(wide.length).toBeGreaterThan(50_000);
    const svg = Buffer.from(await renderer.render("wide", wide, "svg")).toString();
    expect(svg).toContain('aria-roledescription="er"');
    expect(svg).toContain("field_499");
  });

  test.for([
    { name: "what mermaid cannot read", wrong: "erDiagram\n  a {{ b", says: "Parse error" },
    { name: "what is over every limit", wrong: `erDiagram\n${" ".repeat(5_000_001)}`, says: "5000000" },
  ])("refuses $name instead of drawing an error", async ({ wrong, says }) => {
    for (const format of ["svg", "png"] as const) {
      const error = await failure(renderer.render("wrong.mmd", wrong, format));
      expect(error.message).toContain("wrong.mmd");
      expect(error.message).toContain(says);
    }
  });
});

test.skipIf(!hasBrowser)("Graphviz pictures of hostile names are well-formed for a browser", async () => {
  const { default: puppeteer } = await import("puppeteer");
  const load = async (name: string) => await import(name);
  const { path, args } = await findBrowser(puppeteer, load, process.env);
  const browser = await puppeteer.launch({ executablePath: path, args: [...args], headless: "shell" });
  try {
    const entities = hostileTexts.map((name) =>
      entity(name, [field(name, { values: [name] })], [relation(name, name)]),
    );
    const files = await conceptFiles(project(entities));
    const page = await browser.newPage();
    for (const [file, content] of files) {
      if (!file.endsWith(".svg")) continue;
      await page.goto(`data:image/svg+xml;base64,${Buffer.from(content).toString("base64")}`);
      const wrong = await page.$$eval("parsererror, script, foreignObject, a", (found) => found.length);
      expect(wrong, file).toBe(0);
      expect(await page.$$eval("svg > style", (found) => found.length), file).toBe(1);
    }
  } finally {
    await browser.close();
  }
});
