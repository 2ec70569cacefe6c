// Writes the entries `repgeom/metrics/NAME` into dist, one for each name of the registry, so that a metric stays one
// file and a line of it. Each exports the metric alone, under its name in camelCase. Runs as a part of the build.
//
//   node scripts/metric-entries.mjs FOLDER     the folder with the compiled library
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const metrics = join(root, process.argv[2] ?? "dist", "src/metrics");
const entries = join(metrics, "entries");
const load = (path) => import(pathToFileURL(path));

const { registry } = await load(join(metrics, "registry.js"));

mkdirSync(entries, { recursive: true });
for (const [name, loader] of Object.entries(registry)) {
  const { path, exported } = placeOf(name, loader);
  const { title, summary, source } = await loader();
  const about = [`${title}. ${summary}`, `Source: ${source}`].map((line) => ` * ${line}\n`).join("");
  writeFileSync(join(entries, `${name}.js`), `export { ${exported} } from ".${path}";\n`);
  writeFileSync(
    join(entries, `${name}.d.ts`),
    `import type { MetricDescriptions } from "../registry.js";\n\n/**\n${about} */\nexport declare const ${exported}: MetricDescriptions["${name}"];\n`,
  );
  const entry = await load(join(entries, `${name}.js`));
  if (entry[exported] !== (await loader()) || entry[exported].name !== name)
    throw new Error(`repgeom/metrics/${name} is not the metric that the registry loads.`);
}

/** The module of a metric, as its loader in the registry names it. */
function placeOf(name, loader) {
  const [, path, exported] = /import\("(\.\/[^"]+)"\)\)\.(\w+)$/.exec(String(loader)) ?? [];
  const camelCase = name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  if (exported !== camelCase)
    throw new Error(
      `The registry loads ${name} by ${loader}; expected async () => (await import("./…")).${camelCase}.`,
    );
  return { path, exported };
}
