import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: { "#platform": fileURLToPath(new URL("src/platform/node.ts", import.meta.url)) },
  },
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // The built library is imported as users get it, by Node itself.
    server: { deps: { external: [/\/dist\//] } },
    execArgv: ["--experimental-wasm-relaxed-simd"],
  },
});
