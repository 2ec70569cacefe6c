import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { main, repgeom, start, temporaryFolder, writeResponses } from "../../support/repgeom.ts";
import { segment } from "./support.ts";

const root = temporaryFolder();
const files = Array.from({ length: 6 }, (_, k) => writeResponses(root, `net-${k}`, 60, 30, k + 1));
const newFolder = () => mkdtempSync(join(root, "ck-"));

/** Permutations on one thread: some thousand take seconds. */
const words = (samples = 400) =>
  `pairwise ${files.join(" ")} --metric procrustes --permutation stimuli --seed 1 --threads 1 --samples ${samples}`.split(
    " ",
  );

/** Starts the command with a checkpoint, and waits until so many bytes are there. */
async function begun(folder: string, samples = 100_000, bytes = 12_000) {
  const child = start([...words(samples), "--checkpoint", folder]);
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const closed = once(child, "close") as Promise<[number | null]>;
  const path = segment(folder);
  while (!existsSync(path) || statSync(path).size < bytes) await pause(5);
  return {
    child,
    async ended() {
      const [code] = await closed;
      return { code, stderr };
    },
  };
}

async function status(folder: string) {
  const { stdout } = await repgeom("status", folder, "--json");
  return JSON.parse(stdout) as { tiles: number; done: number; computed: number; locks: { state: string }[] };
}

describe("a command with --checkpoint", () => {
  it("goes on after kill -9, on other threads, to the same bytes, and computes nothing twice", async () => {
    const [folder, plain, out] = [newFolder(), join(root, "plain.json"), join(root, "out.json")];
    await repgeom(...words(), "--out", plain);
    const { child, ended } = await begun(folder, 400, 50_000);
    child.kill("SIGKILL");
    await ended();
    const before = await status(folder);
    expect(before.done).toBeGreaterThan(0);
    expect(before.done).toBeLessThan(before.tiles);
    const onTwo = words().map((word, k, all) => (all[k - 1] === "--threads" ? "2" : word));
    expect(await repgeom(...onTwo, "--checkpoint", folder, "--out", out)).toMatchObject({ code: 0 });
    expect(readFileSync(out).equals(readFileSync(plain))).toBe(true);
    const { tiles, done, computed, locks } = await status(folder);
    expect([done, computed]).toEqual([tiles, tiles]);
    expect(locks).toEqual([{ folder, state: "free" }]);
    const again = await repgeom(...words(), "--checkpoint", folder, "--out", out);
    expect(again.code).toBe(0);
    expect((await status(folder)).computed).toBe(tiles);
    expect(existsSync(segment(folder, 3))).toBe(false);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("says at %s how much is there and how to go on", async (signal, code) => {
    const folder = newFolder();
    const { child, ended } = await begun(folder);
    expect((await status(folder)).locks[0]).toMatchObject({ state: "running", pid: child.pid });
    child.kill(signal);
    const found = await ended();
    expect(found.code).toBe(code);
    const { done, tiles, computed, locks } = await status(folder);
    expect(found.stderr).toContain(
      `repgeom: interrupted: ${done} of ${tiles} pieces of work are in ${folder}. Run the same command again: it goes on from there.\n`,
    );
    expect(computed).toBe(done);
    expect(locks[0]).toMatchObject({ state: "free" });
  });

  it("is refused in a folder in which another one works, and that one is not disturbed", async () => {
    const folder = newFolder();
    const { child, ended } = await begun(folder);
    const second = await repgeom(...words(100_000), "--checkpoint", folder);
    expect(second).toMatchObject({ code: 1, stdout: "" });
    expect(second.stderr).toContain(`${folder} is in use by process ${child.pid} on `);
    child.kill("SIGINT");
    expect((await ended()).code).toBe(130);
  });

  it("ends with an error when its folder is removed", async () => {
    const folder = newFolder();
    const { ended } = await begun(folder);
    rmSync(folder, { recursive: true });
    const { code, stderr } = await ended();
    expect(code).toBe(1);
    expect(stderr).toContain(`${folder} was removed, moved or replaced while the command wrote in it`);
    expect(existsSync(folder)).toBe(false);
  });

  it("refuses to go on where a file has changed, or a flag, and says which", async () => {
    const folder = newFolder();
    expect((await repgeom(...words(100), "--checkpoint", folder)).code).toBe(0);
    const flag = await repgeom(...words(200), "--checkpoint", folder);
    expect(flag).toMatchObject({ code: 1, stdout: "" });
    expect(flag.stderr).toContain("--samples: 100 there, 200 here");
    const path = files[2]!;
    const bytes = readFileSync(path);
    writeFileSync(
      path,
      bytes.map((byte, k) => (k === bytes.length - 3 ? byte ^ 1 : byte)),
    );
    const file = await repgeom(...words(100), "--checkpoint", folder);
    writeFileSync(path, bytes);
    expect(file).toMatchObject({ code: 1, stdout: "" });
    expect(file.stderr).toContain("net-2");
  });

  it.runIf(process.platform === "linux")(
    "keeps what it has when the disk is full, and goes on when there is room",
    async () => {
      const [folder, plain, out] = [newFolder(), join(root, "few.json"), join(root, "few-again.json")];
      const few = words(200);
      await repgeom(...few, "--out", plain);
      const limited = spawn("sh", [
        "-c",
        'ulimit -f 20; exec "$@"',
        "sh",
        process.execPath,
        main,
        ...few,
        "--checkpoint",
        folder,
      ]);
      let stderr = "";
      limited.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      expect((await once(limited, "close"))[0]).toBe(1);
      expect(stderr).toContain(`${folder} has no more room: EFBIG`);
      const before = await status(folder);
      expect(before.done).toBeGreaterThan(10);
      expect((await repgeom(...few, "--checkpoint", folder, "--out", out)).code).toBe(0);
      expect(readFileSync(out).equals(readFileSync(plain))).toBe(true);
      const { tiles, computed } = await status(folder);
      expect(computed).toBe(tiles);
    },
  );

  it("says what is wrong with the folder", async () => {
    const at = (...more: string[]) => repgeom(...words(100), ...more);
    const isFile = `repgeom: ${files[0]!} is a file, and a checkpoint is a folder. Give the folder of --checkpoint.\n`;
    expect(await at("--checkpoint", files[0]!)).toEqual({ code: 1, stdout: "", stderr: isFile });
    for (const command of ["status", "merge"])
      expect(await repgeom(command, files[0]!)).toEqual({ code: 1, stdout: "", stderr: isFile });
    expect((await at("--checkpoint", join(files[0]!, "x"))).stderr).toMatch(
      /cannot be made: .*Choose another folder/,
    );
    expect((await at("--checkpoint", join(newFolder(), "in", "two"))).code).toBe(0);
    if (process.platform === "linux")
      expect((await at("--checkpoint", "/proc/nowhere/x")).stderr).toContain(
        "/proc/nowhere/x cannot be made",
      );
    const lost = newFolder();
    await at("--checkpoint", lost);
    rmSync(join(lost, "job.json"));
    expect((await at("--checkpoint", lost)).stderr).toContain("has segments and no job.json");
    expect(existsSync(join(lost, "job.json"))).toBe(false);
    expect((await at("--checkpoint", root)).stderr).toMatch(/is no checkpoint: it has \S+ in it/);
    expect(await at("--checkpoint", "--json")).toMatchObject({ code: 2 });
    expect((await repgeom("status", root)).stderr).toContain("is no checkpoint");
    expect(await repgeom("status")).toMatchObject({ code: 2 });
  });
});
