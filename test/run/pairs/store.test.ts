import { beforeAll, describe, expect, it } from "vitest";
import { MemoryError } from "../../../src/base/errors.ts";
import { createRandom } from "../../../src/base/random.ts";
import type { Representation, UnreadRepresentation } from "../../../src/data/representation.ts";
import { resolveSpec } from "../../../src/metrics/resolve.ts";
import type { Executor } from "../../../src/run/pairs/executor.ts";
import { inlineExecutor } from "../../../src/run/pairs/inline.ts";
import { shareOf } from "../../../src/run/pairs/memory-plan.ts";
import type { MemoryShare } from "../../../src/run/pairs/memory-share.ts";
import { planWithin } from "../../../src/run/pairs/paging/bands.ts";
import { membersOf, pairsOf, type Pairs } from "../../../src/run/pairs/plan.ts";
import { runPairs } from "../../../src/run/pairs/run.ts";
import { PagedStore } from "../../../src/run/pairs/paging/store.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import type { Kernels } from "../../../src/wasm/kernels.ts";
import { chooseBuild, loadModule } from "../../../src/wasm/load.ts";
import { gaussian, representation } from "../../support/data.ts";

let kernels: Kernels;
beforeAll(async () => {
  kernels = await createKernels(await loadModule(chooseBuild()));
});

const random = createRandom(3);
const networks = Array.from({ length: 11 }, (_, k) => representation(`net ${k}`, gaussian(random, 40, 12)));
networks.push({ ...networks[1]!, name: "copy", data: networks[1]!.data.map((value) => 2 * value) });
const square: Pairs = {
  rows: { start: 0, end: networks.length },
  cols: { start: 0, end: networks.length },
  triangle: true,
  diagonal: true,
};

/** Networks as files, which count how often each was read, and how many are read and not yet prepared. */
function files(given: readonly Representation[]) {
  const count = { reads: given.map(() => 0), raw: 0, most: 0 };
  const unread = given.map(({ data, ...outline }, k): UnreadRepresentation => ({
    ...outline,
    async load() {
      count.reads[k]!++;
      count.most = Math.max(count.most, ++count.raw);
      await new Promise((resolve) => setTimeout(resolve));
      return { ...outline, data: data.slice() };
    },
  }));
  return { count, unread };
}

/** Several lanes on one set of kernels, and the bytes of what was prepared that are held. */
function watched(inner: Executor, width: number, count: { raw: number }) {
  const memories = new Set<unknown>();
  let bytes = 0;
  const executor: Executor = {
    ...inner,
    width,
    async prepare(one, how) {
      const packed = await inner.prepare(one, how);
      count.raw--;
      if (!memories.has(packed.data.buffer)) bytes += packed.data.byteLength;
      memories.add(packed.data.buffer);
      return packed;
    },
  };
  return { executor, held: () => bytes };
}

const share = (prepared: number): MemoryShare => ({
  maxMemory: 1e9,
  lanes: 2,
  budget: 2 ** 20,
  arena: Infinity,
  prepared,
});

const specs = [
  { metric: "procrustes" },
  { metric: "procrustes", alpha: 0.3, ground: "euclidean" },
  { metric: "cka", ground: "angular" },
  { metric: "cka", kernel: "rbf" },
  { metric: "rsa", comparator: "spearman" },
] as const;

