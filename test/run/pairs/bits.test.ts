import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import { resolveSpec } from "../../../src/metrics/resolve.ts";
import type { Executor, Job } from "../../../src/run/pairs/executor.ts";
import { inlineExecutor } from "../../../src/run/pairs/inline.ts";
import { runPairs } from "../../../src/run/pairs/run.ts";
import type { Representation } from "../../../src/data/representation.ts";
import { createRandom, shuffled } from "../../../src/base/random.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import type { Kernels } from "../../../src/wasm/kernels.ts";
import { chooseBuild, loadModule } from "../../../src/wasm/load.ts";
import { gaussian, representation } from "../../support/data.ts";

let kernels: Kernels;
let engine: Engine;
beforeAll(async () => {
  const module = await loadModule(chooseBuild());
  kernels = await createKernels(module);
  engine = await createEngine({ threads: 0, module });
});

const random = createRandom(11);
/** Three blocks of features: the sum of two is the same in either order. Widths on both sides of every branch. */
const stimuli = 381;
const networks = [3, 40, 7, 160, 381, 400, 12].map((units, k) =>
  representation(`net ${k}`, gaussian(random, stimuli, units)),
);
// One rotated copy, so that the accurate route for near pairs is taken too.
networks.push({ ...networks[1]!, name: "copy", data: networks[1]!.data.map((v) => 2 * v) });

const specs: MetricSpec[] = [
  { metric: "procrustes" },
  { metric: "procrustes", alpha: 0.3, ground: "euclidean" },
  { metric: "cka" },
  { metric: "cka", ground: "angular" },
  { metric: "cka", debiased: true },
  { metric: "cka", kernel: "rbf" },
  { metric: "cca", ground: "mean", ridge: 2 },
  { metric: "svcca" },
  { metric: "rsa" },
  { metric: "rsa", dissimilarity: "euclidean", comparator: "spearman" },
];

/** Jobs on one set of kernels, several lanes; those under way together are finished in an order that the seed decides. */
function outOfOrder(inner: Executor, width: number, seed: number): Executor {
  const draws = createRandom(seed);
  const waiting: (() => void)[] = [];
  const release = () => {
    const resolves = waiting.splice(0);
    for (const k of shuffled(resolves.length, draws)) resolves[k]!();
  };
  return {
    ...inner,
    width,
    async run(job: Job, prepared) {
      const values = await inner.run(job, prepared);
      await new Promise<void>((resolve) => {
        if (waiting.push(resolve) === 1) setTimeout(release);
      });
      return values;
    },
  };
}

const all = { rows: { start: 0, end: 8 }, cols: { start: 0, end: 8 }, triangle: true, diagonal: true };

async function valuesOf(
  spec: MetricSpec,
  width: number,
  budget: number,
  seed: number,
): Promise<Float64Array> {
  const resolved = await resolveSpec(spec as never);
  const executor = outOfOrder(inlineExecutor(kernels, resolved, budget), width, seed);
  const { values } = await runPairs([...networks] as Representation[], resolved, all, executor, {});
  executor.close();
  return values;
}

describe.each(specs)("%o", (spec) => {
  it("gives the same bits on any number of lanes, for any tile size and order of completion", async () => {
    const reference = await valuesOf(spec, 1, 2 ** 27, 1);
    for (const [width, budget] of [
      [2, 2 ** 27],
      [3, 2 ** 21],
      [7, 2 ** 16],
      [1, 1],
    ] as const) {
      expect(await valuesOf(spec, width, budget, width)).toEqual(reference);
    }
  });

  it("gives in compare the bits that pairwise gives, whatever else is compared beside", async () => {
    const whole = await engine.pairwise(networks, spec);
    for (const [i, j] of [
      [0, 1],
      [1, 4],
      [3, 5],
      [1, 7],
      [6, 2],
    ] as const) {
      const one = await engine.cross([networks[i]!], [networks[j]!], spec);
      const some = await engine.pairwise([networks[i]!, networks[2]!, networks[j]!], spec);
      const value = whole.at(Math.min(i, j), Math.max(i, j));
      // Jobs of other sizes may be computed in another way.
      for (const [given, at] of [[one, one.at(0, 0)] as const, [some, some.at(0, 2)] as const]) {
        if (given.way === whole.way) expect(at).toBe(value);
        else expect(Math.abs(at - value)).toBeLessThanOrEqual(1e-13);
      }
    }
  });

  it("gives in cross the bits that pairwise gives", async () => {
    const whole = await engine.pairwise(networks, spec);
    const rectangle = await engine.cross(networks.slice(0, 3), networks.slice(3), spec);
    expect(rectangle.rowNames).toEqual(["net 0", "net 1", "net 2"]);
    for (let i = 0; i < 3; i++) {
      for (let j = 3; j < 8; j++) expect(rectangle.at(i, j - 3)).toBe(whole.at(i, j));
    }
  });
});
