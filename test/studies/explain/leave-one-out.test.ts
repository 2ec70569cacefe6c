import { afterAll, beforeAll, describe, expect, it } from "vitest";
// Threads start from built files only.
import { createEngine, type Engine, type MetricSpec, type Representation } from "repgeom";
import { transpose } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { takeStimuli } from "../../../src/data/stimuli.ts";
import { gaussian, inputOf, multiply, representation } from "../../support/data.ts";

let engine: Engine;
let onThreads: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
  onThreads = await createEngine({ threads: 2 });
});
afterAll(() => onThreads.close());

const random = createRandom(5);
const network = (name: string, stimuli = 7, units = 4) =>
  representation(name, gaussian(random, stimuli, units));
const without = (count: number, index: number) =>
  Array.from({ length: count }, (_, k) => k).filter((k) => k !== index);
const withoutUnit = (one: Representation, unit: number): Representation => {
  const columns = without(one.shape[1]!, unit);
  const data = Float64Array.from({ length: one.shape[0]! * columns.length }, (_, k) => {
    const [i, j] = [Math.floor(k / columns.length), columns[k % columns.length]!];
    return one.data[i * one.shape[1]! + j]!;
  });
  return { ...one, shape: [one.shape[0]!, columns.length], data };
};

/** Pairs whose value is no sum over stimuli. */
const pairs: readonly [string, MetricSpec, () => [Representation, Representation]][] = [
  ["rsa by chebyshev", { metric: "rsa", comparator: "chebyshev" }, () => [network("x"), network("y", 7, 6)]],
  ["soft-correlation-match", { metric: "soft-correlation-match" }, () => [network("x"), network("y", 7, 6)]],
  ["max-match", { metric: "max-match", epsilon: 0.7 }, () => [network("x"), network("y", 7, 3)]],
  [
    "linear-predictivity",
    { metric: "linear-predictivity", splits: 3 },
    () => [network("x"), network("y", 7, 3)],
  ],
  [
    "elementwise cosine",
    { metric: "elementwise", dissimilarity: "cosine" },
    () => [network("x"), network("y")],
  ],
  [
    "energy",
    { metric: "energy", within: "biased" },
    () => [
      inputOf("repeats", "x", gaussian(random, 15, 3)),
      inputOf("repeats", "y", gaussian(random, 15, 3)),
    ],
  ],
  [
    "convolutional",
    { metric: "convolutional" },
    () => [inputOf("images", "x", gaussian(random, 30, 3)), inputOf("images", "y", gaussian(random, 30, 3))],
  ],
  [
    "gaussian-wasserstein",
    { metric: "gaussian-wasserstein" },
    () => [
      inputOf("repeats", "x", gaussian(random, 15, 2)),
      inputOf("repeats", "y", gaussian(random, 15, 2)),
    ],
  ],
];

