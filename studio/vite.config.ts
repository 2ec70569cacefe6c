import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
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
  },
  worker: { format: "es" },
});
