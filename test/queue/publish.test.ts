import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const folder = fileURLToPath(new URL("../../packages/queue", import.meta.url));
const tool = (path: string) => fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url));
const node = (...words: string[]) => execFileSync(process.execPath, words, { cwd: folder, encoding: "utf8" });

it("the package of the queue is what its types say", () => {
  expect(node(tool("typescript/bin/tsc"), "--noEmit", "-p", ".")).toBe("");
});

it("the package of the queue can be published: its program, its texts, no tests", () => {
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd: folder, encoding: "utf8" }),
  ) as [{ readonly files: readonly { readonly path: string }[] }];
  const files = packed.files.map(({ path }) => path);
  expect(files).toEqual(
    expect.arrayContaining(["LICENSE", "README.md", "package.json", "src/index.d.ts", "src/program.js"]),
  );
  expect(
    files.filter((path) => !/^(LICENSE|README\.md|package\.json|src\/[\w/-]+\.(d\.ts|js))$/.test(path)),
  ).toEqual([]);
  expect(node("src/program.js", "--help")).toMatch(/^repgeom-queue list URL/);
  const { status, stderr } = spawnSync(process.execPath, ["src/program.js", "lst", "x"], { cwd: folder, encoding: "utf8" }); // prettier-ignore
  expect(status).toBe(2);
  expect(stderr).toMatch(/^repgeom-queue: expected list, pause, resume, drop, got "lst"\.\n/);
});
