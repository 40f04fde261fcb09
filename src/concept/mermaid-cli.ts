import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { AppError, exitCode } from "../model/app-error.ts";
import { type BrowserPlace, type Environment, findBrowser, type LoadOptional } from "./browser.ts";

export const pictureFormats = ["svg", "png", "pdf"] as const;
export type PictureFormat = (typeof pictureFormats)[number];

/** The part of mermaid-cli that is used. */
interface MermaidCli {
  renderMermaid(
    browser: Browser,
    text: string,
    format: PictureFormat,
    options: object,
  ): Promise<{ readonly data: Uint8Array }>;
}

interface Browser {
  close(): Promise<void>;
}

interface Puppeteer {
  executablePath(): string;
  launch(options: object): Promise<Browser>;
}

/** mermaid draws an error picture for a longer text and calls that a success. */
const maxTextSize = 5_000_000;

const drawing = (format: PictureFormat): object => ({
  backgroundColor: "white",
  pdfFit: true,
  viewport: { width: 1200, height: 800, deviceScaleFactor: 2 },
  mermaidConfig: {
    theme: "neutral",
    layout: "elk",
    maxTextSize,
    handDrawnSeed: 1,
    deterministicIds: true,
    htmlLabels: format !== "svg", // few programs but browsers show HTML inside SVG
    suppressErrorRendering: true,
    themeCSS: ".cluster rect{fill:transparent !important}",
  },
});

/** Draws mermaid text with mermaid-cli in a headless browser, both of the user's own installation. */
export class MermaidRenderer implements AsyncDisposable {
  readonly #cli: MermaidCli;
  readonly #browser: Browser;

  private constructor(cli: MermaidCli, browser: Browser) {
    this.#cli = cli;
    this.#browser = browser;
  }

  /** Starts a browser; mermaid-cli and puppeteer are looked for as each of these modules would import them, in order. */
  static async open(importers: readonly string[], env: Environment): Promise<MermaidRenderer> {
    const load: LoadOptional = async (name) => {
      const path = pathOf(name, importers);
      return path === undefined ? undefined : await import(pathToFileURL(path).href);
    };
    const puppeteer = (await load("puppeteer")) as { readonly default: Puppeteer } | undefined;
    const cli = puppeteer && ((await load("@mermaid-js/mermaid-cli")) as MermaidCli | undefined);
    if (puppeteer === undefined || cli === undefined) throw notInstalled();
    const place = await findBrowser(puppeteer.default, load, env);
    return new MermaidRenderer(cli, await launch(puppeteer.default, place));
  }

  /** One picture; the same text gives the same bytes in the same browser. */
  async render(name: string, text: string, format: PictureFormat): Promise<Uint8Array> {
    if (text.length > maxTextSize) throw cannotDraw(name, `it has more than ${maxTextSize} characters`);
    try {
      const { data } = await this.#cli.renderMermaid(this.#browser, text, format, drawing(format));
      return finish[format](data);
    } catch (error) {
      throw cannotDraw(name, error instanceof Error ? error.message : String(error), error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}

/** Where a package that users may have installed begins. */
function pathOf(name: string, importers: readonly string[]): string | undefined {
  for (const importer of importers) {
    try {
      return createRequire(importer).resolve(name);
    } catch {
      // not installed there
    }
  }
  return undefined;
}

async function launch(puppeteer: Puppeteer, { path, args }: BrowserPlace): Promise<Browser> {
  try {
    return await puppeteer.launch({
      executablePath: path,
      headless: "shell",
      args: [...args, "--font-render-hinting=none"],
    });
  } catch (cause) {
    throw new AppError(
      {
        code: "concept/no-browser",
        severity: "error",
        message: `The browser ${path} did not start: ${firstLine(cause)}`,
        help: "Set CHROME_PATH to a Chrome or Chromium that starts, or leave out --format: those pictures need no browser.",
      },
      { exit: exitCode.unreachable, cause },
    );
  }
}

function notInstalled(): AppError {
  return new AppError(
    {
      code: "concept/no-mermaid-cli",
      severity: "error",
      message: "--format draws with mermaid-cli, which is not installed.",
      help: "Run `npm install --save-dev @mermaid-js/mermaid-cli puppeteer`, or leave out --format: the SVG pictures need neither.",
    },
    { exit: exitCode.unreachable },
  );
}

function cannotDraw(name: string, reason: string, cause?: unknown): AppError {
  return new AppError(
    {
      code: "concept/mermaid-failed",
      severity: "error",
      message: `mermaid could not draw ${name}: ${reason}`,
    },
    { cause },
  );
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n")[0] ?? "";
}

/** What is wrong with mermaid-cli's files, put right. */
const finish: Readonly<Record<PictureFormat, (data: Uint8Array) => Uint8Array>> = {
  svg: withCharacterCodes,
  png: (data) => data,
  pdf: withoutDates,
};

/** Without HTML labels mermaid shows its character codes as they are: `&#34;` instead of a quote. */
function withCharacterCodes(svg: Uint8Array): Uint8Array {
  return Buffer.from(
    Buffer.from(svg)
      .toString()
      .replace(/&amp;(#\d+;)/g, "&$1"),
  );
}

/** A PDF without the moment that it was made at: dates of the same length, so that no offset moves. */
function withoutDates(pdf: Uint8Array): Uint8Array {
  const text = Buffer.from(pdf).toString("latin1");
  const fixed = text.replace(/(\/(?:CreationDate|ModDate) \(D:)\d{14}/g, "$119700101000000");
  return Buffer.from(fixed, "latin1");
}
