import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** What mermaid's own parser understood of an ER diagram, with its character codes decoded. */
export interface ParsedEr {
  readonly entities: readonly { readonly name: string; readonly attributes: readonly ParsedAttribute[] }[];
  readonly relations: readonly {
    readonly from: string;
    readonly fromCount: string;
    readonly to: string;
    readonly toCount: string;
    readonly name: string;
  }[];
}

export interface ParsedAttribute {
  readonly type: string;
  readonly name: string;
  readonly keys: readonly string[];
  readonly comment: string;
}

interface ErDb {
  getEntities(): ReadonlyMap<
    string,
    {
      readonly id: string;
      readonly label: string;
      readonly alias: string;
      readonly attributes: readonly ParsedAttribute[];
    }
  >;
  getRelationships(): readonly {
    readonly entityA: string;
    readonly entityB: string;
    readonly roleA: string;
    readonly relSpec: { readonly cardA: string; readonly cardB: string };
  }[];
}

interface Mermaid {
  readonly default: {
    parse(text: string): Promise<{ readonly diagramType: string }>;
    readonly mermaidAPI: { getDiagramFromText(text: string): Promise<{ readonly db: ErDb }> };
  };
}

/** Loads the mermaid that mermaid-cli brings; its parser needs no browser. */
export async function loadMermaid(): Promise<(text: string) => Promise<ParsedEr>> {
  const cli = createRequire(import.meta.url).resolve("@mermaid-js/mermaid-cli");
  const folder = dirname(createRequire(cli).resolve("mermaid/package.json"));
  const { default: mermaid } = (await import(
    pathToFileURL(join(folder, "dist/mermaid.core.mjs")).href
  )) as Mermaid;
  return async (text) => {
    if ((await mermaid.parse(text)).diagramType !== "er") throw new Error("not read as an ER diagram");
    return readDb((await mermaid.mermaidAPI.getDiagramFromText(text)).db);
  };
}

function readDb(db: ErDb): ParsedEr {
  const entities = [...db.getEntities().values()];
  const nameOf = (id: string) => decoded(entities.find((entity) => entity.id === id)?.alias ?? id);
  return {
    entities: entities.map(({ alias, attributes }) => ({
      name: decoded(alias),
      attributes: attributes.map(({ type, name, keys, comment }) => ({
        type,
        name,
        keys,
        comment: decoded(comment),
      })),
    })),
    relations: db.getRelationships().map(({ entityA, entityB, roleA, relSpec }) => ({
      from: nameOf(entityA),
      fromCount: relSpec.cardB,
      to: nameOf(entityB),
      toCount: relSpec.cardA,
      name: decoded(roleA),
    })),
  };
}

/** mermaid keeps `#35;` as a mark of its own until it draws. */
function decoded(text: string): string {
  return text.replace(/ﬂ°°(\d+)¶ß/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
