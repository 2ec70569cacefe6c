import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import {
  beatLock,
  locksIn,
  makeLock,
  pathOfLock,
  readLock,
} from "../../../src/cli/checkpoint/lock/lock-file.ts";
import { takeLock } from "../../../src/cli/checkpoint/lock/lock.ts";
import { isRunning, thisProcess } from "../../../src/cli/checkpoint/lock/processes.ts";
import { cells, faults, letGo, watchFolder } from "../../../src/cli/checkpoint/lock/watch.ts";
import { temporaryFolder } from "../../support/repgeom.ts";

const root = temporaryFolder();
const newFolder = () => mkdtempSync(join(root, "lock-"));
const quick = { total: 400, between: 40 };
const script = fileURLToPath(new URL("contender.mjs", import.meta.url));

/** Writes a lock as another process would. */
function writeLock(folder: string, number: number, change: object): void {
  makeLock(folder, number);
  const path = pathOfLock(folder, number);
  const text = JSON.parse(readFileSync(path, "utf8")) as object;
  const { state, beat, ...rest } = { ...text, ...change } as Record<string, unknown>;
  writeFileSync(path, `${JSON.stringify(rest).slice(0, -1)},"state":"${state}","beat":"${beat}"}\n`);
}

const elsewhere = { host: "node7", boot: "another", pid: 4242 };

const children: ChildProcess[] = [];
afterAll(() => children.forEach((child) => child.kill("SIGKILL")));

