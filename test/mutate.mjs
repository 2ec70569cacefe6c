// npm run mutate [-- TEXT]
//
// Can the kernel tests fail? Breaks the lines of mutations.mjs (of files whose name
// holds TEXT) one after the other in a copy of the tree, builds, runs the tests of that
// family on the simd build, and prints a table of how many turned red. Ends with 1 if a
// mutation went unnoticed or its line is not there any more. Takes some ten seconds each.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { mutations } from "./mutations.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const copied = [
  "assembly",
  "src",
  "test",
  "asconfig.json",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
];
const [text = ""] = process.argv.slice(2);
/** A mutation may make a loop endless: that counts as noticed. */
const LIMIT_MS = 120_000;

function copyTree() {
  const folder = mkdtempSync(join(tmpdir(), "mutate-"));
  for (const name of copied) cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  mkdirSync(join(folder, "wasm"));
  return folder;
}

/** Runs a script in the copy, with all that it starts ended after the limit. @returns its exit code, or "timeout" */
function run(folder, script, ...args) {
  const command = [join("node_modules", script), ...args];
  const child = spawn(process.execPath, command, { cwd: folder, detached: true, stdio: "ignore" });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      process.kill(-child.pid, "SIGKILL");
      resolve("timeout");
    }, LIMIT_MS);
    child.on("exit", (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
}

/** @returns how many of the tests failed, in words; "" if none did */
async function failures(folder, tests) {
  const build = await run(
    folder,
    "assemblyscript/bin/asc.js",
    "--config",
    "asconfig.json",
    "--target",
    "simd",
  );
  if (build !== 0) throw new Error("The kernels do not compile.");
  // Some tests load both builds before they are chosen by name; the other one is not run.
  cpSync(join(folder, "wasm/simd.wasm"), join(folder, "wasm/relaxed.wasm"));
  const files = tests.map((name) => `test/kernels/${name}.test.ts`);
  const report = join(folder, "report.json");
  const options = ["-t", "simd", "--reporter=json", `--outputFile=${report}`];
  rmSync(report, { force: true });
  if ((await run(folder, "vitest/vitest.mjs", "run", ...files, ...options)) === "timeout") return "no end";
  const { numFailedTests, numPassedTests, success } = JSON.parse(readFileSync(report, "utf8"));
  if (numPassedTests + numFailedTests === 0 || (!success && numFailedTests === 0)) {
    throw new Error(`Tests of ${files.join(", ")} did not start.`);
  }
  return numFailedTests === 0 ? "" : `${numFailedTests} of ${numFailedTests + numPassedTests}`;
}

const print = (line) => process.stdout.write(`${line}\n`);

/** What the tests say of one broken line; the line is mended afterwards. */
async function outcome(folder, { file, line, broken, tests, harmless }) {
  const path = join(folder, "assembly", file);
  const source = readFileSync(path, "utf8");
  const found = source.split(line).length - 1;
  if (found !== 1)
    return { bad: true, says: `the line stands ${found} times in the file: bring mutations.mjs up to date` };
  writeFileSync(
    path,
    source.replace(line, () => broken),
  );
  const red = await failures(folder, tests);
  writeFileSync(path, source);
  if (red) return { bad: false, says: red };
  return harmless ? { bad: false, says: `none: ${harmless}` } : { bad: true, says: "NONE" };
}

const wanted = mutations.filter(({ file }) => file.includes(text));
const folder = copyTree();
try {
  const all = [...new Set(wanted.flatMap(({ tests }) => tests))];
  const before = await failures(folder, all);
  if (before) throw new Error(`${before} tests fail before anything is broken.`);
  print("| file | mutation | red of |\n| --- | --- | --- |");
  for (const mutation of wanted) {
    const { bad, says } = await outcome(folder, mutation);
    if (bad) process.exitCode = 1;
    print(`| \`${mutation.file}\` | ${mutation.what} | ${says} |`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
