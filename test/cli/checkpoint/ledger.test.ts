import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { openCheckpoint } from "../../../src/cli/checkpoint/ledger.ts";
import { readJob } from "../../../src/cli/checkpoint/job.ts";
import { readRecords, type Place } from "../../../src/cli/checkpoint/segments/records.ts";
import { temporaryFolder } from "../../support/repgeom.ts";
import { facts, inRun, job, resultOf, rewrite, segment } from "./support.ts";

const root = temporaryFolder();
const newFolder = () => mkdtempSync(join(root, "ck-"));

/** Units that are there, each with the right bytes. */
const unitsIn = (folder: string, say?: (text: string) => void) =>
  inRun(
    folder,
    (run) => {
      const there = Array.from({ length: 10 }, (_, unit) => unit).filter((unit) => run.has(unit));
      for (const unit of there) expect(run.get(unit)).toEqual(resultOf(unit));
      return there;
    },
    say ? { say } : {},
  );

/** A folder with units 0 … 9 and a note in one segment. */
async function filled(): Promise<string> {
  const folder = newFolder();
  await inRun(folder, (run) => {
    for (let unit = 0; unit < 10; unit++) run.put(unit, resultOf(unit));
    run.putNote("network:0", Uint8Array.of(1, 2, 3));
  });
  return folder;
}

afterEach(() => vi.useRealTimers());

