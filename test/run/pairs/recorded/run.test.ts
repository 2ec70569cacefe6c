import { beforeAll, describe, expect, it } from "vitest";
import type { MetricSpec } from "../../../../src/index.ts";
import { createRandom } from "../../../../src/base/random.ts";
import type { Representation } from "../../../../src/data/representation.ts";
import { metricOf, resolveSpec, type ResolvedSpec } from "../../../../src/metrics/resolve.ts";
import { inlineExecutor } from "../../../../src/run/pairs/inline.ts";
import type { Pairs } from "../../../../src/run/pairs/plan.ts";
import { bandsOfRecord } from "../../../../src/run/pairs/recorded/bands.ts";
import { type Elsewhere, recordPairs, runRecorded } from "../../../../src/run/pairs/recorded/run.ts";
import { TileWorker } from "../../../../src/run/pairs/recorded/tile-worker.ts";
import { runPairs, type Run } from "../../../../src/run/pairs/run.ts";
import { eitherWay, inCheaperWay } from "../../../../src/run/pairs/way.ts";
import { createKernels } from "../../../../src/wasm/create.ts";
import type { Kernels } from "../../../../src/wasm/kernels.ts";
import { chooseBuild, loadModule } from "../../../../src/wasm/load.ts";
import { gaussian, representation } from "../../../support/data.ts";
import { MemoryLedger } from "../../../support/memory-ledger.ts";

let kernels: Kernels;
beforeAll(async () => {
  kernels = await createKernels(await loadModule(chooseBuild()));
});

const random = createRandom(5);
const stimuli = 30;
const networks = [3, 40, 7, 16, 38, 12, 9, 25, 5].map((units, k) =>
  representation(`net ${k}`, gaussian(random, stimuli, units)),
);
// Near pairs take another route.
networks.push({ ...networks[1]!, name: "copy", data: networks[1]!.data.map((value) => 2 * value) });
const count = networks.length;
const all = { start: 0, end: count };

const specs: MetricSpec[] = [
  { metric: "procrustes" },
  { metric: "cka" },
  { metric: "cka", kernel: "rbf", ground: "angular" },
  { metric: "cka", debiased: true },
  { metric: "rsa", comparator: "spearman" },
  { metric: "linear-regression" },
  { metric: "pwcca" },
];

function pairsFor(spec: ResolvedSpec): Pairs {
  const triangle = metricOf(spec).properties(spec.options).symmetric;
  return { rows: all, cols: all, triangle, diagonal: true };
}

async function whole(spec: MetricSpec): Promise<Run> {
  const resolved = await resolveSpec(spec as never);
  return eitherWay(inCheaperWay(resolved, networks, pairsFor(resolved)), (chosen) =>
    runPairs([...networks], chosen, pairsFor(chosen), inlineExecutor(kernels, chosen, 2 ** 20), {}),
  );
}

async function recorded(
  spec: MetricSpec,
  ledger: MemoryLedger,
  given: readonly Representation[] = networks,
): Promise<Run> {
  const resolved = await resolveSpec(spec as never);
  return eitherWay(inCheaperWay(resolved, given, pairsFor(resolved)), (chosen) => {
    const executor = inlineExecutor(kernels, chosen, 2 ** 20);
    return runRecorded([...given], chosen, pairsFor(chosen), { ledger, executor }, {});
  });
}

describe.each(specs)("%o", (spec) => {
  it("gives the bits and notes of a run without a ledger", async () => {
    expect(await recorded(spec, new MemoryLedger())).toEqual(await whole(spec));
  });

  it("goes on from any unit, and computes none again that is there", async () => {
    const expected = await whole(spec);
    const full = new MemoryLedger();
    await recorded(spec, full);
    for (const stops of [0, 1, Math.floor(full.puts / 2), full.puts - 1]) {
      const ledger = new MemoryLedger();
      ledger.failsAfter = stops;
      await expect(recorded(spec, ledger)).rejects.toThrow("stopped");
      const again = ledger.again();
      expect(await recorded(spec, again)).toEqual(expected);
      expect(again.puts).toBe(full.puts - stops);
    }
  });

  it("is the same from shards that know nothing of one another", async () => {
    const shards = [0, 1, 2].map((index) => new MemoryLedger({ share: { index, count: 3 } }));
    for (const shard of shards) await recorded(spec, shard);
    const union = new MemoryLedger({ closed: true });
    for (const { runs } of shards)
      for (const [k, run] of runs.entries()) {
        const into = (union.runs[k] ??= { ...run, results: new Map(), notes: new Map() });
        expect(run.facts).toBe(into.facts);
        for (const [unit, result] of run.results) {
          expect(into.results.has(unit)).toBe(false);
          into.results.set(unit, result);
        }
        for (const [word, note] of run.notes) into.notes.set(word, note);
      }
    expect(await recorded(spec, union)).toEqual(await whole(spec));
    expect(union.puts).toBe(0);
  });
});

