import { describe, expect, it } from "vitest";
// A worker starts from built files only.
import * as api from "repgeom";
import type { Control, Rdm } from "repgeom";
import { createRandom } from "../../../src/base/random.ts";
import type { Progress } from "../../../src/run/lanes/control.ts";
import { ShareDone } from "../../../src/run/ledger/ledger.ts";
import { runKept } from "../../../src/run/tasks/kept.ts";
import { createHandle } from "../../../dist/src/run/runtime.js";
import { gaussian, representation } from "../../support/data.ts";
import { euclidean, randomPoints } from "../../geometry/oracles.ts";
import { MemoryLedger } from "../../support/memory-ledger.ts";

const random = createRandom(5);
const net = (name: string, rows = 24, cols = 5) => representation(name, gaussian(random, rows, cols));
const [units, spare, maps] = [net("units", 12), net("spare", 12), net("maps", 10, 7)];
const subjects = Array.from({ length: 3 }, (_, k) => net(`subject ${k}`, 12, 300));
const nets = Array.from({ length: 4 }, (_, k) => net(`net ${k}`));
const [d, e] = [euclidean(randomPoints(12, 3, 1)), euclidean(randomPoints(12, 3, 2))];
const labels = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2];
const rdms: Rdm[] = Array.from({ length: 6 }, (_, k) =>
  api.rdmFrom({
    name: `rdm ${k}`,
    dissimilarity: "given",
    stimuli: Array.from({ length: 8 }, (_, s) => `${s}`),
    condensed: Float64Array.from(gaussian(random, 1, 28).data, Math.abs),
  }),
);
const voxels = { name: "voxels", shape: [12, 4, 6], data: gaussian(random, 48, 6).data };
const [data, models] = [rdms.slice(0, 4), rdms.slice(4)];
const patches = Array.from({ length: 150 }, (_, k) => [k % 5, (k + 1) % 5]);

/** Everything that draws, permutes or starts again, with more than one piece. */
const calls: Record<string, (control: Control) => Promise<unknown>> = {
  anosim: (c) => api.anosimAsync(d, labels, { permutations: 500 }, c),
  "banded predictivity": (c) =>
    api.bandedPredictivity([units, spare], voxels, { splits: 3, folds: 3, candidates: 9 }, c),
  barycenter: (c) => api.barycenter(nets, { group: "orthogonal", restarts: 3 }, c),
  compareMetrics: (c) =>
    api.compareMetrics(
      [
        { name: "a", square: d },
        { name: "b", square: e },
      ],
      { mantel: 200 },
      c,
    ),
  embed: (c) => api.embed(d, { method: "smacof", restarts: 5 }, c),
  isc: (c) => api.isc(subjects, { null: "bootstrap", samples: 50 }, c),
  "k-means": (c) => api.kmeans(nets, { clusters: 2, restarts: 4 }, c),
  "k-medoids": (c) => api.kMedoidsAsync(d, 3, { restarts: 6 }, c),
  mantel: (c) => api.mantelAsync(d, e, { permutations: 500 }, c),
  "map test": (c) => api.mapInference(maps, undefined, { samples: 500 }, c),
  "pairwise, bootstrap": (c) =>
    api.pairwise(nets, { metric: "procrustes", bootstrap: "stimuli", samples: 60 }, c),
  "pairwise, permutation": (c) =>
    api.pairwise(nets, { metric: "cka", permutation: "stimuli", samples: 60 }, c),
  "partial mantel": (c) => api.partialMantelAsync(d, e, [], { permutations: 300 }, c),
  predict: (c) => api.predictAsync(d, labels.map(Math.sin), { permutations: 300 }, c),
  predictivity: (c) => api.predictivity(units, voxels, { splits: 4 }, c),
  "regress RDMs": (c) =>
    api.regressRdms({ data, models, permutations: 120, bootstrap: ["stimuli"], samples: 120 }, c),
  reliability: (c) => api.reliability([voxels, { ...voxels, name: "again" }], { permutations: 50 }, c),
  rsa: (c) =>
    api.rsa({ data, models, bootstrap: ["stimuli", "subjects"], samples: 150, permutations: 120 }, c),
  "rsa, groups": (c) =>
    api.rsaGroups(
      {
        groups: [0, 2].map((k) => ({ name: `${k}`, data: data.slice(k, k + 2) })),
        models,
        bootstrap: ["stimuli"],
        samples: 150,
        permutations: 0,
      },
      c,
    ),
  searchlight: (c) => api.searchlight(nets[0]!, patches, { models: rdmsOf24() }, c),
};

