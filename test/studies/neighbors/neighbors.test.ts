import { beforeAll, describe, expect, it } from "vitest";
import {
  createEngine,
  metrics,
  neighborIndex,
  type Engine,
  type MetricSpec,
  type Neighbor,
  type Progress,
} from "../../../src/index.ts";
import { matrix } from "../../../src/base/matrix.ts";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { createRandom } from "../../../src/base/random.ts";
import type { Representation } from "../../../src/data/representation.ts";
import { gaussian, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

/** Networks in families: noisy copies of a few. */
function families(count: number, each: number, noise: number, seed: number): Representation[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => gaussian(random, 10, 3)).flatMap((x, f) =>
    Array.from({ length: each }, (_, k) => {
      const data = x.data.map((value) => value + noise * random.normal());
      return representation(`${f}-${k}`, matrix(10, 3, data));
    }),
  );
}

/** How many distances were computed, from what is heard of progress. */
function counting() {
  const totals: number[] = [0];
  const onProgress = ({ phase, done, total }: Progress) => {
    if (phase === "compare" && done === total) totals.push(total);
  };
  return { control: { engine, onProgress }, pairs: () => totals.reduce((sum, total) => sum + total) };
}

async function byComparingAll(query: Representation, nets: Representation[], spec: MetricSpec, k: number) {
  const { values } = await engine.cross([query], nets, spec);
  const order = [...values].map((distance, index) => ({ index, distance, name: nets[index]!.name }));
  return order.toSorted((a, b) => a.distance - b.distance || a.index - b.index).slice(0, k);
}

