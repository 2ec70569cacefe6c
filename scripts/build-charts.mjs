// Bundles the charts, with Observable Plot and D3 inside, in two forms:
//
//   dist/report/charts.js     one script without imports, which every report carries inside
//   dist/charts               `repgeom/charts`, for bundlers and for pages that have none: index.js lists, draw.js draws, and
//                             light.js is what a page needs before: a selection, the style, the values of figures
//
// The licences of what is inside stand at the head of what draws, as they ask.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));

/** @param file - which has the code of others @returns its path */
async function bundle(folder, file, lib, output = {}) {
  const outDir = join(root, folder);
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    build: {
      outDir,
      emptyOutDir: false,
      target: "es2022",
      license: { fileName: "licenses.md" },
      lib,
      rolldownOptions: { output },
    },
  });
  const script = join(outDir, file);
  const licenses = join(outDir, "licenses.md");
  const head = readFileSync(licenses, "utf8").replaceAll("*/", "* /");
  writeFileSync(script, `/*!\n${head}*/\n${readFileSync(script, "utf8")}`);
  rmSync(licenses);
  return script;
}

const script = await bundle("dist/report", "charts.js", {
  entry: "src/report/charts/main.ts",
  formats: ["iife"],
  name: "repgeomCharts",
  fileName: () => "charts.js",
});
// As a module, which every bundler and host can load: reports are written in edge functions, too.
const text = readFileSync(script, "utf8");
writeFileSync(join(root, "dist/report/charts-text.js"), `export default ${JSON.stringify(text)};\n`);

const light = /\/src\/report\/(charts\/(link|values\/\w+)|styles)\.ts$/;
rmSync(join(root, "dist/charts"), { recursive: true, force: true });
await bundle(
  "dist/charts",
  "draw.js",
  { entry: "src/charts.ts", formats: ["es"], fileName: () => "index.js" },
  {
    chunkFileNames: "[name].js",
    codeSplitting: {
      groups: [
        { name: "light", test: light, priority: 1 },
        { name: "draw", test: /^(?!.*\/src\/charts\.ts$)/ },
      ],
    },
  },
);
