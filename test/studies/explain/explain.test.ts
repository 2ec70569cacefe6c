import { beforeAll, describe, expect, it } from "vitest";
import {
  createEngine,
  type Engine,
  type Explanation,
  type MetricSpec,
  type Representation,
} from "../../../src/index.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { takeStimuli } from "../../../src/data/stimuli.ts";
import { gaussian, multiply, orthogonal, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const random = createRandom(11);
const [m, n] = [40, 6];
const x = gaussian(random, m, n);
const near = (one: Matrix, noise = 0.1) => {
  const other = gaussian(random, one.rows, one.cols).data;
  return matrix(
    one.rows,
    one.cols,
    one.data.map((value, k) => value + noise * other[k]!),
  );
};
const changed = (one: Matrix, isChanged: (row: number, col: number) => boolean): Matrix => {
  const other = gaussian(random, one.rows, one.cols).data;
  const data = one.data.map((value, k) =>
    isChanged(Math.floor(k / one.cols), k % one.cols) ? 3 * other[k]! : value,
  );
  return { ...one, data };
};
const of = (one: Matrix, name = "x") => representation(name, one);
const stimulusSeventeen = changed(near(x), (row) => row === 17);
const unitFour = changed(near(x), (_, unit) => unit === 4);

/** Metrics whose shares are of a difference: the planted one is the first. */
const differences: readonly MetricSpec[] = [
  { metric: "procrustes" },
  { metric: "procrustes", ground: "euclidean" },
  { metric: "procrustes", alpha: 0.5 },
  { metric: "bures" },
  { metric: "cca" },
  { metric: "permutation" },
  { metric: "soft-matching" },
  { metric: "linear-regression" },
  { metric: "kernel-procrustes" },
  { metric: "elementwise", dissimilarity: "euclidean" },
  { metric: "rsa", dissimilarity: "euclidean", comparator: "euclidean" },
];

describe("explain", () => {
  it.each(differences.map((spec) => [JSON.stringify(spec), spec] as const))(
    "puts a stimulus first that differs, with %s",
    async (_, spec) => {
      const { top } = await engine.explain(of(x), of(stimulusSeventeen, "y"), spec, { leaveOut: 0 });
      const [first, second] = top(2);
      expect(first!.name).toBe("17");
      expect(first!.share).toBeGreaterThan(2 * second!.share);
    },
  );

  it("puts it first where the shares are of a similarity, by what is gained without it", async () => {
    for (const spec of [
      { metric: "cka", kernel: "rbf", ground: "angular" },
      { metric: "rsa", comparator: "chebyshev", dissimilarity: "squared-euclidean" },
    ] as const) {
      const { omissions, stimuli } = await engine.explain(of(x), of(stimulusSeventeen, "y"), spec);
      const changes = (omissions ?? stimuli)!.shares;
      expect(changes.indexOf(Math.max(...changes))).toBe(17);
    }
  });

  it("puts a unit first that differs, or last where similarity is shared out", async () => {
    for (const metric of ["procrustes", "bures", "permutation"] as const) {
      const { top } = await engine.explain(of(x), of(unitFour, "y"), { metric }, { leaveOut: 0 });
      expect(top(1, "unitsY")[0]!.name).toBe("unit 4");
      if (metric !== "permutation") expect(top(1, "unitsX")[0]!.name).toBe("unit 4");
    }
    const { unitsY } = await engine.explain(of(x), of(unitFour, "y"), { metric: "linear-regression" });
    const own = [...unitsY!.own!];
    expect(own.indexOf(Math.min(...own))).toBe(4);
  });

  it("gives permuted shares for permuted stimuli", async () => {
    const order = Array.from({ length: m }, (_, i) => (7 * i + 3) % m);
    const pair = [of(x), of(stimulusSeventeen, "y")] as const;
    for (const spec of [...differences, { metric: "rsa" }, { metric: "cka" }] as const) {
      const [given, moved] = [
        await engine.explain(...pair, spec, { leaveOut: 0 }),
        await engine.explain(takeStimuli(pair[0], order), takeStimuli(pair[1], order), spec, { leaveOut: 0 }),
      ];
      order.forEach((from, to) =>
        expect(moved.stimuli!.shares[to]).toBeCloseTo(given.stimuli!.shares[from]!, 10),
      );
    }
  });

  it("gives stimuli the same shares after a rotation of one network", async () => {
    const rotated = of(multiply(stimulusSeventeen, orthogonal(random, n)), "y");
    for (const spec of [
      { metric: "procrustes" },
      { metric: "procrustes", alpha: 0.3 },
      { metric: "nbs" },
      { metric: "cka" },
      { metric: "svcca" },
      { metric: "rsa", dissimilarity: "euclidean", comparator: "spearman" },
    ] as const) {
      const [given, moved] = [
        await engine.explain(of(x), of(stimulusSeventeen, "y"), spec, { leaveOut: 0 }),
        await engine.explain(of(x), rotated, spec, { leaveOut: 0 }),
      ];
      given.stimuli!.shares.forEach((share, i) => expect(moved.stimuli!.shares[i]).toBeCloseTo(share, 10));
      given.unitsX?.shares.forEach((share, j) => expect(moved.unitsX!.shares[j]).toBeCloseTo(share, 10));
    }
  });

  it("leaves as the rest what a narrower network has no units for", async () => {
    const narrow = of(near({ ...x, cols: 2, data: x.data.filter((_, k) => k % n < 2) }), "y");
    for (const metric of ["bures", "permutation"] as const) {
      const spec = metric === "bures" ? { metric } : { metric, ground: "euclidean" as const };
      const { unitsX, unitsY } = await engine.explain(of(x), narrow, spec);
      expect(unitsX!.rest).toBeUndefined();
      expect(unitsY!.rest).toBeGreaterThan(unitsY!.total / 2);
    }
  });
});

describe("the shares of", () => {
  const centred = (one: Matrix): number[][] => {
    const columns = Array.from({ length: one.cols }, (_, j) =>
      Array.from({ length: one.rows }, (_, i) => one.data[i * one.cols + j]!),
    );
    return columns.map((column) => {
      const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
      return column.map((value) => value - mean);
    });
  };
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const [p, q] = [centred(x), centred(unitFour)];

  it("linear cka over units are ‖xⱼᵀY‖²/(‖XᵀX‖ ‖YᵀY‖)", async () => {
    const squares = (a: number[][], b: number[][]) =>
      a.reduce((sum, one) => sum + b.reduce((total, other) => total + dot(one, other) ** 2, 0), 0);
    const size = Math.sqrt(squares(p, p) * squares(q, q));
    for (const metric of ["cka", "rv"] as const) {
      const { unitsX, unitsY } = await engine.explain(of(x), of(unitFour, "y"), { metric });
      p.forEach((one, j) => expect(unitsX!.shares[j]).toBeCloseTo(squares([one], q) / size, 12));
      q.forEach((one, j) => expect(unitsY!.shares[j]).toBeCloseTo(squares([one], p) / size, 12));
    }
  });

  it("linear-regression over units of y are what is explained of each: R² alone, times its part of the variance", async () => {
    const { unitsY } = await engine.explain(of(x), of(unitFour, "y"), { metric: "linear-regression" });
    const all = q.reduce((sum, unit) => sum + dot(unit, unit), 0);
    for (const [j, unit] of q.entries()) {
      const alone = { rows: m, cols: 1, data: Float64Array.from(unit) };
      const r2 = await engine.compare(of(x), of(alone, "y"), { metric: "linear-regression" });
      expect(unitsY!.own![j]).toBeCloseTo(r2, 12);
      expect(unitsY!.shares[j]).toBeCloseTo((r2 * dot(unit, unit)) / all, 12);
    }
  });

  it("permutation over couples are those of units that were matched", async () => {
    const order = [3, 0, 5, 1, 4, 2];
    const shuffled = { ...x, data: x.data.map((_, k) => x.data[k - (k % n) + order[k % n]!]!) };
    const { matches } = await engine.explain(of(x), of(near(shuffled, 0.01), "y"), {
      metric: "permutation",
      ground: "correlation",
    });
    matches!.names.forEach((name, k) => {
      expect(order[Number(matches!.partners![k]!.slice(5))]).toBe(Number(name.slice(5)));
      expect(matches!.shares[k]).toBeGreaterThan(0.99 / n);
    });
  });

  it("cca over directions are its correlations over their number, which are the spectrum", async () => {
    const spec = { metric: "cca", ground: "mean" } as const;
    const pair = [of(x), of(unitFour, "y")] as const;
    const { directions, spectrum } = await engine.explain(...pair, spec);
    const { correlations } = await engine.align(...pair, spec);
    expect(spectrum!.of).toBe("canonical correlations");
    correlations!.forEach((rho, k) => {
      expect(spectrum!.values[k]).toBeCloseTo(rho, 12);
      expect(directions!.shares[k]).toBeCloseTo(rho / n, 12);
    });
  });

  it("kendall-tau-a over pairs count the pairs in the same order less those in opposite orders", async () => {
    const small = [of(gaussian(random, 6, 3)), of(gaussian(random, 6, 3), "y")] as const;
    const [a, b] = await Promise.all(
      small.map(async (one) => (await engine.rdm(one, { dissimilarity: "euclidean" })).condensed),
    );
    const count = a!.length;
    const { pairs } = await engine.explain(...small, {
      metric: "rsa",
      dissimilarity: "euclidean",
      comparator: "kendall-tau-a",
    });
    let at = 0;
    for (let i = 0; i < 6; i++) {
      for (let j = i + 1; j < 6; j++, at++) {
        let orders = 0;
        for (let k = 0; k < count; k++) orders += Math.sign(a![at]! - a![k]!) * Math.sign(b![at]! - b![k]!);
        expect(2 * pairs!.square.data[i * 6 + j]!).toBeCloseTo(orders / (count * (count - 1)), 14);
      }
    }
  });
});

describe("an explanation", () => {
  const names = Array.from({ length: m }, (_, i) => `picture ${i}`);
  const named = { ...of(x, "one"), stimuli: names };
  let found: Explanation;
  beforeAll(async () => {
    found = await engine.explain(named, of(stimulusSeventeen, "two"), { metric: "procrustes" });
  });

  it("has both networks in common axes, where they are apart as the metric says", () => {
    const { x: a, y: b, names: of, explained, movedBy } = found.common!;
    expect([a.rows, a.cols, b.rows, b.cols]).toEqual([m, 3, m, 3]);
    expect(of).toEqual(names);
    expect(movedBy).toBe("procrustes");
    const squares = ({ data }: Matrix, k: number) =>
      data.reduce((sum, value, at) => sum + (at % 3 === k ? value * value : 0), 0);
    // Both have norm 1, so all axes together have 2.
    explained.forEach((share, k) => expect((squares(a, k) + squares(b, k)) / 2).toBeCloseTo(share, 12));
    expect([...explained]).toEqual([...explained].sort((p, q) => q - p));
    for (let k = 0; k < 3; k++) {
      const column = [...a.data].filter((_, at) => at % 3 === k);
      expect(Math.max(...column)).toBeGreaterThanOrEqual(-Math.min(...column));
    }
  });

  it("has all axes on request, in which the squared differences of each stimulus are its share", async () => {
    const { common, stimuli } = await engine.explain(
      named,
      of(stimulusSeventeen),
      { metric: "procrustes" },
      { dimensions: 10 },
    );
    const { x: a, y: b } = common!;
    stimuli!.shares.forEach((share, i) => {
      let gap = 0;
      for (let k = 0; k < a.cols; k++) gap += (a.data[i * a.cols + k]! - b.data[i * a.cols + k]!) ** 2;
      expect(gap).toBeCloseTo(share, 12);
    });
  });

  it("moves networks by procrustes where the metric moves none", async () => {
    const { common, spectrum } = await engine.explain(named, of(stimulusSeventeen), { metric: "cka" });
    expect(common!.movedBy).toBe("procrustes");
    const nuclear = spectrum!.values.reduce((sum, value) => sum + value, 0);
    expect(nuclear).toBeCloseTo(await engine.compare(named, of(stimulusSeventeen), { metric: "nbs" }), 12);
  });

  it("is written as a table of all shares, a document, and the shares of the stimuli", () => {
    const lines = found.toCsv().trim().split("\n");
    expect(lines[0]).toBe(",name,partner,form,share,fraction");
    expect(lines[1]).toContain(`stimuli,picture 0,"",sum,`);
    expect(lines).toHaveLength(1 + m + m + n + n + n);
    const { stimuli, names: both, value, common } = JSON.parse(found.toJson());
    expect(both).toEqual(["one", "two"]);
    expect(value).toBe(found.value);
    expect(stimuli.shares).toEqual([...found.stimuli!.shares]);
    expect(common.x).toHaveLength(m);
    expect(found.toArray()).toEqual({ shape: [m], data: found.stimuli!.shares });
  });

  it("gives as many of the largest as are asked for, also of pairs", async () => {
    const { top, pairs } = await engine.explain(named, of(stimulusSeventeen), { metric: "cka" });
    const [first, ...rest] = top(5, "pairs");
    expect(rest).toHaveLength(4);
    expect(first!.fraction).toBeCloseTo(first!.share / pairs!.total, 14);
    rest.reduce((before, one) => {
      expect(Math.abs(one.share)).toBeLessThanOrEqual(Math.abs(before.share));
      return one;
    }, first!);
  });

  it("puts shares below 0 where their size belongs", async () => {
    const { top, pairs } = await engine.explain(
      named,
      of(stimulusSeventeen),
      { metric: "rsa" },
      { leaveOut: 0 },
    );
    const sizes = top(Infinity, "pairs").map(({ share }) => Math.abs(share));
    expect(Math.min(...pairs!.square.data)).toBeLessThan(0);
    expect(sizes).toEqual([...sizes].sort((p, q) => q - p));
  });

  it("has no matrix of pairs for more stimuli than asked", async () => {
    const spec = { metric: "rsa" } as const;
    expect((await engine.explain(named, of(x), spec, { pairs: m - 1 })).pairs).toBeUndefined();
    expect((await engine.explain(named, of(x), spec, { pairs: m })).pairs!.square.rows).toBe(m);
  });
});

describe("explain says", () => {
  const few = (rows: number): Representation => of(gaussian(random, rows, 3), "few");
  const spec = { metric: "procrustes" } as const;

  it.each([
    [
      "that the numbers of stimuli differ",
      () => engine.explain(of(x), few(5), spec),
      /number of stimuli .* must be the same/,
    ],
    ["that one stimulus is too few", () => engine.explain(few(1), few(1), spec), /has 1 stimulus/],
    [
      "that units are constant",
      () => engine.explain(of(matrix(5, 2)), few(5), spec),
      /every unit is constant/,
    ],
    [
      "that there is no such option",
      () => engine.explain(few(5), few(5), spec, { leaveout: 3 } as object),
      /leaveOut/,
    ],
    [
      "that there is no such metric",
      () => engine.explain(few(5), few(5), { metric: "procrust" } as never),
      /procrustes/,
    ],
    [
      "that squares overflow",
      () =>
        engine.explain(of({ ...x, data: x.data.map((value) => value * 1e200) }), of(x), { metric: "bures" }),
      /beyond the largest double/,
    ],
  ])("%s", async (_, call, message) => {
    await expect(call()).rejects.toThrow(message);
  });
});