describe("neighborIndex", () => {
  const specs: MetricSpec[] = [
    { metric: "procrustes" },
    { metric: "procrustes", alpha: 0.5, ground: "euclidean" },
    { metric: "permutation" },
    { metric: "cka", ground: "angular" },
  ];
  it.each(specs)("gives what comparing all gives, under %o", async (spec) => {
    const nets = families(5, 6, 0.3, 2);
    const queries = families(2, 2, 0.5, 3).concat(nets[7]!);
    const square = (await engine.pairwise(nets, spec)).square();
    for (const options of [{}, { pivots: 3 }, { pivots: 0 }, { pivots: 99 }, { distances: square }]) {
      const index = await neighborIndex(nets, spec, options, { engine });
      for (const query of queries) {
        for (const k of [1, 4, 30]) {
          const { neighbors, computed } = await index.nearest(query, k);
          expect(neighbors).toEqual(await byComparingAll(query, nets, spec, k));
          expect(computed).toBeGreaterThanOrEqual(k);
        }
      }
    }
  });

  it("computes a fraction of the distances where networks come in families, and counts them right", async () => {
    const nets = families(8, 10, 0.05, 5);
    const spec = { metric: "procrustes" } as const;
    const query = { ...nets[33]!, data: nets[33]!.data.map((x) => x + 0.01) as Float64Array };
    for (const options of [{}, { distances: (await engine.pairwise(nets, spec)).square() }]) {
      const counted = counting();
      const index = await neighborIndex(nets, spec, options, counted.control);
      expect(counted.pairs()).toBe(index.computed);
      const { neighbors, computed, fraction } = await index.nearest(query, 3, counted.control);
      expect(counted.pairs()).toBe(index.computed + computed);
      expect(fraction).toBe(computed / 80);
      expect(fraction).toBeLessThan(0.4);
      expect(neighbors.every(({ name }) => name.startsWith("3-"))).toBe(true);
    }
  });

  it("leaves out no neighbour where the bounds are the distances themselves: networks on a line", async () => {
    const random = createRandom(6);
    const x = gaussian(random, 6, 2);
    const at = (t: number) =>
      representation(
        `at ${t}`,
        matrix(
          6,
          2,
          x.data.map((value) => t * value),
        ),
      );
    const nets = Array.from({ length: 40 }, () => at(1 + random.uniform()));
    const spec: MetricSpec = { metric: "procrustes", ground: "euclidean" };
    for (const options of [{ pivots: 2 }, { distances: (await engine.pairwise(nets, spec)).square() }]) {
      const index = await neighborIndex(nets, spec, options, { engine });
      for (const query of [at(1.5), at(1.1), at(3)]) {
        for (let k = 1; k <= 40; k += 3) {
          const { neighbors } = await index.nearest(query, k);
          const expected = await byComparingAll(query, nets, spec, k);
          expect(neighbors.map(({ index }) => index)).toEqual(expected.map(({ index }) => index));
        }
      }
    }
  });

  it("finds equal networks in their order", async () => {
    const [x] = families(1, 1, 0, 9) as [Representation];
    const nets = ["a", "b", "c", "d"].map((name) => ({ ...x, name }));
    const index = await neighborIndex(nets, { metric: "procrustes" }, { pivots: 2 }, { engine });
    const { neighbors } = await index.nearest(x, 3);
    expect(neighbors.map(({ name }) => name)).toEqual(["a", "b", "c"]);
  });

  it("refuses every metric that is no distance, with the reason, and takes every one that is", async () => {
    const nets = families(2, 2, 0.4, 4);
    for (const [name, metric] of Object.entries(metrics)) {
      if ((metric.accepts as string) !== "matrix") continue;
      const defaults = Object.fromEntries(
        Object.entries(metric.options).map(([key, { default: value }]) => [key, value]),
      );
      const { kind, symmetric } = metric.properties(defaults as never);
      const call = neighborIndex(nets, { metric: name } as MetricSpec, {}, { engine });
      if (kind === "distance" && symmetric) await expect(call).resolves.toMatchObject({ size: 4 });
      else
        await expect(call).rejects.toThrow(/need not obey the triangle inequality.*procrustes.*use cross/s);
    }
    await expect(neighborIndex(nets, { metric: "cka" }, {}, { engine })).rejects.toThrow(
      /cka is a similarity.*cka with ground angular/s,
    );
  });

  it("gives neighbours that write themselves", async () => {
    const nets = families(1, 4, 1, 8);
    const index = await neighborIndex(nets, { metric: "procrustes" }, {}, { engine });
    const found = await index.nearest(nets[0]!, 2);
    const [first, second] = found.neighbors as [Neighbor, Neighbor];
    expect(JSON.parse(found.toJson())).toEqual({ neighbors: [first, second], computed: 4, fraction: 1 });
    expect(found.toCsv()).toBe(
      `,distance\n${first.name},${first.distance}\n${second.name},${second.distance}\n`,
    );
    const distances = Float64Array.of(first.distance, second.distance);
    expect(parseNpy(found.toNpy(), "distances")[0]).toMatchObject({ shape: [2], data: distances });
  });

  it("refuses numbers that cannot be", async () => {
    const nets = families(1, 3, 1, 1);
    const spec = { metric: "procrustes" } as const;
    const index = await neighborIndex(nets, spec, {}, { engine });
    await expect(index.nearest(nets[0]!, 4)).rejects.toThrow(/k is 4; accepted: a whole number from 1 to 3/);
    for (const pivots of [1.5, -1])
      await expect(neighborIndex(nets, spec, { pivots }, { engine })).rejects.toThrow(
        `neighborIndex: pivots is ${pivots}; accepted: a whole number from 0 (default 8).`,
      );
    await expect(neighborIndex(nets, spec, { pivot: 2 } as object, { engine })).rejects.toThrow(
      /Did you mean pivots\?/,
    );
    await expect(neighborIndex(nets, spec, { distances: matrix(2, 2) }, { engine })).rejects.toThrow(
      /3 × 3; got 2 × 2/,
    );
    await expect(neighborIndex([], spec, {}, { engine })).rejects.toThrow(/no networks/);
  });
});
