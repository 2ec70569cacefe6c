import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const summary = process.env["REPGEOM_TEST_SUMMARY"];

/**
 * Folders whose tests leave their process as they found it. They run in forks that are kept, which saves each file half a second:
 * that of a process and of loading the library.
 */
const tidy = ["base", "cli", "data", "geometry", "metrics", "rdm", "report", "run", "studies", "wasm"];
/** What leaves traces in a process, or looks for those of others. */
const leavesTraces = /\bvi\.|\bprocess\.(?:env\[|chdir|memoryUsage|on\()|\bgc\(/;
const sharing = tidy
  .flatMap((folder) => testsIn(`test/${folder}`))
  .filter((file) => !leavesTraces.test(readFileSync(new URL(file, import.meta.url), "utf8")));

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
    projects: [
      { extends: true, test: { name: "together", include: sharing, isolate: false } },
      { extends: true, test: { name: "alone", include: ["test/**/*.test.ts"], exclude: sharing } },
    ],
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
  return testsIn("test/wasm");
}

function testsIn(folder: string): string[] {
  const files = readdirSync(new URL(folder, import.meta.url), { recursive: true, encoding: "utf8" });
  return files
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`);
}
