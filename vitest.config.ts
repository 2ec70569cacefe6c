import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const summary = process.env["REPGEOM_TEST_SUMMARY"];

export default defineConfig({
  resolve: {
    alias: { "#platform": fileURLToPath(new URL("src/platform/node.ts", import.meta.url)) },
  },
  test: {
    // .ci/run asks for a summary that it can count.
    reporters: summary ? ["default", ["json", { outputFile: summary }]] : ["default"],
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/fresh-build.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // The built library is imported as users get it, by Node itself.
    server: { deps: { external: [/\/dist\//] } },
    execArgv: ["--experimental-wasm-relaxed-simd"],
  },
});
