import { describe, expect, test } from "vitest";
import { conceptFiles } from "../../src/concept/concept-files.ts";
import { visible } from "../../src/concept/text.ts";
import type { Project } from "../../src/model/model.ts";
import { decodeXml } from "./decode-xml.ts";
import { hostileTexts } from "./hostile.ts";
import { entity, field, module, project, relation, type } from "./models.ts";
import { loadMermaid } from "./parse-mermaid.ts";
import { loadMarkdown } from "./render-markdown.ts";

const render = await loadMarkdown();

describe("a small shop", async () => {
  const files = await conceptFiles(shop());

  test.for([...files])("%s", async ([path, content]) => {
    await expect(content).toMatchFileSnapshot(`cases/shop/${path}`);
  });

  test("is written with the same bytes every time", async () => {
    expect(await conceptFiles(shop())).toEqual(files);
  });

  test("has no link that leads nowhere", () => {
    for (const [path, content] of files) if (path.endsWith(".md")) expectLinksToLead(path, content, files);
  });
});

describe("hostile names", async () => {
  const files = await conceptFiles(hostileProject());

  test("stay inside the folder, each with files of its own", () => {
    // index, areas, modules; three files each
    expect(files.size).toBe(3 + 3 * hostileTexts.length + 3 * hostileTexts.length - 3);
    for (const path of files.keys())
      expect(path).toMatch(/^(?:areas\/|modules\/)?[a-z0-9_-]+\.(?:md|mmd|svg)$/);
  });

  test("bring no markup of their own into Markdown", () => {
    const tags = new Set<string | undefined>();
    for (const [path, content] of files) {
      if (!path.endsWith(".md")) continue;
      for (const tag of render(content).matchAll(/<(\w+)/g)) tags.add(tag[1]);
      expectLinksToLead(path, content, files);
    }
    const ours = ["h1", "h2", "h3", "p", "a", "img", "code", "pre", "strong"];
    const tables = ["table", "thead", "tbody", "tr", "th", "td"];
    expect([...tags].sort()).toEqual([...ours, ...tables].sort());
  });

  test("bring no elements of their own into pictures", () => {
    const elements = new Set<string | undefined>();
    for (const [path, content] of files) {
      if (path.endsWith(".svg")) for (const tag of content.matchAll(/<(\w+)/g)) elements.add(tag[1]);
    }
    expect([...elements].sort()).toEqual([
      "ellipse",
      "g",
      "path",
      "polygon",
      "polyline",
      "style",
      "svg",
      "text",
      "title",
    ]);
  });

  test("can be read in the pictures", () => {
    const texts = [...(files.get("index.svg") ?? "").matchAll(/<text[^>]*>([^<]*)</g)].map((text) => text[1]);
    expect(texts.map((text) => decodeXml(text ?? ""))).toEqual(
      expect.arrayContaining(hostileTexts.map((name) => visible(name))),
    );
  });

  test("are understood by mermaid", async () => {
    const parse = await loadMermaid();
    for (const [path, content] of files) if (path.endsWith(".mmd")) await parse(content);
  });
});