describe("a store with room for some", () => {
  const bytesOf = async (spec: (typeof specs)[number]) => {
    const one = await inlineExecutor(kernels, await resolveSpec(spec), 2 ** 20).prepare(networks[0]!);
    return one.data.byteLength;
  };

  it.each(specs)("gives the bits of one with room for all, and holds no more: %o", async (spec) => {
    const resolved = await resolveSpec(spec);
    const plain = await runPairs([...networks], resolved, square, inline(), {});
    const each = await bytesOf(spec);
    for (const [width, room] of [
      [1, 2],
      [1, 5],
      [2, 4],
      [3, 8],
      [2, 12],
    ] as const) {
      const { count, unread } = files(networks);
      const { executor, held } = watched(inline(), width, count);
      const { values } = await runPairs([...unread], resolved, square, executor, {}, share(room * each));
      expect(values).toEqual(plain.values);
      expect(held()).toBeLessThanOrEqual(room * each);
      expect(count.most).toBeLessThanOrEqual(width);
      if (room === 12) expect(count.reads).toEqual(networks.map(() => 1));
    }
    function inline() {
      return inlineExecutor(kernels, resolved, 2 ** 20);
    }
  });

  it("reads a file again once for each band of rows", async () => {
    const spec = await resolveSpec({ metric: "procrustes" });
    const { count, unread } = files(networks);
    const { executor } = watched(inlineExecutor(kernels, spec, 2 ** 20), 1, count);
    const each = await bytesOf({ metric: "procrustes" });
    await runPairs([...unread], spec, square, executor, {}, share(5 * each));
    // 12 networks in bands of 4 rows, of which the later ones need fewer columns: 12 + 8 + 4, and 12 before them.
    const reads = count.reads.reduce((sum, one) => sum + one, 0);
    expect(reads).toBeGreaterThan(12);
    expect(reads).toBeLessThanOrEqual(12 + 12 + 8 + 4);
  });

  it("reads again where a thread has died", async () => {
    const spec = await resolveSpec({ metric: "procrustes" });
    const { count, unread } = files(networks);
    const { executor } = watched(inlineExecutor(kernels, spec, 2 ** 20), 1, count);
    let deaths = 3;
    const dying: Executor = {
      ...executor,
      async prepare(one, how) {
        if (deaths-- === 2) throw new Error("the worker died");
        return executor.prepare(one, how);
      },
    };
    const plain = await runPairs([...networks], spec, square, inlineExecutor(kernels, spec, 2 ** 20), {});
    const { values } = await runPairs([...unread], spec, square, dying, {}, share(Infinity));
    expect(values).toEqual(plain.values);
    expect(count.reads.reduce((sum, one) => sum + one, 0)).toBe(networks.length + 1);
  });

  it("says with what it would fit where networks turn out larger than thought", async () => {
    const spec = await resolveSpec({ metric: "procrustes" });
    const each = await bytesOf({ metric: "procrustes" });
    const running = (width: number, prepared: number) => {
      const { executor } = watched(inlineExecutor(kernels, spec, 2 ** 20), width, { raw: 0 });
      return runPairs([...files(networks).unread], spec, square, executor, {}, share(prepared));
    };
    await expect(running(1, 2 * each - 1)).rejects.toThrow(
      "about 1000000001: raise maxMemory to that, or take",
    );
    await expect(running(2, each)).rejects.toThrow("raise maxMemory to that, use fewer threads, or take");
    // With room for three, one of two threads waits.
    await expect(running(2, 3 * each)).resolves.toBeDefined();
  });
});

describe("planWithin", () => {
  it.each([
    [1, 2],
    [1, 3],
    [2, 4],
    [2, 9],
    [4, 70],
  ])("on %i threads, room for %i: every pair once, few at a time", (width, capacity) => {
    for (const triangle of [true, false]) {
      const pairs = { ...square, triangle, cols: { start: triangle ? 0 : 3, end: 12 } };
      const tiles = planWithin(pairs, 16, capacity, width);
      const found = tiles.flatMap((tile) => [...pairsOf(tile, pairs)].map(String));
      expect(new Set(found).size).toBe(found.length);
      expect(found).toHaveLength(triangle ? 78 : 12 * 9);
      for (const tile of tiles) expect(width * membersOf(tile).length).toBeLessThanOrEqual(capacity);
    }
  });
});

