import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { AppError, exitCode } from "../model/app-error.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** A browser to start: where it is, and what it must be started with. */
export interface BrowserPlace {
  readonly path: string;
  readonly args: readonly string[];
}

/** Loads a package that users may have installed, or tells that it is not there. */
export type LoadOptional = (name: string) => Promise<unknown>;

interface Puppeteer {
  executablePath(): string;
}

interface BundledChromium {
  readonly default: { executablePath(): Promise<string> };
}

/** Environment variables that name a browser, the stronger first. */
const variables = ["PUPPETEER_EXECUTABLE_PATH", "CHROME_PATH"] as const;

/** Where installers put Chrome, Chromium and Edge. */
const wellKnown: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/snap/bin/chromium",
    "/usr/bin/microsoft-edge",
  ],
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  ],
};

/** Root may only start Chromium without its sandbox. */
const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];

/** The browser that draws: the one named in the environment, puppeteer's own, an installed one, or one from npm. */
export async function findBrowser(
  puppeteer: Puppeteer,
  load: LoadOptional,
  env: Environment,
  usual: readonly string[] = wellKnown[process.platform] ?? [],
): Promise<BrowserPlace> {
  const installed = namedBrowser(env) ?? [ownBrowser(puppeteer), ...usual].find(existsSync);
  if (installed !== undefined) return { path: installed, args: asRoot };
  const bundled = (await load("@sparticuz/chromium")) as BundledChromium | undefined;
  if (bundled === undefined) throw noBrowser();
  const path = await bundled.default.executablePath();
  await unpacked(path);
  // The sandbox of this Chromium needs a helper that npm cannot install. It is shown our own files alone.
  return { path, args: ["--no-sandbox"] };
}

/** The Chromium from npm unpacks itself at its first use; another process may be at it right now. */
async function unpacked(path: string): Promise<void> {
  for (let before = -1; ; await setTimeout(300)) {
    const { size } = await stat(path);
    if (size === before) return;
    before = size;
  }
}

function namedBrowser(env: Environment): string | undefined {
  const variable = variables.find((name) => env[name] !== undefined && env[name] !== "");
  const path = variable && env[variable];
  if (path === undefined || existsSync(path)) return path;
  throw new AppError(
    {
      code: "concept/no-browser",
      severity: "error",
      message: `${variable} names ${path}, and there is no such file.`,
      help: "Let it name a Chrome or Chromium program, or unset it.",
    },
    { exit: exitCode.unreachable },
  );
}

function ownBrowser(puppeteer: Puppeteer): string {
  try {
    return puppeteer.executablePath();
  } catch {
    return ""; // puppeteer knows no browser for this platform
  }
}

function noBrowser(): AppError {
  return new AppError(
    {
      code: "concept/no-browser",
      severity: "error",
      message: "Pictures by mermaid need Chrome or Chromium, and none was found.",
      help: "Run `npx puppeteer browsers install chrome-headless-shell`, or set CHROME_PATH to an installed one. Without --format the pictures need no browser.",
    },
    { exit: exitCode.unreachable },
  );
}
