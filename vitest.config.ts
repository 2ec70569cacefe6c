import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const summary = process.env["REPGEOM_TEST_SUMMARY"];

export default defineConfig({
  resolve: {
    alias: {
      "#platform": fileURLToPath(new URL("src/platform/node.ts", import.meta.url)),
      "../../report/charts-text.js": fileURLToPath(new URL("dist/report/charts-text.js", import.meta.url)),
      "#host": fileURLToPath(new URL("src/platform/host-node.ts", import.meta.url)),
    },
  },
  test: {
    // .ci/run asks for a summary that it can count.
    reporters: summary ? ["default", ["json", { outputFile: summary }]] : ["default"],
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/fresh-build.ts"],
    // Two on two processors, too: many files wait for processes and pages.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 10_000 } }, // pages of a busy machine take their time
    // The built library is imported as users get it, by Node itself.
    server: { deps: { external: [/\/dist\//] } },
    execArgv: ["--experimental-wasm-relaxed-simd"],
    // Kernels are read as wasm, not imported: an edit of one reruns the tests of all.
    watchTriggerPatterns: [{ pattern: /\/assembly\/(?!__tests__)/, testsToRun: () => kernelTests() }],
    // Code that runs in worker threads and in the built program is not counted.
    coverage: { include: ["src/**", "workers/**"], reporter: ["text-summary", "html"] },
  },
});

function kernelTests(): string[] {
  const folder = "test/wasm";
  const files = readdirSync(new URL(folder, import.meta.url));
  return files.filter((name) => name.endsWith(".test.ts")).map((name) => `${folder}/${name}`);
}
