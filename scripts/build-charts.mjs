// Bundles the charts, with Observable Plot and D3 inside, in two forms:
//
//   dist/report/charts.js     one script without imports, which every report carries inside
//   dist/charts/index.js      `repgeom/charts`: one module without imports, for bundlers and for pages that have none
//
// The licences of what is inside stand at the head of each, as they ask.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));

/** @returns the path of the bundle */
async function bundle(folder, lib) {
  const outDir = join(root, folder);
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    build: { outDir, emptyOutDir: false, target: "es2022", license: { fileName: "licenses.md" }, lib },
  });
  const script = join(outDir, lib.fileName());
  const licenses = join(outDir, "licenses.md");
  const head = readFileSync(licenses, "utf8").replaceAll("*/", "* /");
  writeFileSync(script, `/*!\n${head}*/\n${readFileSync(script, "utf8")}`);
  rmSync(licenses);
  return script;
}

const script = await bundle("dist/report", {
  entry: "src/report/charts/main.ts",
  formats: ["iife"],
  name: "repgeomCharts",
  fileName: () => "charts.js",
});
// As a module, which every bundler and host can load: reports are written in edge functions, too.
const text = readFileSync(script, "utf8");
writeFileSync(join(root, "dist/report/charts-text.js"), `export default ${JSON.stringify(text)};\n`);

await bundle("dist/charts", { entry: "src/charts.ts", formats: ["es"], fileName: () => "index.js" });
