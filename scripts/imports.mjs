// Which file imports which, types included, read from the sources: enough for statements as
// Prettier writes them, so that no compiler is needed.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { posix } from "node:path";

const statement = /^(?:import|export)\s+(?:[\w$*\s{},]+?\s+from\s+)?"(?<path>[^"]+)"/gm;
const call = /^(?!\s*(?:\*|\/\/)).*\bimport\("(?<path>[^"]+)"\)/gm;

/** What the build writes: kernels, and files as texts. */
const made = /\.wasm(\?module)?$|\/(simd|charts)-text\.js$/;

/** @returns for each TypeScript file below the folders, by path, the paths of the files that it imports */
export function readImports(folders) {
  const platform = aliases();
  const files = folders.flatMap(filesIn).filter((file) => file.endsWith(".ts"));
  return new Map(files.map((file) => [file, importsOf(file, platform)]));
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

function importsOf(file, platform) {
  const source = readFileSync(file, "utf8");
  const paths = [statement, call].flatMap((form) =>
    [...source.matchAll(form)].map(({ groups }) => groups.path),
  );
  return [...new Set(paths.flatMap((path) => resolve(file, path, platform)))];
}

/** @returns files of the project that an import means; none for a package */
function resolve(file, path, platform) {
  if (path in platform) return platform[path];
  if (!path.startsWith(".") || made.test(path)) return [];
  const target = posix.join(posix.dirname(file), path);
  if (!existsSync(target)) throw new Error(`${file} imports ${path}, which is not there.`);
  return [target];
}

/** `imports` of package.json, whose paths are those of the build: every file that a name may mean. */
function aliases() {
  const { imports } = JSON.parse(readFileSync("package.json", "utf8"));
  const sourceOf = (path) =>
    posix
      .join(path)
      .replace(/^dist\//, "")
      .replace(/\.js$/, ".ts");
  const entries = Object.entries(imports).map(([name, by]) => [name, Object.values(by).map(sourceOf)]);
  return Object.fromEntries(entries);
}
