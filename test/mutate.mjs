// npm run mutate [-- TEXT]
//
// Can the tests fail? Breaks the lines of mutations.mjs and mutations-src.mjs (of files whose
// path holds TEXT) one after the other in a copy of the tree, runs the tests named there, and
// prints a table of how many turned red. Ends with 1 if a mutation went unnoticed or its line
// is not there any more. Takes some ten seconds each for a kernel, which is compiled anew and
// tested on the simd build, and a few for a line of src.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { mutations as ofKernels } from "./mutations.mjs";
import { mutations as ofSources } from "./mutations-src.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const copied = [
  "assembly",
  "src",
  "test",
  "wasm",
  "workers",
  "asconfig.json",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
];
const [text = ""] = process.argv.slice(2);
/** A mutation may make a loop endless: that counts as noticed. */
const LIMIT_MS = 120_000;

/** @returns the folder of a copy; `wasm` is as the last build left it */
function copyTree() {
  const folder = mkdtempSync(join(tmpdir(), "mutate-"));
  for (const name of copied) cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** Runs a script in the copy, with all that it starts ended after the limit. @returns its exit code, or "timeout" */
function run(folder, script, ...args) {
  const command = [join("node_modules", script), ...args];
  const env = { ...process.env, REPGEOM_TEST_BUILD: "off" };
  const child = spawn(process.execPath, command, { cwd: folder, detached: true, stdio: "ignore", env });
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
async function failures(folder, tests, ...options) {
  const files = tests.map((name) => `/${name}.test.ts`);
  const report = join(folder, "report.json");
  const reporting = ["--reporter=json", `--outputFile=${report}`];
  rmSync(report, { force: true });
  if ((await run(folder, "vitest/vitest.mjs", "run", ...files, ...options, ...reporting)) === "timeout")
    return "no end";
  const { numFailedTests, numPassedTests, success } = JSON.parse(readFileSync(report, "utf8"));
  if (numPassedTests + numFailedTests === 0 || (!success && numFailedTests === 0)) {
    throw new Error(`Tests of ${files.join(", ")} did not start.`);
  }
  return numFailedTests === 0 ? "" : `${numFailedTests} of ${numFailedTests + numPassedTests}`;
}

async function kernelFailures(folder, tests) {
  const asc = ["assemblyscript/bin/asc.js", "--config", "asconfig.json", "--target", "simd"];
  if ((await run(folder, ...asc)) !== 0) throw new Error("The kernels do not compile.");
  // Some tests load both builds before they are chosen by name; the other one is not run.
  cpSync(join(folder, "wasm/simd.wasm"), join(folder, "wasm/relaxed.wasm"));
  return failures(folder, tests, "-t", "simd");
}

/** The two kinds of source: where it stands, and what its tests say. */
const kinds = [
  { below: "src", mutations: ofSources, failures },
  { below: "assembly", mutations: ofKernels, failures: kernelFailures },
];

/** @returns paths in the copy that end with `file`, as a rule one: moves between folders do not matter */
function pathsOf(folder, below, file) {
  const paths = readdirSync(join(folder, below), { recursive: true }).map((path) => join(below, path));
  return paths.filter((path) => `/${path}`.endsWith(`/${file}`));
}

const print = (line) => process.stdout.write(`${line}\n`);
const outdated = (says) => ({ bad: true, says: `${says}: bring the list of mutations up to date` });

/** What the tests say of one broken line; the line is mended afterwards. */
async function outcome(folder, { file, paths, line, broken, tests, harmless, failures }) {
  if (paths.length !== 1) return outdated(`${paths.length} files end with ${file} (${paths.join(", ")})`);
  const path = join(folder, paths[0]);
  const source = readFileSync(path, "utf8");
  const found = source.split(line).length - 1;
  if (found !== 1) return outdated(`the line stands ${found} times in the file`);
  writeFileSync(
    path,
    source.replace(line, () => broken),
  );
  const red = await failures(folder, tests);
  writeFileSync(path, source);
  if (red) return { bad: false, says: red };
  return harmless ? { bad: false, says: `none: ${harmless}` } : { bad: true, says: "NONE" };
}

/** @returns the mutations of a kind that TEXT asks for, with the paths of their files */
function wantedOf(folder, { below, mutations, failures }) {
  const placed = mutations.map((one) => ({ ...one, failures, paths: pathsOf(folder, below, one.file) }));
  return placed.filter(({ file, paths }) => [file, ...paths].some((path) => path.includes(text)));
}

async function check(folder, kind) {
  const wanted = wantedOf(folder, kind);
  if (wanted.length === 0) return;
  const before = await kind.failures(folder, [...new Set(wanted.flatMap(({ tests }) => tests))]);
  if (before) throw new Error(`${before} tests fail before anything is broken.`);
  for (const mutation of wanted) {
    const { bad, says } = await outcome(folder, mutation);
    if (bad) process.exitCode = 1;
    print(`| \`${mutation.paths[0] ?? mutation.file}\` | ${mutation.what} | ${says} |`);
  }
}

const folder = copyTree();
try {
  print("| file | mutation | red of |\n| --- | --- | --- |");
  for (const kind of kinds) await check(folder, kind); // kernels last: they leave another wasm behind
} finally {
  rmSync(folder, { recursive: true });
}
