import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "repgeom-build-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const script = (name: string) => fileURLToPath(new URL(`../../scripts/${name}`, import.meta.url));

describe("the digest of what a step of the build reads", () => {
  const digest = (): string => {
    const code = `import { digest } from ${JSON.stringify(script("build-stamp.mjs"))}; console.log(digest(["src"]));`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    return stdout;
  };
  const file = (name: string) => join(folder, "src", name);
  beforeEach(() => {
    mkdirSync(file("low"), { recursive: true });
    writeFileSync(file("low/a.ts"), "one");
  });

  it("changes with contents and with a move, not with times or tests of the kernels", () => {
    const before = digest();
    utimesSync(file("low/a.ts"), 1, 1);
    mkdirSync(file("__tests__"));
    writeFileSync(file("__tests__/a.spec.ts"), "");
    expect(digest()).toBe(before);
    renameSync(file("low/a.ts"), file("a.ts"));
    expect(digest()).not.toBe(before);
    renameSync(file("a.ts"), file("low/a.ts"));
    expect(digest()).toBe(before);
    writeFileSync(file("low/a.ts"), "two");
    expect(digest()).not.toBe(before);
  });
});

describe("the lock of the build", () => {
  /** Writes "begin" and "end" to a log, 50 ms apart. */
  const code = `
    import { appendFileSync } from "node:fs";
    import { alone } from ${JSON.stringify(script("build-lock.mjs"))};
    alone(() => {
      appendFileSync("log", "begin ");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
      appendFileSync("log", "end ");
    });`;
  const start = () => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", code], { cwd: folder });
    return new Promise<number | null>((done) => child.on("close", done));
  };
  const log = () => readFileSync(join(folder, "log"), "utf8");

  it("lets one process build at a time", async () => {
    expect(await Promise.all([start(), start(), start()])).toEqual([0, 0, 0]);
    expect(log()).toBe("begin end ".repeat(3));
  });

  it("is taken over from a process that was killed", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    mkdirSync(join(folder, "node_modules/.cache"), { recursive: true });
    writeFileSync(join(folder, "node_modules/.cache/repgeom-build.lock"), String(pid));
    expect(await start()).toBe(0);
    expect(log()).toBe("begin end ");
  });
});