describe("the lock", () => {
  it("names host, process and its start", async () => {
    const folder = newFolder();
    const { number, word } = await takeLock(folder);
    const lock = readLock(folder, number)!;
    expect(lock).toMatchObject({ host: hostname(), pid: process.pid, word, state: "held", beat: 0 });
    if (process.platform === "linux") expect(lock.start).toMatch(/^\d+$/);
  });

  it("of a process that lives is refused, and says whose it is", async () => {
    const folder = newFolder();
    await takeLock(folder);
    await expect(takeLock(folder)).rejects.toThrow(`in use by process ${process.pid} on ${hostname()}`);
    expect(locksIn(folder)).toEqual([1]);
  });

  it("that was let go is free, and numbers only grow", async () => {
    const folder = newFolder();
    for (let number = 1; number <= 9; number++) {
      const taken = await takeLock(folder);
      expect(taken.number).toBe(number);
      letGo({ folder, lock: taken, state: new Int32Array(new SharedArrayBuffer(32)) });
      expect(readLock(folder, number)).toMatchObject({ state: "ended", word: taken.word });
    }
    expect(locksIn(folder)).toEqual([5, 6, 7, 8, 9]);
  });

  it("of a process that was killed is taken over at once", async () => {
    const folder = newFolder();
    mkdirSync(join(folder, "0"));
    const child = spawn(process.execPath, [script, folder, "1"]);
    children.push(child);
    writeFileSync(join(folder, "go-0"), "");
    await once(child.stdout, "data");
    await expect(takeLock(join(folder, "0"))).rejects.toThrow(`process ${child.pid} on`);
    child.kill("SIGKILL");
    await once(child, "exit");
    const began = performance.now();
    expect(await takeLock(join(folder, "0"))).toMatchObject({ number: 2 });
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it.runIf(process.platform === "linux")(
    "of another process that had the same number is taken over at once",
    async () => {
      const folder = newFolder();
      writeLock(folder, 1, { start: "1" });
      expect(isRunning(thisProcess())).toBe(true);
      expect(await takeLock(folder)).toMatchObject({ number: 2 });
    },
  );

  it("of another machine is refused while it beats, and taken over when it does not", async () => {
    const folder = newFolder();
    writeLock(folder, 1, { ...elsewhere, state: "held ", beat: "000000000005" });
    let beat = 5;
    const timer = setInterval(() => beatLock(folder, 1, ++beat), 50);
    await expect(takeLock(folder, undefined, quick)).rejects.toThrow("in use by process 4242 on node7");
    clearInterval(timer);
    const said: string[] = [];
    const taken = await takeLock(folder, (text) => said.push(text), quick);
    expect(taken.number).toBe(2);
    expect(said[0]).toContain("process 4242 on node7, which cannot be asked");
  });

  it("of another space of processes on this machine is not asked for its number", async () => {
    const folder = newFolder();
    writeLock(folder, 1, { space: "pid:[1]", pid: 999_999, state: "held ", beat: "000000000000" });
    const began = performance.now();
    await takeLock(folder, undefined, quick);
    expect(performance.now() - began).toBeGreaterThan(quick.total - 1);
  });

  it("that is not whole is taken over when nobody completes it", async () => {
    const folder = newFolder();
    writeFileSync(pathOfLock(folder, 1), '{"host":"n');
    expect(await takeLock(folder, undefined, quick)).toMatchObject({ number: 2 });
  });

  it("steps back where its look was too old: a lower one never beats a higher", async () => {
    const folder = newFolder();
    writeLock(folder, 1, { ...elsewhere, state: "held ", beat: "000000000005" });
    const late = takeLock(folder, undefined, quick);
    // While it watches the first, others come and go, and one of them lives.
    makeLock(folder, 3);
    await expect(late).rejects.toThrow(`in use by process ${process.pid} on`);
    expect(locksIn(folder)).toEqual([1, 3]);
  });

  it(
    "has one winner of 20 that start at once, also where a dead one lies there",
    { timeout: 60_000 },
    async () => {
      const rounds = 6;
      const folder = newFolder();
      for (let round = 0; round < rounds; round++) {
        mkdirSync(join(folder, String(round)));
        if (round % 2 === 1) writeLock(join(folder, String(round)), 1, { start: "1" });
      }
      const said = new Map<number, string[]>();
      const next = Array.from({ length: rounds }, () => withResolvers());
      for (let k = 0; k < 20; k++) {
        const child = spawn(process.execPath, [script, folder, String(rounds)], {
          stdio: ["ignore", "pipe", "inherit"],
        });
        children.push(child);
        createInterface({ input: child.stdout }).on("line", (line) => {
          const [, round, outcome] = /^(\d+) (.*)$/.exec(line)!;
          const list = said.get(Number(round)) ?? [];
          said.set(Number(round), [...list, outcome!]);
          if (list.length + 1 === 20) next[Number(round)]!.resolve();
        });
      }
      for (let round = 0; round < rounds; round++) {
        writeFileSync(join(folder, `go-${round}`), "");
        await next[round]!.promise;
      }
      for (const outcomes of said.values()) {
        expect(outcomes.filter((one) => one.startsWith("took"))).toHaveLength(1);
        expect(outcomes.filter((one) => one === "refused")).toHaveLength(19);
      }
    },
  );
});

describe("who looks after a folder", () => {
  const keepingOf = (folder: string, lock: { number: number; word: string }) => ({
    folder,
    lock,
    state: new Int32Array(new SharedArrayBuffer(32)),
  });
  const faultOf = ({ state }: ReturnType<typeof keepingOf>) => state[cells.fault];

  it("beats each second, and sees that another process took over", { timeout: 20_000 }, async () => {
    const folder = newFolder();
    const keeping = keepingOf(folder, await takeLock(folder));
    const watch = watchFolder(keeping);
    await expect.poll(() => readLock(folder, 1)?.beat, { timeout: 8000 }).toBeGreaterThanOrEqual(2);
    expect(faultOf(keeping)).toBe(faults.none);
    makeLock(folder, 2);
    await expect.poll(() => faultOf(keeping), { timeout: 8000 }).toBe(faults.takenOver);
    watch.end();
    expect(readLock(folder, 2)?.state).toBe("held");
  });
});

/** `Promise.withResolvers`, which Node has from 22 on. */
function withResolvers() {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve: () => resolve() };
}
