// The files that a page loads which uses a part of the library, for `.size-limit.mjs`.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = join(root, "out/sizes");

/**
 * Bundles a page and writes the scripts that it loads.
 * @param uses - what it imports from "repgeom"; `*` for everything
 * @param metrics - what it imports from "repgeom/metrics/…"
 * @param loads - modules of the library that are loaded later and count too
 * @param only - the file whose name begins so, in place of what is loaded first
 * @returns the paths of the files, from the root of the project
 */
export async function bundled({ name, uses, metrics = [], loads = [], only }) {
  const scripts = await scriptsOf(pageOf(uses, metrics));
  const names = only
    ? scripts.map(({ fileName }) => fileName).filter((file) => file.startsWith(`assets/${only}`))
    : loadedBy(scripts, [isEntry, ...loads.map(contains)]);
  const folder = join(out, name.replaceAll(/\W+/g, "-"));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return scripts
    .filter(({ fileName }) => names.includes(fileName))
    .map(({ fileName, code, source }) => {
      const path = join(folder, fileName.replaceAll("/", "-"));
      writeFileSync(path, code ?? source);
      return relative(root, path);
    });
}

function pageOf(uses, metrics) {
  const named = uses[0] === "*" ? "* as used" : `{ ${uses.join(", ")} }`;
  const imports = metrics.map((metric) => `import { ${metric} } from "repgeom/metrics/${metric}";\n`);
  const used = [uses[0] === "*" ? "used" : uses, metrics].flat();
  return `import ${named} from "repgeom";\n${imports.join("")}globalThis.used = [${used.join(", ")}];\n`;
}

/** All scripts that Vite makes of a page, workers among them. */
async function scriptsOf(code) {
  const entry = "virtual:page";
  const page = {
    name: "page",
    resolveId: (id) => (id === entry ? id : undefined),
    load: (id) => (id === entry ? code : undefined),
  };
  const { output } = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: "error",
    plugins: [page],
    build: {
      write: false,
      target: "es2022",
      assetsInlineLimit: 0,
      modulePreload: false,
      rolldownOptions: { input: entry },
    },
  });
  return output.filter(({ fileName }) => fileName.endsWith(".js"));
}

const isEntry = (script) => script.isEntry === true;
const contains = (module) => (script) =>
  Object.keys(script.modules ?? {}).some((id) => id.endsWith(`/dist/src/${module}`));

/** Names of the scripts that hold what is asked for, each with all that it imports. */
function loadedBy(scripts, held) {
  const imports = new Map(scripts.map(({ fileName, imports = [] }) => [fileName, imports]));
  const found = held.map((holds) => scripts.find(holds));
  if (found.includes(undefined)) throw new Error("A script that is to be counted is not in the bundle.");
  const names = new Set(found.map(({ fileName }) => fileName));
  for (const name of names) for (const next of imports.get(name)) names.add(next);
  return [...names];
}
