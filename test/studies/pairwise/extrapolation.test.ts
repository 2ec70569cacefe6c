import { describe, expect, it } from "vitest";
import { createEngine, pairwise } from "../../../src/index.ts";
import type { Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { resultSections } from "../../../src/reporting.ts";
import { spreadOf } from "../../../src/studies/pairwise/extrapolation/fit.ts";
import { pointsOf } from "../../../src/studies/pairwise/extrapolation/points.ts";
import { partOf } from "../../../src/studies/pairwise/extrapolation/subsamples.ts";
import { gaussian, multiply } from "../../support/data.ts";

const engine = await createEngine({ threads: 0 });

describe("the line through subsamples", () => {
  it("finds its end exactly where values lie on one", () => {
    const points = pointsOf(["stimuli", "units"]);
    const line = (limit: number, a: number, b: number) =>
      points.map((p) => limit + a / p.stimuli + b / p.units);
    const pairs = [line(0.4, 0.1, -0.03), line(-2, 1, 5)];
    const values = points.map((_, k) => Float64Array.from(pairs, (one) => one[k]!));
    const { limit, standardError } = spreadOf(
      points,
      values,
      Array.from({ length: 20 }, () => values),
      {
        over: ["stimuli", "units"],
        parts: 10,
      },
    );
    expect(limit[0]).toBeCloseTo(0.4, 12);
    expect(limit[1]).toBeCloseTo(-2, 12);
    expect(standardError[0]).toBeLessThan(1e-12);
  });

  it("leaves what is the same at every point as it is: a network against itself", () => {
    const points = pointsOf(["stimuli", "units"]);
    const values = points.map(() => Float64Array.of(1, 0.1, 1 / 3));
    const { limit } = spreadOf(points, values, [values, values], { over: ["stimuli"], parts: 2 });
    expect([...limit]).toEqual([1, 0.1, 1 / 3]);
  });

  it("takes from what is left the first of the same order", () => {
    const part = { length: 50, share: 0.6, seed: 3, stream: 2 };
    const whole = partOf(part)!;
    const rest = Array.from({ length: 50 }, (_, k) => k).filter((k) => k % 10 !== 4);
    const less = partOf({ ...part, rest })!;
    expect(whole).toHaveLength(30);
    expect(less).toHaveLength(27);
    expect(less.filter((k) => whole.includes(k)).length).toBeGreaterThanOrEqual(25);
    expect(less.every((k) => k % 10 !== 4)).toBe(true);
  });
});

/** Two networks that share some signal, of few stimuli. */
function networks(seed: number, stimuli: number, units: number): Matrix[] {
  const random = createRandom(seed);
  const shared = gaussian(random, stimuli, 4);
  return [0, 1].map(() => {
    const [signal, own] = [multiply(shared, gaussian(random, 4, units)), gaussian(random, stimuli, units)];
    return { ...signal, data: signal.data.map((v, k) => v + 1.5 * own.data[k]!) };
  });
}

describe("pairwise with extrapolate", () => {
  it("comes nearer to the value of many stimuli and units than the value does, and says how sure it is", async () => {
    const [truth] = [
      await engine.compare(...(networks(99, 1500, 800) as [Matrix, Matrix]), {
        metric: "cka",
        debiased: true,
      }),
    ];
    const errors = { plain: 0, limit: 0, within: 0 };
    const samples = 12;
    for (let seed = 1; seed <= samples; seed++) {
      const found = await pairwise(
        networks(seed, 60, 60),
        { metric: "cka", extrapolate: ["stimuli", "units"] },
        { engine },
      );
      const { limit, standardError } = found.extrapolation!;
      errors.plain += (found.at(0, 1) - truth) / samples;
      errors.limit += (limit.at(0, 1) - truth) / samples;
      errors.within += +(Math.abs(limit.at(0, 1) - truth) <= 2.5 * standardError.at(0, 1)) / samples;
    }
    expect(Math.abs(errors.limit)).toBeLessThan(0.5 * Math.abs(errors.plain));
    expect(errors.within).toBeGreaterThanOrEqual(0.75);
  }, 120_000);

  it("has the same bits for the same seed, others for another, and leaves the values as they are", async () => {
    const nets = networks(3, 30, 25);
    const [plain, one, same, other] = [
      await pairwise(nets, { metric: "rsa" }, { engine }),
      await pairwise(nets, { metric: "rsa", extrapolate: ["stimuli"] }, { engine }),
      await pairwise(nets, { metric: "rsa", extrapolate: ["stimuli"] }, { engine }),
      await pairwise(nets, { metric: "rsa", extrapolate: ["stimuli"], seed: 2 }, { engine }),
    ];
    expect(one.values).toEqual(plain.values);
    expect(one.extrapolation!.limit.values).toEqual(same.extrapolation!.limit.values);
    expect(one.extrapolation!.limit.values).not.toEqual(other.extrapolation!.limit.values);
    expect(JSON.parse(one.toJson()).extrapolation.curve).toHaveLength(4);
  });

  it("draws the curve, with the limit at 0", async () => {
    const found = await pairwise(
      networks(3, 30, 25),
      { metric: "cka", extrapolate: ["stimuli"] },
      { engine },
    );
    const [section] = await resultSections([found]);
    const lines = section!.figures.flat().find((one) => one.kind === "lines")!;
    expect(lines).toMatchObject({ kind: "lines", title: "Values by the number of stimuli" });
    expect(lines.kind === "lines" && lines.series[0]!.x[0]).toBe(0);
  });

  it("tells of its steps", async () => {
    const seen: number[] = [];
    const onProgress = ({ phase, done, total }: { phase: string; done: number; total: number }) => {
      if (phase === "work") seen.push(done / total);
    };
    await pairwise(networks(3, 30, 25), { metric: "cka", extrapolate: ["stimuli"] }, { engine, onProgress });
    expect(seen.at(-1)).toBe(1);
    expect(seen).toHaveLength(143);
  });

  it("says that a subsample is refused, not the network that was given", async () => {
    const call = pairwise(
      networks(1, 24, 25),
      { metric: "mutual-knn", k: 12, extrapolate: ["stimuli"] },
      { engine },
    );
    await expect(call).rejects.toMatchObject({
      name: "ShapeError",
      message: expect.stringMatching(/k is 12.* of a subsample .* \d+ × 25 .* of 24 × 25\.$/),
    });
  });

  it("refuses few, other kinds, and what has another meaning beside it", async () => {
    const ask = (nets: Matrix[], more: object = {}) =>
      pairwise(nets, { metric: "cka", extrapolate: ["units"], ...more } as never, { engine });
    await expect(ask(networks(1, 30, 19))).rejects.toThrow(/units needs at least 20, got 19/);
    await expect(ask(networks(1, 30, 25), { bootstrap: "stimuli" })).rejects.toThrow(
      /leave out test, folds, bootstrap/,
    );
    await expect(ask(networks(1, 30, 25), { extrapolate: [] })).rejects.toThrow(/stimuli, units or both/);
  });
});