it("a network that has changed since is refused, whether its pairs are there or not", async () => {
  for (const stops of [3, Infinity]) {
    const ledger = new MemoryLedger();
    ledger.failsAfter = stops;
    await recorded(specs[0]!, ledger).catch(() => {});
    for (let k = 0; k < count; k++) {
      const changed = networks.map((one, i) =>
        i === k ? { ...one, data: one.data.map((value, at) => (at === 4 ? value + 1e-9 : value)) } : one,
      );
      await expect(recorded(specs[0]!, ledger.again(), changed)).rejects.toThrow(
        `${networks[k]!.name} is not what it was`,
      );
    }
  }
});

it("where nothing may be computed, what is missing is an error", async () => {
  const ledger = new MemoryLedger();
  ledger.failsAfter = 10;
  await recorded(specs[0]!, ledger).catch(() => {});
  await expect(recorded(specs[0]!, ledger.again({ closed: true }))).rejects.toThrow(
    /\d+ of \d+ tiles are not there/,
  );
});

/** One stimulus far from all others: by units, debiased CKA would lose digits. */
const outlying = networks.slice(0, 9).map((one, k) => {
  if (k !== 6) return one;
  const data = one.data.slice();
  for (let unit = 0; unit < 9; unit++) data[unit] = 1e9 * data[unit]!;
  return { ...one, data };
});

it("a job that must go the other way does so in every shard, and goes on there", async () => {
  const spec: MetricSpec = { metric: "cka", debiased: true };
  const expected = await pairsOf9(spec);
  const shard = new MemoryLedger({ share: { index: 0, count: 9 } });
  await recordedOf(spec, shard, outlying);
  expect(shard.runs).toHaveLength(2);
  expect([...shard.runs[0]!.notes.keys()]).toContain("abandoned");
  const ledger = new MemoryLedger();
  ledger.failsAfter = 0;
  await expect(recordedOf(spec, ledger, outlying)).rejects.toThrow("stopped");
  expect(await recordedOf(spec, ledger.again(), outlying)).toEqual(expected);
});

const nine: Pairs = {
  rows: { start: 0, end: 9 },
  cols: { start: 0, end: 9 },
  triangle: true,
  diagonal: true,
};

async function pairsOf9(spec: MetricSpec): Promise<Run> {
  const resolved = { ...(await resolveSpec(spec as never)), way: "units" as const };
  return eitherWay(resolved, (chosen) =>
    runPairs([...outlying], chosen, nine, inlineExecutor(kernels, chosen, 2 ** 20), {}),
  );
}

async function recordedOf(spec: MetricSpec, ledger: MemoryLedger, given: readonly Representation[]) {
  const resolved = { ...(await resolveSpec(spec as never)), way: "units" as const };
  return eitherWay(resolved, (chosen) => {
    const executor = inlineExecutor(kernels, chosen, 2 ** 20);
    return runRecorded([...given], chosen, nine, { ledger, executor }, {});
  });
}

describe.each(specs)("without a table: %o", (spec) => {
  it.each([1, 3, 4, 10])("bands of %i rows hold the values of the table", async (high) => {
    const resolved = await resolveSpec(spec as never);
    const chosen = inCheaperWay(resolved, networks, pairsFor(resolved));
    const executor = inlineExecutor(kernels, chosen, 2 ** 20);
    const ledger = new MemoryLedger({ share: { index: 0, count: 1 } });
    const { job, record } = await recordPairs(
      [...networks],
      chosen,
      pairsFor(chosen),
      { ledger, executor },
      {},
    );
    const bands = bandsOfRecord(job, record);
    const { values } = await whole(spec);
    for (let start = 0; start < count; start += high) {
      const end = Math.min(count, start + high);
      expect(bands.rows(start, end)).toEqual(values.slice(start * count, end * count));
    }
    expect(bands.rowNames).toEqual(networks.map(({ name }) => name));
  });
});

