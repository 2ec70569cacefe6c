import { beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import type { UnreadRepresentation } from "../../../src/data/representation.ts";
import { resolveSpec, type ResolvedSpec } from "../../../src/metrics/resolve.ts";
import type { Executor, Job } from "../../../src/run/pairs/executor.ts";
import { inlineExecutor } from "../../../src/run/pairs/inline.ts";
import { shareOf } from "../../../src/run/pairs/memory-plan.ts";
import { countBrought, planWithin } from "../../../src/run/pairs/paging/bands.ts";
import { pairsOf, type Pairs } from "../../../src/run/pairs/plan.ts";
import { isSmall, rehearsePairs } from "../../../src/run/rehearsal/pairs.ts";
import { Rehearsal, RehearsalOver, type PairsPart } from "../../../src/run/rehearsal/rehearsal.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import type { Kernels } from "../../../src/wasm/kernels.ts";
import { chooseBuild, loadModule } from "../../../src/wasm/load.ts";
import { gaussian, representation } from "../../support/data.ts";

let kernels: Kernels;
beforeAll(async () => void (kernels = await createKernels(await loadModule(chooseBuild()))));

const random = createRandom(5);

/** Networks of which `reads` counts how often each was read. */
function networks(count: number, stimuli = 12, units = 4) {
  const reads = new Map<number, number>();
  const inputs = Array.from({ length: count }, (_, k): UnreadRepresentation => {
    const whole = representation(`net ${k}`, gaussian(random, stimuli, units));
    const { data: _data, ...outline } = whole;
    return {
      ...outline,
      async load() {
        reads.set(k, (reads.get(k) ?? 0) + 1);
        return whole;
      },
    };
  });
  return { inputs, reads };
}

function triangle(count: number): Pairs {
  const all = { start: 0, end: count };
  return { rows: all, cols: all, triangle: true, diagonal: true };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** An executor that waits: so long for each network, so long for each pair or product. */
function slow(inner: Executor, prepareMs: number, pairMs: number, width = 1): Executor {
  const pairsIn = (job: Job) => {
    if (job.kind === "pairs") return [...pairsOf(job.tile, job.pairs)].length;
    const { rows, cols } = (job as Extract<Job, { kind: "inner-products" }>).tile;
    return (rows.end - rows.start) * (cols.end - cols.start);
  };
  return {
    ...inner,
    width,
    async prepare(one, how) {
      await pause(prepareMs);
      return inner.prepare(one, how);
    },
    async run(job, prepared) {
      await pause(pairMs * pairsIn(job));
      return inner.run(job, prepared);
    },
  };
}

async function rehearsed(
  spec: ResolvedSpec,
  count: number,
  wrap: (executor: Executor) => Executor = (one) => one,
) {
  const { inputs, reads } = networks(count);
  const rehearsal = new Rehearsal();
  const executor = wrap(inlineExecutor(kernels, spec, 2 ** 20));
  const asked = { inputs, spec, pairs: triangle(count), executor, control: {}, share: undefined };
  const run = await rehearsePairs(asked, rehearsal);
  return { run, reads, rehearsal, part: rehearsal.parts[0] as PairsPart };
}

describe("rehearsePairs", () => {
  it("measures runs that are alike once, and counts all", async () => {
    const spec = await resolveSpec({ metric: "procrustes" });
    const { inputs, reads } = networks(9);
    const executor = inlineExecutor(kernels, spec, 2 ** 20);
    const rehearsal = new Rehearsal();
    const against = (row: number, cols: number) =>
      rehearsePairs(
        {
          inputs: inputs.slice(0, cols),
          spec,
          pairs: {
            rows: { start: row, end: row + 1 },
            cols: { start: 0, end: cols },
            triangle: false,
            diagonal: true,
          },
          executor,
          control: {},
          share: undefined,
        },
        rehearsal,
      );
    const readings = () => [...reads.values()].reduce((sum, count) => sum + count, 0);
    expect((await against(1, 9)).values).toHaveLength(9);
    const [once, [one]] = [readings(), rehearsal.parts as PairsPart[]];
    expect((await against(2, 9)).values).toHaveLength(9);
    expect((await against(3, 8)).values).toHaveLength(8);
    expect(readings()).toBe(once);
    const [all, ...others] = rehearsal.parts as PairsPart[];
    expect(others).toEqual([]);
    expect(one).toMatchObject({ runs: 1, networks: 9, preparations: 9 });
    expect(all).toMatchObject({ runs: 3, networks: 9, preparations: 26, preparedBytes: one!.preparedBytes });
    expect(all!.pairs / one!.pairs).toBeCloseTo(26 / 9, 9);
    expect(all!.compare.seconds / one!.compare.seconds).toBeCloseTo(26 / 9, 9);
    expect(all!.prepare.seconds / one!.prepare.seconds).toBeCloseTo(26 / 9, 9);
  });

  it("foretells the time of work whose time is known", async () => {
    const { part } = await rehearsed(await resolveSpec({ metric: "procrustes" }), 30, (one) =>
      slow(one, 20, 20),
    );
    // 30 networks of 20 ms, 435 pairs of 20 ms; timers are late, never early
    expect(part.prepare.seconds).toBeGreaterThan(0.55);
    expect(part.prepare.seconds).toBeLessThan(1.8);
    expect(part.compare.seconds).toBeGreaterThan(8);
    expect(part.compare.seconds).toBeLessThan(26);
    expect(part.compare.low).toBeLessThanOrEqual(part.compare.seconds);
    expect(part.compare.high).toBeGreaterThanOrEqual(part.compare.seconds);
  });

  it("counts threads that work at once", async () => {
    const { part } = await rehearsed(await resolveSpec({ metric: "procrustes" }), 30, (one) =>
      slow(one, 20, 20, 4),
    );
    expect(part.threads).toBe(4);
    expect(part.compare.seconds).toBeGreaterThan(2);
    expect(part.compare.seconds).toBeLessThan(6.5);
  });

  it("tells products from features: a tile that is larger takes as much longer as it has products", async () => {
    const { part } = await rehearsed(await resolveSpec({ metric: "rsa" }), 400, (one) => slow(one, 0, 0.5));
    // one tile a block; half of the square
    expect(part.compare.seconds).toBeGreaterThan(0.4 * 0.0005 * 400 ** 2);
    expect(part.compare.seconds).toBeLessThan(3 * 0.0005 * 400 ** 2);
  });

  it("reads four networks, and says what the whole has", async () => {
    const { part, reads, run } = await rehearsed(await resolveSpec({ metric: "cka" }), 40);
    expect([...reads.keys()]).toHaveLength(4);
    expect(part).toMatchObject({
      networks: 40,
      pairs: 780,
      preparations: 40,
      rows: 40,
      cols: 40,
      outputs: 1,
    });
    expect(part.measured.networks).toBe(4);
    expect(run.values).toHaveLength(1600);
    expect(run.values.every((value) => value > 0 && value <= 1)).toBe(true);
  });

  it("ends where the matrix would be large", async () => {
    const { inputs } = networks(2100, 4, 2);
    const spec = await resolveSpec({ metric: "cka" });
    const executor = inlineExecutor(kernels, spec, 2 ** 20);
    const rehearsal = new Rehearsal();
    const asked = { inputs, spec, pairs: triangle(2100), executor, control: {}, share: undefined };
    await expect(rehearsePairs(asked, rehearsal)).rejects.toThrow(RehearsalOver);
    expect(rehearsal.parts).toHaveLength(1);
  });

  it("says how many networks have room, and how often the others are prepared again", async () => {
    const { inputs } = networks(60, 400, 100);
    const spec = await resolveSpec({ metric: "procrustes" });
    const least = 80 * 2 ** 20 + 48 * 2 ** 20 + 24 * 2 ** 20 + 24 * 400 * 100;
    const resources = { threads: 1, budget: 2 ** 22, maxMemory: least + 30 * 8 * 400 * 100 };
    const share = shareOf(inputs, resources);
    const executor = inlineExecutor(kernels, spec, share.budget);
    const rehearsal = new Rehearsal();
    await rehearsePairs({ inputs, spec, pairs: triangle(60), executor, control: {}, share }, rehearsal);
    const [part] = rehearsal.parts as PairsPart[];
    expect(part!.memory.held).toBeLessThan(60);
    expect(part!.memory.bytes).toBeLessThanOrEqual(resources.maxMemory);
    expect(part!.preparations).toBeGreaterThan(60);
  });

  it("takes runs of few pairs for small", () => {
    expect(isSmall(triangle(4))).toBe(true);
    expect(isSmall(triangle(5))).toBe(false);
  });
});

describe("countBrought", () => {
  /** Strip by strip, what its tiles need. */
  function counted(pairs: Pairs, side: number, capacity: number): number {
    const tiles = planWithin(pairs, side, capacity, 1);
    let [count, here] = [0, new Set<number>()];
    let last = -1;
    const band = capacity - Math.max(1, Math.min(side, Math.floor(capacity / 8)));
    for (const { rows, cols } of tiles) {
      const strip = Math.floor((rows.start - pairs.rows.start) / band);
      if (strip !== last) {
        count += here.size;
        [here, last] = [new Set(), strip];
      }
      for (let i = rows.start; i < rows.end; i++) here.add(i);
      for (let j = cols.start; j < cols.end; j++) here.add(j);
    }
    return count + here.size;
  }

  it("counts what the strips of the plan need", () => {
    const rectangle: Pairs = {
      rows: { start: 0, end: 11 },
      cols: { start: 11, end: 30 },
      triangle: false,
      diagonal: false,
    };
    for (const pairs of [triangle(25), rectangle])
      for (const capacity of [4, 7, 12, 20])
        expect(countBrought(pairs, 4, capacity, 1)).toBe(counted(pairs, 4, capacity));
    expect(countBrought(triangle(25), 4, Infinity, 1)).toBe(25);
    expect(countBrought(rectangle, 4, Infinity, 1)).toBe(30);
  });
});
