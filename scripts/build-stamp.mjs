// What a step of the build was made from: a digest of names and contents. Times of files
// would not do: a move keeps them, and a checkout renews those of files that did not change.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { manifest } from "./package/published.mjs";

const folder = "dist/.stamps";

/** @returns the digest that the last run of the step left; undefined without one */
export function readStamp(step) {
  const path = join(folder, step);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

export function writeStamp(step, text) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, step), text);
}

export function removeStamp(step) {
  rmSync(join(folder, step), { force: true });
}

/** @param paths - files and folders @returns one text for names and contents of all files in them */
export function digest(paths) {
  const hash = createHash("sha256");
  for (const path of paths.flatMap(filesIn)) hash.update(`${path}\0`).update(contentOf(path)).update("\0");
  return hash.digest("hex");
}

/** Of package.json what the package keeps of it: the same while `npm pack` has that in its place. */
function contentOf(path) {
  return path === "package.json" ? manifest(readFileSync(path, "utf8")) : readFileSync(path);
}

/** Files below a path, in one order everywhere; tests of the kernels are no input. */
function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name !== "__tests__")
    .toSorted()
    .flatMap((name) => filesIn(join(path, name)));
}