function rdmsOf24(): Rdm[] {
  const condensed = Float64Array.from({ length: 276 }, (_, k) => 1 + Math.sin(k));
  const stimuli = Array.from({ length: 24 }, (_, s) => `${s}`);
  return [api.rdmFrom({ name: "model", dissimilarity: "given", stimuli, condensed })];
}

async function withLedger<T>(
  ledger: MemoryLedger | undefined,
  threads: number,
  work: (c: Control) => Promise<T>,
) {
  const engine = await createHandle({ threads }, { ledger: ledger as never });
  try {
    return await work({ engine });
  } finally {
    engine.close();
  }
}

const text = (result: unknown) => JSON.stringify(result);

describe("work in pieces that a ledger keeps", () => {
  it.each(Object.entries(calls))(
    "%s: goes on after it was stopped, on other threads, to the same bits, and computes no piece twice",
    async (_, call) => {
      const alone = text(await withLedger(undefined, 0, call));
      const first = new MemoryLedger();
      first.failsAfter = 1;
      await expect(withLedger(first, 0, call)).rejects.toThrow("stopped");
      const second = first.again();
      expect(text(await withLedger(second, 2, call))).toBe(alone);
      const units = first.runs.reduce((sum, run) => sum + run.units, 0);
      expect(units).toBeGreaterThan(1);
      expect(first.puts + second.puts).toBe(units);
      const third = first.again();
      expect(text(await withLedger(third, 0, call))).toBe(alone);
      expect(third.puts).toBe(0);
    },
  );

  it("is other work when a number, a flag or a seed has changed", async () => {
    const ledger = new MemoryLedger();
    const run = (permutations: number, seed: number, distances = d) =>
      withLedger(ledger, 0, (c) => api.mantelAsync(distances, e, { permutations, seed }, c));
    await run(200, 1);
    const changed = {
      ...d,
      data: d.data.map((value, k) => (k === 1 || k === 12 ? value * (1 + 2 ** -50) : value)),
    };
    for (const again of [() => run(300, 1), () => run(200, 2), () => run(200, 1, changed)]) await again();
    expect(ledger.runs).toHaveLength(4);
  });

  it("begins its progress with what is there", async () => {
    const ledger = new MemoryLedger();
    ledger.failsAfter = 3;
    const call = (c: Control) => api.mantelAsync(d, e, { permutations: 500 }, c);
    await expect(withLedger(ledger, 0, call)).rejects.toThrow("stopped");
    const heard: Progress[] = [];
    await withLedger(ledger.again(), 0, (c) => call({ ...c, onProgress: (one) => heard.push(one) }));
    expect(heard[0]).toMatchObject({ phase: "work", done: 3 });
    expect(heard.at(-1)!.done).toBe(heard.at(-1)!.total);
    expect(heard[0]!.total).toBe(heard.at(-1)!.total);
  });

  it("is refused where nothing may be computed and a piece is missing", async () => {
    const ledger = new MemoryLedger().again({ closed: true });
    const none = async () => [];
    await expect(runKept(ledger, "draws", {}, [1, 2, 3], none)).rejects.toThrow('3 of 3 pieces of "draws"');
  });
});

describe("a share of the pieces", () => {
  const twice = async (pieces: readonly number[]) => pieces.map((piece) => 2 * piece);
  const shareOf = (index: number, count: number) => new MemoryLedger({ share: { index, count } });

  it("goes on to the work that comes next, with stand-ins for what others compute", async () => {
    expect(await runKept(shareOf(1, 2), "run", {}, [1, 2, 3, 4], twice)).toEqual([6, 6, 6, 8]);
  });

  it("is done where not one piece is there to go on with", async () => {
    await expect(runKept(shareOf(0, 2), "run", {}, [1], twice)).rejects.toThrow(ShareDone);
  });
});