describe("a worker of tiles", () => {
  it.each(specs)("%o: gives the units that a recorded run keeps, in any order", async (spec) => {
    const resolved = await resolveSpec(spec as never);
    const chosen = inCheaperWay(resolved, networks, pairsFor(resolved));
    const ledger = new MemoryLedger();
    const executor = inlineExecutor(kernels, chosen, 2 ** 20);
    const pairs = pairsFor(chosen);
    const { record } = await recordPairs([...networks], chosen, pairs, { ledger, executor }, {});
    const worker = new TileWorker(
      networks,
      chosen,
      { pairs, side: record.side },
      { executor, outside: ledger },
    );
    expect(worker.units).toBe(record.units.length);
    const seen = new Set<number>();
    for (const unit of record.units.toReversed()) {
      const { values, networks: known } = await worker.compute(unit.id);
      expect(values).toEqual(record.valuesOf(unit));
      for (const { index, ...facts } of known) {
        expect(seen.has(index)).toBe(false);
        seen.add(index);
        expect(facts).toEqual(record.known(index));
      }
    }
    expect(seen.size).toBe(count);
  });

  it("elsewhere: what comes back is kept, twice or in any order, and nothing is computed here", async () => {
    const resolved = await resolveSpec({ metric: "procrustes" } as never);
    const executor = inlineExecutor(kernels, resolved, 2 ** 20);
    const pairs = pairsFor(resolved);
    const ledger = new MemoryLedger();
    const elsewhere: Elsewhere = async ({ units, side, accept }) => {
      const worker = new TileWorker(networks, resolved, { pairs, side }, { executor, outside: ledger });
      for (const { id } of units.toReversed()) {
        const { values, networks: known } = await worker.compute(id);
        accept(id, values, known);
        accept(id, values, known);
      }
    };
    let loads = 0;
    const outlines = networks.map(({ data: _data, ...outline }, k) => ({
      ...outline,
      load: async () => {
        loads++;
        return networks[k]!;
      },
    }));
    const run = await runRecorded(outlines, resolved, pairs, { ledger, elsewhere }, {});
    expect(run).toEqual(await whole({ metric: "procrustes" }));
    expect(ledger.puts).toBe(ledger.runs[0]!.units);
    expect(loads).toBe(count);
  });

  it("elsewhere: what was computed from another file than the one here is refused, also of the first who reads it", async () => {
    const resolved = await resolveSpec({ metric: "procrustes" } as never);
    const pairs = pairsFor(resolved);
    const other = networks.with(2, representation("net 2", gaussian(createRandom(77), stimuli, 7)));
    const from = (read: readonly Representation[]): Elsewhere => {
      const executor = inlineExecutor(kernels, resolved, 2 ** 20);
      return async ({ units, side, accept }) => {
        const worker = new TileWorker(
          read,
          resolved,
          { pairs, side },
          { executor, outside: new MemoryLedger() },
        );
        for (const { id } of units) {
          const { values, networks: known } = await worker.compute(id);
          accept(id, values, known);
        }
      };
    };
    const ledger = new MemoryLedger();
    const coordinate = (elsewhere: Elsewhere, seen = networks) =>
      runRecorded([...seen], resolved, pairs, { ledger, elsewhere }, {});
    await expect(coordinate(from(other))).rejects.toThrow(/net 2 has other numbers elsewhere than here/);
    // Nothing of the other file was kept.
    expect(await coordinate(from(networks))).toEqual(await whole({ metric: "procrustes" }));
    // All is there, and the file here is another one now.
    await expect(coordinate(from(other), other)).rejects.toThrow(/net 2 is not what it was/);
  });

  it("of one network, which is in no pair, there is a table and no error", async () => {
    const resolved = await resolveSpec({ metric: "procrustes" } as never);
    const pairs = {
      ...pairsFor(resolved),
      rows: { start: 0, end: 1 },
      cols: { start: 0, end: 1 },
      diagonal: false,
    };
    const executor = inlineExecutor(kernels, resolved, 2 ** 20);
    const run = await runRecorded(
      [networks[0]!],
      resolved,
      pairs,
      { ledger: new MemoryLedger(), executor },
      {},
    );
    expect([...run.values]).toEqual([0]);
  });
});
