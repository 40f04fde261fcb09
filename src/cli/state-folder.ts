import { access } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "./files.ts";

/** The folder `.schema` for what can be made again (caches, embedded databases). It keeps itself out of git. */
export async function stateFolder(root: string): Promise<string> {
  const folder = join(root, ".schema");
  const ignore = join(folder, ".gitignore");
  await access(ignore).catch(() => writeFileAtomically(ignore, "*\n"));
  return folder;
}
