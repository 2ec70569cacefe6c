import { beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../../../src/base/random.ts";
import { FileCache } from "../../../../src/cli/cache/file-cache.ts";
import { openFolder } from "../../../../src/cli/cache/folder.ts";
import type { Representation, UnreadRepresentation } from "../../../../src/data/representation.ts";
import { resolveSpec, type ResolvedSpec } from "../../../../src/metrics/resolve.ts";
import type { Executor } from "../../../../src/run/pairs/executor.ts";
import { inlineExecutor } from "../../../../src/run/pairs/inline.ts";
import { beside } from "../../../../src/run/pairs/paging/prepared-cache.ts";
import { plannedLoads } from "../../../support/loads.ts";
import { planWithin } from "../../../../src/run/pairs/paging/bands.ts";
import { indices, membersOf, type Pairs } from "../../../../src/run/pairs/plan.ts";
import { runPairs } from "../../../../src/run/pairs/run.ts";
import { runRecorded } from "../../../../src/run/pairs/recorded/run.ts";
import { createKernels } from "../../../../src/wasm/create.ts";
import type { Kernels } from "../../../../src/wasm/kernels.ts";
import { chooseBuild, loadModule } from "../../../../src/wasm/load.ts";
import { gaussian, representation } from "../../../support/data.ts";
import { MemoryLedger } from "../../../support/memory-ledger.ts";
import { temporaryFolder } from "../../../support/repgeom.ts";

let kernels: Kernels;
beforeAll(async () => {
  kernels = await createKernels(await loadModule(chooseBuild()));
});

const random = createRandom(5);
const networks = Array.from({ length: 13 }, (_, k) =>
  representation(`net ${k}`, gaussian(random, 24, 7 + (k % 3))),
);
networks.push({ ...networks[2]!, name: "like 2" });
const all = { start: 0, end: networks.length };
const square: Pairs = { rows: all, cols: all, triangle: true, diagonal: true };
const by = { version: "0", code: undefined, kernels: { name: "simd", fused: false } };
const parent = temporaryFolder();
let folders = 0;

async function newFolder(): Promise<string> {
  const folder = `${parent}/cache-${folders++}`;
  await openFolder(folder);
  return folder;
}

const cacheIn = (folder: string) => new FileCache({ folder, limit: 1e9, by, say: () => {} });

function files(given: readonly Representation[]) {
  const reads = given.map(() => 0);
  const unread = given.map(({ data, ...outline }, k): UnreadRepresentation => ({
    ...outline,
    async load() {
      reads[k]!++;
      return { ...outline, data: data.slice() };
    },
  }));
  return { reads, unread };
}

/** An executor that counts what it prepares. */
function counting(spec: ResolvedSpec, width = 1) {
  const inner = inlineExecutor(kernels, spec, 2 ** 20);
  const count = { prepared: 0, largest: 0 };
  const executor: Executor = {
    ...inner,
    width,
    async prepare(one, how) {
      count.prepared++;
      const packed = await inner.prepare(one, how);
      count.largest = Math.max(count.largest, packed.data.byteLength);
      return packed;
    },
  };
  return { executor, count };
}

const share = (prepared: number) => ({
  maxMemory: 1e9,
  lanes: 2,
  budget: 2 ** 20,
  arena: Infinity,
  prepared,
});

/** One run with this cache; `room` in networks. */
async function running(
  spec: ResolvedSpec,
  folder: string | undefined,
  { room = Infinity, width = 1, given = networks } = {},
) {
  const { reads, unread } = files(given);
  const { executor, count } = counting(spec, width);
  const cache = folder === undefined ? undefined : cacheIn(folder);
  const prepared = room === Infinity ? Infinity : room * (await largestOf(spec, given));
  const pairs = { ...square, rows: { start: 0, end: given.length }, cols: { start: 0, end: given.length } };
  const { values } = await runPairs(
    [...unread],
    spec,
    pairs,
    executor,
    {},
    share(prepared),
    beside(spec, cache),
  );
  return { values, reads, prepared: count.prepared, counts: cache?.counts };
}

async function largestOf(spec: ResolvedSpec, given: readonly Representation[]): Promise<number> {
  const { executor, count } = counting(spec);
  for (const one of given) await executor.prepare(one);
  return count.largest;
}

const specs = [
  { metric: "procrustes" },
  { metric: "procrustes", alpha: 0.3, precision: "single" },
  { metric: "cka", kernel: "rbf" },
  { metric: "rsa", comparator: "spearman" },
  { metric: "cca" },
] as const;

describe("a run with a cache", () => {
  it.each(specs)(
    "gives the bits of one without, cold and warm, with room for all and for some: %o",
    async (given) => {
      const spec = await resolveSpec(given);
      const plain = await running(spec, undefined);
      const folder = await newFolder();
      for (const room of [4, Infinity, 6]) {
        const { values } = await running(spec, folder, { room, width: room === 6 ? 2 : 1 });
        expect(values).toEqual(plain.values);
      }
    },
  );

  it("prepares each content once, and nothing in the second run or in one of other pairs", async () => {
    const spec = await resolveSpec({ metric: "procrustes" });
    const folder = await newFolder();
    const first = await running(spec, folder);
    // The last has the content of another: it is found.
    expect(first.prepared).toBe(13);
    expect(first.counts).toEqual({ made: 13, found: 1, again: 0 });
    const second = await running(spec, folder, { given: networks.slice(3, 9).reverse() });
    expect(second.prepared).toBe(0);
    expect(second.counts).toEqual({ made: 0, found: 6, again: 0 });
  });

  it("reads each file once and prepares once where memory is small, and reads the cache as often as was planned", async () => {
    const spec = await resolveSpec({ metric: "cka", kernel: "rbf" });
    const given = Array.from({ length: 13 }, (_, k) => representation(`n${k}`, gaussian(random, 24, 7)));
    for (const room of [3, 4, 7]) {
      const { reads, prepared, counts } = await running(spec, await newFolder(), { room, given });
      expect(reads).toEqual(given.map(() => 1));
      expect(prepared).toBe(13);
      const count = { start: 0, end: 13 };
      const tiles = planWithin(
        { ...square, rows: count, cols: count, diagonal: false },
        16,
        room,
        1,
        "inner-product",
      );
      // While networks come for the first time, one place is left for the next; the last one takes it.
      const kept = [...indices({ start: 0, end: room - 1 }), 12];
      expect(counts!.again).toBe(plannedLoads(tiles.map(membersOf), room, kept));
      // Without a cache, files are read in their place.
      const without = await running(spec, undefined, { room, given });
      expect(without.reads.reduce((sum, one) => sum + one, 0)).toBe(13 + counts!.again);
      expect(without.prepared).toBe(13 + counts!.again);
    }
  });

  it("does not take what was prepared for other options, numbers or kernels", async () => {
    const folder = await newFolder();
    await running(await resolveSpec({ metric: "procrustes" }), folder);
    const others = [
      { metric: "procrustes", alpha: 0.5 },
      { metric: "procrustes", center: false },
      { metric: "nbs" },
    ];
    for (const other of others) {
      const { prepared } = await running(await resolveSpec(other), folder, { given: networks.slice(0, 4) });
      expect(prepared).toBe(4);
    }
    const spec = await resolveSpec({ metric: "procrustes" });
    const [first, second] = networks as [Representation, Representation];
    const changed = {
      ...second,
      data: second.data.map((value, k) => (k === 3 ? value * (1 + 2 ** -52) : value)),
    };
    expect((await running(spec, folder, { given: [first, changed] })).prepared).toBe(1);
    const { executor, count } = counting(spec);
    const build = { ...by, kernels: { name: "relaxed", fused: true } };
    const cache = new FileCache({ folder, limit: 1e9, by: build, say: () => {} });
    await runPairs(
      [first, second],
      spec,
      { ...square, rows: { start: 0, end: 2 }, cols: { start: 0, end: 2 } },
      executor,
      {},
      undefined,
      beside(spec, cache),
    );
    expect(count.prepared).toBe(2);
  });

  it("gives the same bits with a ledger beside", async () => {
    const spec = await resolveSpec({ metric: "cka", kernel: "rbf" });
    const plain = await running(spec, undefined);
    const folder = await newFolder();
    for (const expected of [13, 0]) {
      const { unread } = files(networks);
      const { executor, count } = counting(spec);
      const where = { ledger: new MemoryLedger(), executor, cache: cacheIn(folder) };
      const { values } = await runRecorded([...unread], spec, square, where, {});
      expect(values).toEqual(plain.values);
      expect(count.prepared).toBe(expected);
    }
  });
});