describe("explain of what is no sum", () => {
  it.each(pairs)("gives what %s loses without each stimulus", async (_, spec, make) => {
    const [x, y] = make();
    const count = x.shape[0]!;
    const found = await engine.explain(x, y, spec);
    expect(found.form).toBe("leave-one-out");
    expect(found.stimuli!.total).toBe(found.value);
    for (let i = 0; i < count; i++) {
      const left = await engine.compare(
        takeStimuli(x, without(count, i)),
        takeStimuli(y, without(count, i)),
        spec,
      );
      expect(found.stimuli!.shares[i]).toBeCloseTo(found.value - left, 12);
    }
    expect(new Set(found.stimuli!.shares).size).toBeGreaterThan(2);
  });

  it("leaves out units of each network where kernels are no sum over them", async () => {
    const [x, y] = [network("x"), network("y", 7, 5)];
    const spec = { metric: "cka", kernel: "rbf" } as const;
    const { value, unitsX, unitsY, stimuli } = await engine.explain(x, y, spec);
    expect(stimuli!.form).toBe("sum");
    for (let j = 0; j < 4; j++)
      expect(unitsX!.shares[j]).toBeCloseTo(value - (await engine.compare(withoutUnit(x, j), y, spec)), 12);
    for (let j = 0; j < 5; j++)
      expect(unitsY!.shares[j]).toBeCloseTo(value - (await engine.compare(x, withoutUnit(y, j), spec)), 12);
  });

  it("leaves a unit out of both networks where they are compared unit by unit", async () => {
    const [x, y] = [network("x"), network("y")];
    const spec = { metric: "elementwise", dissimilarity: "correlation" } as const;
    const { value, unitsX, unitsY } = await engine.explain(x, y, spec);
    const left = await engine.compare(withoutUnit(x, 2), withoutUnit(y, 2), spec);
    expect(unitsX!.shares[2]).toBeCloseTo(value - left, 12);
    expect(unitsY!.shares).toEqual(unitsX!.shares);
  });

  it("gives the changes of an angle beside the sum behind it", async () => {
    const [x, y] = [network("x"), network("y", 7, 9)];
    for (const metric of ["procrustes", "permutation", "kernel-procrustes", "cca"] as const) {
      const { value, stimuli, omissions } = await engine.explain(x, y, { metric });
      expect(stimuli!.form).toBe("sum");
      expect(omissions!.form).toBe("leave-one-out");
      const left = await engine.compare(takeStimuli(x, without(7, 3)), takeStimuli(y, without(7, 3)), {
        metric,
      });
      expect(omissions!.shares[3]).toBeCloseTo(value - left, 12);
    }
    const { omissions } = await engine.explain(x, y, { metric: "procrustes", ground: "euclidean" });
    expect(omissions).toBeUndefined();
  });

  it("leaves a stimulus out of rows and columns of given Gram matrices, and no units", async () => {
    const gram = (units: number) => {
      const x = gaussian(random, 6, units);
      return representation("k", multiply(x, transpose(x)));
    };
    const [k, l] = [gram(4), gram(8)];
    const spec = { metric: "kernel-procrustes", kernel: "given" } as const;
    const { value, omissions, unitsX } = await engine.explain(k, l, spec);
    const left = (one: Representation) => withoutUnit(takeStimuli(one, without(6, 1)), 1);
    expect(omissions!.shares[1]).toBeCloseTo(value - (await engine.compare(left(k), left(l), spec)), 12);
    expect(unitsX).toBeUndefined();
  });

  it("gives the same bits on threads", async () => {
    const [x, y] = [network("x", 60, 40), network("y", 60, 50)];
    for (const spec of [{ metric: "cka", kernel: "rbf" }, { metric: "procrustes" }] as const) {
      const [here, there] = [
        await engine.explain(x, y, spec, { leaveOut: 60 }),
        await onThreads.explain(x, y, spec, { leaveOut: 60 }),
      ];
      expect(there.toJson()).toBe(here.toJson());
    }
  });

  it("says what was too many to be left out, and does as many as it is told", async () => {
    const [x, y] = [network("x", 201, 2), network("y", 201, 2)];
    const spec = { metric: "rsa", comparator: "chebyshev" } as const;
    const { stimuli, unitsX, warnings, form, top } = await engine.explain(x, y, spec);
    expect(stimuli).toBeUndefined();
    expect(form).toBeUndefined();
    expect(top(5)).toEqual([]);
    expect(unitsX!.form).toBe("leave-one-out");
    expect(warnings.join()).toMatch(
      /The 201 stimuli were not left out one by one: no more than 200, .* unless leaveOut says so/,
    );
    const none = await engine.explain(network("x"), network("y"), spec, { leaveOut: 3 });
    expect(none.warnings.join()).toContain("The 7 stimuli were not left out one by one: leaveOut is 3.");
    expect(none.warnings.join()).toContain("The 4 units of x were not left out");
  });

  it("says where nothing defined is left", async () => {
    const [x, y] = [network("x", 4, 3), network("y", 4, 3)];
    const spec = { metric: "cka", debiased: true, ground: "angular" } as const;
    const { omissions, warnings, top } = await engine.explain(x, y, spec);
    expect([...omissions!.shares]).toEqual([NaN, NaN, NaN, NaN]);
    expect(warnings.join()).toMatch(
      /Without 4 of the 4 stimuli there is no value \(0 is the first\): .*at least 4 stimuli/,
    );
    expect(top(2, "omissions")).toHaveLength(2);
  });
});
