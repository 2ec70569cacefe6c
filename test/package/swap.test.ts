import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ofCheckout, root } from "./installed.ts";

const files = ["package.json", "README.md", "CHANGELOG.md"];
const script = "scripts/package/swap.mjs";

/** A checkout with what packing reads of it. */
let checkout: string;
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), "repgeom-checkout-"));
  mkdirSync(join(checkout, "node_modules"));
  cpSync(join(root, "scripts/package"), join(checkout, "scripts/package"), { recursive: true });
  cpSync(join(root, "scripts/build-lock.mjs"), join(checkout, "scripts/build-lock.mjs"));
  for (const name of files) cpSync(join(root, name), join(checkout, name));
});
afterEach(() => rmSync(checkout, { recursive: true, force: true }));

const read = (name: string) => readFileSync(join(checkout, name), "utf8");
const all = () => files.map(read);
const own = () => files.map(ofCheckout);
const isPublished = () => !read("package.json").includes('"prepare"');

function swap(what: string): void {
  const { status, stderr } = spawnSync(process.execPath, [script, what], { cwd: checkout, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
}

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !holds(); turn++) await pause(20);
  expect(holds()).toBe(true);
}

/** A process that packs as npm does, by a shell, and needs `seconds` for it. */
function packer(seconds: number) {
  const work = `require("node:child_process").execSync("node ${script} publish && true"); setTimeout(() => {}, ${seconds * 1000});`;
  return spawn(process.execPath, ["-e", work], { cwd: checkout, stdio: "ignore" });
}

it("puts the published files in place, and those of the checkout back to the byte", () => {
  swap("publish");
  expect(isPublished()).toBe(true);
  expect(read("README.md")).not.toContain("](docs/");
  swap("restore");
  expect(all()).toEqual(own());
  expect(existsSync(join(checkout, "node_modules/.cache/repgeom-packing.json"))).toBe(false);
});

it("a packing that is killed leaves the checkout as it was", async () => {
  const npm = packer(60);
  await until(isPublished);
  await pause(300);
  expect(isPublished()).toBe(true); // while npm lives
  npm.kill("SIGKILL");
  await until(() => !isPublished());
  await until(() => JSON.stringify(all()) === JSON.stringify(own()));
});

it("a second packing waits for the first", async () => {
  const npm = packer(1);
  await until(isPublished);
  const second = spawn(process.execPath, [script, "publish"], { cwd: checkout, stdio: "ignore" });
  const [code] = (await once(second, "exit")) as [number];
  expect([code, npm.exitCode]).toEqual([0, 0]); // the first has ended
  expect(isPublished()).toBe(true);
  swap("restore");
  expect(all()).toEqual(own());
});

it("what was edited meanwhile stays", () => {
  swap("publish");
  writeFileSync(join(checkout, "README.md"), "# New\n");
  swap("restore");
  expect(all()).toEqual([ofCheckout("package.json"), "# New\n", ofCheckout("CHANGELOG.md")]);
});

it("a reader never sees half a file", async () => {
  const rounds = `const { execFileSync } = require("node:child_process");
    for (let k = 0; k < 2; k++) for (const what of ["publish", "restore"]) execFileSync(process.execPath, ["${script}", what]);`;
  const running = spawn(process.execPath, ["-e", rounds], { cwd: checkout, stdio: "ignore" });
  const ended = once(running, "exit");
  const seen = new Set<string>();
  while (running.exitCode === null) {
    seen.add(read("package.json"));
    await pause(0);
  }
  await ended;
  expect(seen.size).toBe(2);
  expect(all()).toEqual(own());
});

it("npm calls it before and after it packs", () => {
  const { scripts } = JSON.parse(ofCheckout("package.json")) as { scripts: Record<string, string> };
  expect(scripts["prepack"]).toMatch(new RegExp(`build.mjs && node ${script} publish$`));
  expect(scripts["postpack"]).toBe(`node ${script} restore`);
});
