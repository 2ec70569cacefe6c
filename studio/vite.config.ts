import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin, type Rolldown } from "vite";
import { offline } from "./offline/vite-plugin.ts";

const filters = new URL("../node_modules/h5wasm-plugins/plugins/", import.meta.url);

/** Puts the filters of HDF5 files beside the script that looks for them there. */
const hdf5Filters: Plugin = {
  name: "hdf5-filters",
  generateBundle() {
    for (const name of existsSync(filters) ? readdirSync(filters) : [])
      this.emitFile({
        type: "asset",
        fileName: `assets/plugins/${name}`,
        source: readFileSync(new URL(name, filters)),
      });
  },
};

/** Packages that read single formats. */
const readers = /^(h5wasm|h5wasm-plugins|hyparquet-compressors|hyparquet-writer|nifti-reader-js|zarrita)$/;

/** The page reads no file, its worker does: the page knows the formats by their names, and their packages need not be there twice. */
const readInWorker: Plugin = {
  name: "read-in-worker",
  apply: "build",
  enforce: "pre",
  resolveId: (id) => (readers.test(id) ? "\0reader" : undefined),
  load: (id) => (id === "\0reader" ? 'throw new Error("Files are read in the worker.");' : undefined),
};

const jsx = { runtime: "automatic", importSource: "preact" } as const;

/**
 * What a script imports at once is one file, and so are the metrics: they are small modules that are wanted together, since
 * every list of them has them all. Compressed as one, the first is a sixth smaller than in a hundred pieces and the metrics a
 * third, and each is one request.
 */
const together: Rolldown.RolldownOptions = {
  output: {
    codeSplitting: {
      groups: [
        { name: "first", tags: ["$initial"], priority: 1 },
        { name: "metrics", test: /\/dist\/src\/metrics\// },
      ],
    },
  },
};

export default defineConfig({
  plugins: [hdf5Filters, readInWorker, offline],
  oxc: { jsx },
  base: "./", // the built page then works in any folder of any site
  server: { fs: { allow: [fileURLToPath(new URL("..", import.meta.url))] } },
  optimizeDeps: {
    exclude: ["repgeom", "h5wasm-plugins"], // they find their worker, wasm and filters by address
    rolldownOptions: { transform: { jsx } },
  },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
    outDir: "../dist/studio",
    emptyOutDir: true,
    manifest: true, // for the size of what is loaded first
    rolldownOptions: together,
  },
  worker: { format: "es", rolldownOptions: together },
});
