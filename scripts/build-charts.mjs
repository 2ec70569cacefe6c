// Bundles the charts of the report into dist/report/charts.js: one script without
// imports, which the report carries inside.
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));

await build({
  root,
  configFile: false,
  publicDir: false,
  logLevel: "warn",
  build: {
    outDir: "dist/report",
    emptyOutDir: false,
    target: "es2022",
    lib: {
      entry: "src/report/charts/main.ts",
      formats: ["iife"],
      name: "repgeomCharts",
      fileName: () => "charts.js",
    },
  },
});
