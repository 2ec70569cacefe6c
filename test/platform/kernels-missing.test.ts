import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compare, createEngine } from "repgeom";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "repgeom-kernels-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A copy of the built package without the files of the kernels, as a bundler may leave it. */
const copy = join(folder, "repgeom");
beforeAll(() => {
  cpSync(join(root, "package.json"), join(copy, "package.json"));
  const filter = (path: string) => !/\.(wasm|map|d\.ts)$|dist\/(browser|report|src\/program)/.test(path);
  cpSync(join(root, "dist"), join(copy, "dist"), { recursive: true, filter });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
});

const program = `
  const { compare, createEngine } = await import(process.argv[1]);
  const rows = (k) => Array.from({ length: 9 }, (_, i) => Array.from({ length: 4 }, (_, j) => ((i * 7 + j * k) % 5) / 3));
  const engine = await createEngine({ deterministic: true, threads: 0 });
  console.log(String(await compare(rows(2), rows(3), { metric: "procrustes" }, { engine })));
`;

function run(entry: string): string {
  const args = ["--input-type=module", "-e", program, join(copy, "dist/src", entry)];
  return execFileSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}

async function expected(): Promise<string> {
  const rows = (k: number) =>
    Array.from({ length: 9 }, (_, i) => Array.from({ length: 4 }, (_, j) => ((i * 7 + j * k) % 5) / 3));
  const engine = await createEngine({ deterministic: true, threads: 0 });
  return String(await compare(rows(2), rows(3), { metric: "procrustes" }, { engine }));
}

it("without the files of the kernels, they come from their text, with the same bits", async () => {
  expect(run("index.js")).toBe(await expected());
});

it("the entry with the kernels inside reads no file", async () => {
  expect(run("inline.js")).toBe(await expected());
});

it("without both, the message says what is missing and what helps", () => {
  rmSync(join(copy, "dist/wasm/simd-text.js"));
  expect(() => run("index.js")).toThrow(/kernels could not be loaded.*simd\.wasm.*repgeom\/inline/);
});

/** As edge hosts do, which compile nothing at run time. @param times - how often */
const refusing = (times: number) => `
  const compile = WebAssembly.compile;
  let left = ${times};
  WebAssembly.compile = (bytes) =>
    left-- > 0
      ? Promise.reject(new WebAssembly.CompileError("Wasm code generation disallowed by embedder"))
      : compile(bytes);
`;

function runRefused(path: string, times: number): string {
  const args = ["--input-type=module", "-e", refusing(times) + program, path];
  return execFileSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}

it("where the text inside must not be compiled, the platform's modules are taken", async () => {
  expect(runRefused(join(root, "dist/src/inline.js"), 1)).toBe(await expected());
});

it("where nothing is compiled, the message says what helps", () => {
  const run = () => runRefused(join(root, "dist/src/inline.js"), 2);
  expect(run).toThrow(/kernels could not be loaded.*disallowed by embedder\. This host.*condition "workerd"/);
  expect(run).not.toThrow(/repgeom\/inline" needs/);
});
