import { rm } from "node:fs/promises";
import { imagesOfPackage, keepImage, readImage } from "../src/postgres/cluster-image.ts";
import { startInMemory } from "../src/postgres/pglite.ts";

/** Makes the image of an empty cluster that the package brings along, unless it is there. */
if ((await readImage([imagesOfPackage])) === undefined) {
  await rm(imagesOfPackage, { recursive: true, force: true });
  const cluster = await startInMemory();
  await keepImage(cluster, imagesOfPackage);
  await cluster.close();
}