describe("a checkpoint", () => {
  it("has in the next process what was kept, and the plan of the first", async () => {
    const folder = await filled();
    await inRun(folder, (run) => {
      expect(run.plan).toEqual({ side: 4 });
      expect(run.note("network:0")).toEqual(Uint8Array.of(1, 2, 3));
      expect(run.note("network:1")).toBeUndefined();
    });
    const again = await openCheckpoint(folder, job);
    const run = await again.begin("pairs", facts, () => ({ units: 99, plan: { side: 8 } }));
    expect([run.units, run.plan]).toEqual([10, { side: 4 }]);
    again.close();
    expect(await unitsIn(folder)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("gives back in the same process what it was given", () =>
    inRun(newFolder(), (run) => {
      run.put(3, resultOf(3));
      run.putNote("sums", Uint8Array.of(9));
      run.putNote("sums", Uint8Array.of(8));
      expect([run.has(3), run.has(4)]).toEqual([true, false]);
      expect(run.get(3)).toEqual(resultOf(3));
      expect(run.note("sums")).toEqual(Uint8Array.of(8));
      expect(() => run.get(4)).toThrow("has not unit 4 of the 10");
    }));

  it("tells runs of one name apart by their order", async () => {
    const folder = newFolder();
    const begin = async () => {
      const ledger = await openCheckpoint(folder, job);
      const runs = [];
      for (const side of [1, 2, 3])
        runs.push(await ledger.begin("x", { side }, () => ({ units: side, plan: side })));
      return { ledger, runs };
    };
    const first = await begin();
    first.runs[1]!.put(0, Uint8Array.of(5));
    first.ledger.close();
    const second = await begin();
    expect(second.runs.map((run) => [run.plan, run.has(0)])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
    second.ledger.close();
  });

  it("takes pairs that are begun again for another run: equal folds have equal facts and other contents", async () => {
    const ledger = await openCheckpoint(newFolder(), job);
    const begin = () => ledger.begin("pairs", { names: ["a", "b"] }, () => ({ units: 2, plan: 1 }));
    (await begin()).put(0, Uint8Array.of(7));
    expect((await begin()).has(0)).toBe(false);
    ledger.close();
  });

  it("gives the same run where the same is begun again, as draws of several bands are", async () => {
    const folder = newFolder();
    const ledger = await openCheckpoint(folder, job);
    const contents = { contents: true };
    const begin = (side: number) => ledger.begin("x", { side }, () => ({ units: 2, plan: side }), contents);
    (await begin(1)).put(0, Uint8Array.of(7));
    const [other, again] = [await begin(2), await begin(1)];
    expect([...again.get(0)]).toEqual([7]);
    expect(other.has(0)).toBe(false);
    ledger.close();
    const next = await openCheckpoint(folder, job);
    for (const [side, has] of [
      [1, true],
      [2, false],
      [1, true],
    ] as const)
      expect((await next.begin("x", { side }, () => ({ units: 2, plan: side }), contents)).has(0)).toBe(has);
    next.close();
  });

  it("gives another run where the facts are the same and do not say what the inputs hold, as those of folds", async () => {
    const folder = newFolder();
    const ledger = await openCheckpoint(folder, job);
    const begin = (by: typeof ledger) => by.begin("x", { side: 1 }, () => ({ units: 1, plan: null }));
    (await begin(ledger)).put(0, Uint8Array.of(7));
    const second = await begin(ledger);
    expect(second.has(0)).toBe(false);
    second.put(0, Uint8Array.of(8));
    ledger.close();
    const next = await openCheckpoint(folder, job);
    expect([(await begin(next)).get(0)[0], (await begin(next)).get(0)[0]]).toEqual([7, 8]);
    next.close();
  });

  it("keeps the bits of values that it packs", async () => {
    const ledger = await openCheckpoint(newFolder(), job);
    const value = {
      a: Float64Array.of(-0, NaN, 1e-310),
      list: ["ü", undefined, { n: -0 }],
      b: Uint8Array.of(1),
    };
    expect(ledger.unpack(ledger.pack(value))).toEqual(value);
    ledger.close();
  });

  it("names what differs from what was begun", async () => {
    const folder = await filled();
    const asked = (change: object) => openCheckpoint(folder, { ...job, ...change });
    await expect(asked({ flags: { metric: ["rsa"], seed: 1 } })).rejects.toThrow(
      "--metric: cka there, rsa here",
    );
    await expect(asked({ flags: { metric: ["cka"] } })).rejects.toThrow("--seed: 1 there, none here");
    await expect(asked({ command: "cross" })).rejects.toThrow("command: pairwise there, cross here");
    await expect(asked({ inputs: { ...(job.inputs as object), files: ["a.npy", "c.npy"] } })).rejects.toThrow(
      "files: a.npy, b.npy there; a.npy, c.npy here".replace(";", ","),
    );
    await expect(asked({ version: "0.0.9" })).rejects.toThrow("begun by repgeom 0.1.0, this is 0.0.9");
    await expect(asked({ build: { ...job.build, name: "relaxed", fused: true } })).rejects.toThrow(
      /other kernels.*name: simd there, relaxed here; fused: false there, true here/,
    );
    const ledger = await openCheckpoint(folder, job);
    const other = ledger.begin("pairs", { metric: "cka", options: { debiased: true } }, () => ({
      units: 1,
      plan: null,
    }));
    await expect(other).rejects.toThrow("options debiased: false there, true here");
    ledger.close();
    expect(await unitsIn(folder)).toHaveLength(10);
  });

  it("is refused in another format, and what is no checkpoint is left alone", async () => {
    const folder = await filled();
    const path = join(folder, "job.json");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace('"formatVersion": 1', '"formatVersion": 2'));
    await expect(openCheckpoint(folder, job)).rejects.toThrow("format 2, written by repgeom 0.1.0");
    writeFileSync(path, "{");
    await expect(openCheckpoint(folder, job)).rejects.toThrow("was not written by repgeom");
    const other = newFolder();
    writeFileSync(join(other, "thesis.tex"), "x");
    await expect(openCheckpoint(other, job)).rejects.toThrow("is no checkpoint: it has thesis.tex in it");
    expect(readFileSync(join(other, "thesis.tex"), "utf8")).toBe("x");
    writeFileSync(join(root, "file"), "");
    await expect(openCheckpoint(join(root, "file"), job)).rejects.toMatchObject({ name: "CheckpointError" });
  });

  it("refuses a segment of another checkpoint", async () => {
    const [folder, other] = [await filled(), await filled()];
    cpSync(segment(other), segment(folder, 2));
    await expect(openCheckpoint(folder, job)).rejects.toThrow(/0002\.log belongs to another checkpoint/);
  });

  it("sees that it was removed, or replaced by another folder, while it is written", async () => {
    for (const replace of [false, true]) {
      const folder = newFolder();
      const ledger = await openCheckpoint(folder, job);
      const run = await ledger.begin("pairs", facts, () => ({ units: 10, plan: null }));
      run.put(0, resultOf(0));
      if (replace) {
        renameSync(folder, `${folder}-moved`);
        cpSync(`${folder}-moved`, folder, { recursive: true });
      } else rmSync(folder, { recursive: true });
      expect(() => run.put(1, resultOf(1))).toThrow("was removed, moved or replaced");
      expect(() => ledger.close()).toThrow("was removed, moved or replaced");
    }
  });

  it("works with a clock that goes back", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2030-01-01") });
    const folder = newFolder();
    await inRun(folder, (run) => run.put(0, resultOf(0)));
    vi.setSystemTime(new Date("1980-01-01"));
    await inRun(folder, (run) => run.put(1, resultOf(1)));
    expect(await unitsIn(folder)).toEqual([0, 1]);
  });
});

describe("a damaged segment", () => {
  it("that is cut at any byte has all records before it, and takes the others again", async () => {
    const folder = await filled();
    const whole = readFileSync(segment(folder));
    const said: string[] = [];
    const file = readJob(folder)!;
    let before = 0;
    for (let length = 0; length <= whole.length; length++) {
      writeFileSync(segment(folder), whole.subarray(0, length));
      const records = readRecords(folder, file);
      const done = records.runs.get(0)?.done ?? new Map<number, Place>();
      const there = [...done.keys()];
      expect(there).toEqual(Array.from({ length: there.length }, (_, unit) => unit));
      for (const [unit, place] of done) expect(place.read()).toEqual(resultOf(unit));
      expect([before, before + 1]).toContain(there.length);
      before = there.length;
      records.close();
      if (length % 250 !== 0) continue;
      await inRun(
        folder,
        (run) => {
          for (let unit = 0; unit < 10; unit++) if (!run.has(unit)) run.put(unit, resultOf(unit));
        },
        { say: (text) => said.push(text) },
      );
      expect(await unitsIn(folder)).toHaveLength(10);
      rmSync(segment(folder, 2), { force: true });
    }
    expect(before).toBe(10);
    expect(said).toEqual([]);
  });

  it("with any byte flipped loses one record, gives no wrong result, and is seen", async () => {
    const folder = await filled();
    const whole = readFileSync(segment(folder));
    const file = readJob(folder)!;
    for (let at = 0; at < whole.length; at++) {
      rewrite(folder, () => whole.map((byte, k) => (k === at ? byte ^ 0x5a : byte)));
      const records = readRecords(folder, file);
      const { done } = records.runs.get(0)!;
      for (const [unit, place] of done) expect(place.read()).toEqual(resultOf(unit));
      expect(done.size).toBeGreaterThanOrEqual(9);
      expect(records.damage).toHaveLength(1);
      records.close();
    }
  });

  it("with zeros or a foreign piece in its middle keeps what is behind", async () => {
    const folder = await filled();
    rewrite(folder, (bytes) => Buffer.concat([bytes, Buffer.alloc(5000), bytes.subarray(0, 0)]));
    const whole = readFileSync(segment(folder));
    await inRun(folder, () => {});
    rewrite(folder, () =>
      Buffer.concat([whole.subarray(0, whole.length - 5000), Buffer.from("RGP1RGP1"), whole]),
    );
    const said: string[] = [];
    expect(await unitsIn(folder, (text) => said.push(text))).toHaveLength(10);
    expect(said[0]).toMatch(/0001\.log is damaged at byte \d+, 8 bytes: what they held is computed again/);
  });
});

it("writes nothing outside its own names", async () => {
  const folder = newFolder();
  mkdirSync(join(folder, "segments"));
  await inRun(folder, (run) => run.put(0, resultOf(0)));
  expect(await unitsIn(folder)).toEqual([0]);
});