describe("sizes", () => {
  const tables = (count: number, area?: string) =>
    Array.from({ length: count }, (_, index) =>
      entity(`t${String(index).padStart(4, "0")}`, [field("note"), field("code", { unique: true })], [], {
        area,
      }),
    );

  test("15 tables show all fields, 16 keys only, and the lists have every field", async () => {
    const all = await conceptFiles(project(tables(15, "a")));
    expect(all.get("areas/a.mmd")).toContain("note");
    const keys = await conceptFiles(project(tables(16, "a")));
    expect(keys.get("areas/a.mmd")).not.toContain("note");
    expect(keys.get("areas/a.mmd")).toContain("code");
    expect(keys.get("areas/a.svg")).toContain("1 more field");
    expect(keys.get("areas/a.md")).toContain("| `note` |");
    expect(keys.get("areas/a.md")).toContain("keys only");
  });

  test("60 tables in one area have their overview, 61 do not", async () => {
    expect([...(await conceptFiles(project(tables(60)))).keys()]).toContain("index.svg");
    expect([...(await conceptFiles(project(tables(61)))).keys()]).not.toContain("index.svg");
  });

  test("what mermaid would refuse to draw in a page is shortened there and whole beside it", async () => {
    const wide = Array.from({ length: 200 }, (_, index) => field(`a_field_with_a_long_name_${index}`));
    const files = await conceptFiles(
      project(Array.from({ length: 10 }, (_, index) => entity(`t${index}`, wide))),
    );
    const markdown = files.get("areas/without-area.md") ?? "";
    expect(files.get("areas/without-area.mmd")?.length).toBeGreaterThan(50_000);
    expect(/```mermaid\n([\s\S]*?)```/.exec(markdown)?.[1]?.length).toBeLessThan(50_000);
    expect(markdown).toContain("[all of it](without-area.mmd)");
  });

  test("a thousand tables take seconds, not minutes", { timeout: 60_000 }, async () => {
    const many = tables(1000).map((table, index) => ({ ...table, area: `area ${index % 67}` }));
    const linked = many.map((table, index) =>
      index === 0
        ? table
        : entity(table.name, [field("note")], [relation("other", `t${String(index - 1).padStart(4, "0")}`)], {
            area: table.area,
          }),
    );
    const started = performance.now();
    expect((await conceptFiles(project(linked))).size).toBe(1 + 3 * 67);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  test("an area called like the page of those without one keeps its own page", async () => {
    const names = ["without area", "without-area"];
    const named = names.map((area, index) => entity(`named_${index}`, [], [], { area }));
    const files = await conceptFiles(project([...named, entity("unnamed", [])]));
    const pageWith = (name: string) =>
      [...files].find(([path, text]) => path.startsWith("areas/") && text.includes(`### \`${name}\``))?.[0];
    expect(["named_0", "named_1", "unnamed"].map(pageWith)).toEqual([
      "areas/without-area-3.md",
      "areas/without-area.md",
      "areas/without-area-2.md",
    ]);
  });

  test("a project without entities has its first page", async () => {
    expect([...(await conceptFiles(project([]))).keys()]).toEqual(["index.md"]);
    expect([...(await conceptFiles(project([], [module("empty", [])]))).keys()]).toContain(
      "modules/empty.md",
    );
  });
});

/** Each kind of thing that documents tell. */
function shop(): Project {
  const customer = entity(
    "customer",
    [
      field("name", { type: type("varchar", "120"), pii: "personal", doc: "As on the invoice." }),
      field("email", { nullable: true, unique: true, examples: ["anna@example.com"], was: "mail" }),
      field("tier", { values: ["basic", "gold | silver"], default: "'basic'" }),
      field("mood", { values: ["sad", "ok"], enumType: "mood" }),
      field("settings", {
        type: type("jsonb"),
        nullable: true,
        shape: { language: { type: type("text"), optional: false } },
      }),
      field("fax", { nullable: true, deprecated: "Nobody has one; use `email`." }),
      field("embedding", { type: type("vector", "384"), nullable: true, flag: "search" }),
    ],
    [relation("invited_by", "customer", { nullable: true, doc: "Who brought them." })],
    {
      area: "People",
      doc: "Someone who buys.\nOnce or often.",
      retention: { keep: "7 years", by: "created_at" },
    },
  );
  const profile = entity("profile", [field("about")], [relation("customer", "customer", { unique: true })], {
    area: "People",
    deprecated: "Use customer.",
    was: "profiles_old",
  });
  const order = entity(
    "order",
    [
      field("number", { type: type("bigint"), identity: "always", unique: true }),
      field("total", { type: type("numeric", "12", "2"), generated: "net + tax" }),
      field("created_at", { type: type("timestamptz"), default: "now()", mixin: "dated" }),
    ],
    [
      relation("customer", "customer", { onDelete: "restrict" }),
      relation("clerk", "customer", { mixin: "dated" }),
    ],
    { area: "Sales" },
  );
  const tag = entity("tag", [field("name")], [], { flag: "tags" });
  const orderTags = entity("order_tags", [], [relation("order", "order"), relation("tag", "tag")], {
    table: "order_tags",
    key: ["order_id", "tag_id"],
    links: ["order", "tag"],
    area: "Sales",
  });
  const partial = entity(
    "order",
    [field("number", { type: type("integer"), identity: "always" }), field("note")],
    [],
  );
  const parcel = entity("parcel", [field("weight", { type: type("integer") })], [relation("order", "order")]);
  return project(
    [customer, order, orderTags, profile, tag],
    [module("shipping", [partial, parcel], "Brings parcels."), module("crm", [customer])],
  );
}

/** Each hostile text as the name of an entity, a field, a relation, an area and a module, and as documentation. */
function hostileProject(): Project {
  const entities = hostileTexts.map((text) =>
    entity(
      text,
      [
        field(text, {
          type: type(text),
          values: [text],
          default: text,
          doc: text,
          examples: [text],
          deprecated: text,
        }),
      ],
      [relation(text, text, { nullable: true, doc: text })],
      { area: text, doc: text, deprecated: text, table: text },
    ),
  );
  return project(
    entities,
    hostileTexts.slice(1).map((text, index) => module(text, entities.slice(index, index + 2), text)),
  );
}

/** Links and pictures lead to files of the set, and to ids on them. */
function expectLinksToLead(path: string, content: string, files: ReadonlyMap<string, string>): void {
  for (const [, target = ""] of render(content).matchAll(/<(?:a href|img src)="([^"]*)"/g)) {
    const { protocol, pathname, hash } = new URL(target, `https://example.com/${path}`);
    const page = protocol === "https:" ? files.get(pathname.slice(1)) : undefined;
    expect(page, `${path} → ${target}`).toBeDefined();
    if (hash !== "") expect(page).toContain(`<a id="${hash.slice(1)}"></a>`);
  }
}
