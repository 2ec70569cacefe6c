// Bundles the charts of the report into dist/report/charts.js: one script without
// imports, which every report carries inside. So the licences of the code in it
// (Observable Plot, D3) stand at its head, as they ask.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = join(root, "dist/report");

await build({
  root,
  configFile: false,
  publicDir: false,
  logLevel: "warn",
  build: {
    outDir: out,
    emptyOutDir: false,
    target: "es2022",
    license: { fileName: "licenses.md" },
    lib: {
      entry: "src/report/charts/main.ts",
      formats: ["iife"],
      name: "repgeomCharts",
      fileName: () => "charts.js",
    },
  },
});

const script = join(out, "charts.js");
const licenses = join(out, "licenses.md");
const head = readFileSync(licenses, "utf8").replaceAll("*/", "* /");
const text = `/*!\n${head}*/\n${readFileSync(script, "utf8")}`;
writeFileSync(script, text);
// As a module, which every bundler and host can load: reports are written in edge functions, too.
writeFileSync(join(out, "charts-text.js"), `export default ${JSON.stringify(text)};\n`);
rmSync(licenses);
