import { MermaidRenderer } from "../../src/concept/mermaid-cli.ts";
import { AppError } from "../../src/model/app-error.ts";

/** Whether pictures can be drawn. npm ships a Chromium for this platform; others may have their own. */
export const hasBrowser = (process.platform === "linux" && process.arch === "x64") || (await opens());

async function opens(): Promise<boolean> {
  try {
    await using _renderer = await MermaidRenderer.open([import.meta.url], process.env);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