describe("shareOf", () => {
  const outlines = Array.from({ length: 50 }, (_, k) => ({
    name: `layer ${k}`,
    shape: [50_000, 512],
    stored: "float32" as const,
  }));
  const resources = (maxMemory: number, threads = 2) => ({ threads, budget: 2 ** 27, maxMemory });

  it("adds up to no more than the process may hold", () => {
    for (const maxMemory of [1.2e9, 2 ** 31, 4e9, 2e10, 1e11]) {
      const { lanes, arena, prepared } = shareOf(outlines, resources(maxMemory, 16));
      const raw = 4 * 50_000 * 512;
      expect(lanes * (arena + raw) + prepared).toBeLessThan(maxMemory);
      expect(prepared).toBeGreaterThanOrEqual(2 * lanes * 2 * raw);
    }
  });

  it("takes fewer threads where all would not fit, and all otherwise", () => {
    expect(shareOf(outlines, resources(1.2e9)).lanes).toBe(1);
    expect(shareOf(outlines, resources(2 ** 31)).lanes).toBe(2);
    expect(shareOf(outlines, resources(1e11, 16)).lanes).toBe(16);
    const small = outlines.map((one) => ({ ...one, shape: [500, 100] }));
    expect(shareOf(small, resources(2 ** 31, 16)).lanes).toBe(16);
  });

  it("names the largest and the size that would do, which does", () => {
    const outlined = [...outlines, { name: "wide", shape: [50_000, 1024] }];
    const refusal = (maxMemory: number) => {
      try {
        shareOf(outlined, resources(maxMemory));
        return undefined;
      } catch (error) {
        return error as MemoryError;
      }
    };
    const error = refusal(1e9)!;
    expect(error).toBeInstanceOf(MemoryError);
    const [, size] =
      /^The process may hold 1000000000 bytes \(option maxMemory\)\. Two networks as large as wide, 50000 × 1024, need about (\d+) on one thread: raise maxMemory to that/.exec(
        error.message,
      )!;
    expect(refusal(Number(size) - 1)).toBeDefined();
    expect(refusal(Number(size))).toBeUndefined();
  });
});

describe("digests of what was read", () => {
  const outside = { digest: (value: unknown) => JSON.stringify(value, plain) };
  const plain = (_: string, value: unknown) =>
    ArrayBuffer.isView(value) ? [value.constructor.name, ...(value as Float64Array)] : value;
  const storeOf = async (given: (Representation | UnreadRepresentation)[], prepared = Infinity) => {
    const executor = inlineExecutor(kernels, await resolveSpec({ metric: "procrustes" }), 2 ** 20);
    return new PagedStore(given, executor, share(prepared), undefined, outside);
  };

  it("tell contents apart, but not names", async () => {
    const one = networks[0]!;
    const likes: Representation[] = [
      one,
      { ...one, name: "another", arranged: ["rows 0:40"] },
      { ...one, data: Float32Array.from(one.data) },
      { ...one, data: one.data.map((value, k) => (k === 7 ? -value : value)) },
      { ...one, shape: [20, 24] },
      { ...one, stored: "float32" },
    ];
    const store = await storeOf([...files(likes).unread, one]);
    for (const index of [0, 1, 2, 3, 4, 5, 6]) await store.prepare(index);
    const [first, ...others] = [0, 1, 2, 3, 4, 5, 6].map((index) => store.digestOf(index));
    expect(others.map((digest) => digest === first)).toEqual([true, false, false, false, false, true]);
  });

  it("refuse a file that changes during the run", async () => {
    let value = 1;
    const changing = networks.slice(0, 6).map((one, k) => ({
      ...one,
      load: async () => ({ ...one, data: one.data.map((x) => (k === 3 ? x + value++ : x)) }),
    }));
    const spec = await resolveSpec({ metric: "procrustes" });
    const each = (await inlineExecutor(kernels, spec, 2 ** 20).prepare(networks[0]!)).data.byteLength;
    const store = await storeOf(changing, 3 * each);
    for (const index of changing.keys()) await store.prepare(index);
    const tile = { rows: { start: 0, end: 1 }, cols: { start: 3, end: 4 } };
    const pairs = { ...tile, triangle: false, diagonal: false };
    await expect(store.run([{ kind: "pairs", tile, pairs }], () => {})).rejects.toThrow(
      "net 3: at byte 0: expected the numbers that the run read before, got others. The file was changed during the run",
    );
  });
});
