import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

export default defineConfig({
  base: "./", // the built page then works in any folder of any site
  server: { fs: { allow: [fileURLToPath(new URL("..", import.meta.url))] } },
  optimizeDeps: { exclude: ["repgeom"] }, // it starts its worker and finds its wasm by address
  build: { target: "es2022", assetsInlineLimit: 0, chunkSizeWarningLimit: 1000 },
  worker: { format: "es" },
});
