// Where a tool keeps its binary: in an optional package for this processor and system.
import { existsSync, readdirSync } from "node:fs";
import { Skipped } from "./errors.mjs";

/**
 * @param {string} folder - holds a package for each platform, of which the client installed one
 * @param {string[]} names - paths of the binary in that package
 * @throws {Skipped} where there is none for this platform
 */
export function binaryIn(folder, names) {
  const packages = existsSync(folder) ? readdirSync(folder) : [];
  const paths = packages.flatMap((pack) => names.map((name) => `${folder}/${pack}/${name}`));
  const found = paths.find((path) => existsSync(path));
  if (!found)
    throw new Skipped(`There is no binary of it for ${process.platform} ${process.arch} in the registry.`);
  return found;
}
