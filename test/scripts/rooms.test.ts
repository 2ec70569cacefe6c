import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, it } from "vitest";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Runs scripts/rooms.mjs on a house of these files. */
function roomsOf(files: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), "repgeom-rooms-"));
  folders.push(root);
  cpSync("scripts", join(root, "scripts"), { recursive: true });
  const all = {
    "package.json": `{"imports": {"#platform": {"node": "./dist/src/low/node.js"}}}`,
    "src/low/node.ts": "export const node = 1;\n",
    "workers/worker.ts": "",
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const script = join(root, "scripts/rooms.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8" });
  return { status, stdout, stderr };
}

it("puts each room above the rooms that it imports, by whatever form of import", () => {
  const { status, stdout, stderr } = roomsOf({
    "src/middle/a.ts": `import {\n  node,\n} from "#platform";\nexport { node };\n`,
    "src/studies/isc/isc.ts": `// import("./not.ts")\nexport const later = () => import("../../middle/a.ts");\n`,
    "src/index.ts": `export * from "./studies/isc/isc.ts";\nimport "./low/node.ts";\n`,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const rows = stdout.split("\n").map((line) => line.trim().split(/\s+/));
  expect(rows.slice(1, 5)).toEqual([
    ["0", "low", "1", "1"],
    ["1", "middle", "1", "4", "low"],
    ["2", "studies/isc", "1", "2", "middle"],
    ["3", "entries", "2", "2", "low", "studies/isc"],
  ]);
  expect(stdout).toContain("Circles among files: 0");
});

it("shows the shortest circle, types counted, and ends with 1", () => {
  const { status, stdout } = roomsOf({
    "src/a/one.ts": `import type { Two } from "../b/two.ts";\n`,
    "src/b/two.ts": `import { three } from "./three.ts";\nimport type { One } from "../a/one.ts";\n`,
    "src/b/three.ts": `export type { One } from "../a/one.ts";\n`,
  });
  expect(status).toBe(1);
  expect(stdout).toContain("3 files import each other; the shortest way round:");
  expect(stdout).toMatch(/ {2}(\S+)\n {2}-> \S+\n {2}-> \1\n/);
  expect(stdout).toContain("2 rooms import each other: a, b\n");
  expect(stdout).toContain("  src/a/one.ts imports src/b/two.ts\n");
});

it("names an import that leads nowhere", () => {
  const { status, stderr } = roomsOf({ "src/a/one.ts": `import { two } from "./two.ts";\n` });
  expect(status).toBe(1);
  expect(stderr).toContain("src/a/one.ts imports ./two.ts, which is not there.");
});

it("names folders with more than twenty files", () => {
  const names = Array.from({ length: 21 }, (_, k) => `src/many/file-${k}.ts`);
  const { stdout } = roomsOf(Object.fromEntries(names.map((name) => [name, ""])));
  expect(stdout).toContain("directly in them: src/many (21)");
});
