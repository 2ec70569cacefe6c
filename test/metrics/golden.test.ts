import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../src/index.ts";
import type { Matrix } from "../../src/base/matrix.ts";
import type { Representation } from "../../src/data/representation.ts";
import { goldenArray, goldenCases, tolerance, type GoldenCase } from "../golden/golden.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const input = (set: string, { in: files }: GoldenCase, name: string): Representation =>
  goldenArray(set, files[name] as string);

const inputs = (set: string, { in: files }: GoldenCase, name: string): Representation[] =>
  (files[name] as string[]).map((file) => goldenArray(set, file));

/** netrep floors eigenvalues at an absolute 1e-7 where the definition takes the Moore–Penrose root. */
const follows = ({ params }: GoldenCase) => params["floor_active"] !== true;

function shapeOptions({ params }: GoldenCase) {
  return {
    alpha: params["alpha"] as number,
    ground: params["score_method"] as "angular" | "euclidean",
    center: params["center_columns"] as boolean,
  };
}

describe("procrustes agrees with netrep's LinearMetric", () => {
  const set = "netrep_linear";
  const cases = goldenCases(set).filter(follows);
  it.each(cases.filter(({ fn }) => fn === "LinearMetric.fit_score"))("$id $tag", async (golden) => {
    const [x, y] = [input(set, golden, "X"), input(set, golden, "Y")];
    const value = await engine.compare(x, y, { metric: "procrustes", ...shapeOptions(golden) });
    const expected = golden.out["value"]!;
    expect(Math.abs(value - expected.value!)).toBeLessThanOrEqual(tolerance(expected, x, y));
  });
  it.each(cases.filter(({ fn }) => fn === "LinearMetric.pairwise_distances"))("$id $tag", async (golden) => {
    const result = await engine.pairwise(inputs(set, golden, "X"), {
      metric: "procrustes",
      ...shapeOptions(golden),
    });
    const expected = golden.out["train"]!;
    const values = goldenArray(set, expected.file!).data;
    expect(result.values).toHaveLength(values.length);
    result.values.forEach((value, k) =>
      expect(Math.abs(value - values[k]!)).toBeLessThanOrEqual(expected.tol),
    );
  });
  it.each(cases.filter(({ fn }) => fn === "LinearMetric.fit_train_test"))("$id $tag", async (golden) => {
    const [train, test] = [
      ["X", "Y"],
      ["Xtest", "Ytest"],
    ].map((names) => names.map((name) => input(set, golden, name)));
    const result = await engine.pairwise(
      train!,
      { metric: "procrustes", ...shapeOptions(golden) },
      { test: test! },
    );
    const [fitted, held] = [golden.out["train"]!, golden.out["value"]!];
    expect(Math.abs(result.at(0, 1) - fitted.value!)).toBeLessThanOrEqual(tolerance(fitted, ...train!));
    expect(Math.abs(result.test!.at(0, 1) - held.value!)).toBeLessThanOrEqual(tolerance(held, ...train!));
    expect(result.test!.kind).toBe("dissimilarity");
  });
  it("agrees on held-out stimuli for all pairs", async () => {
    const golden = cases.find(({ id }) => id === "pairwise-002")!;
    const [train, test] = [inputs(set, golden, "X"), inputs(set, golden, "Xtest")];
    const result = await engine.pairwise(train, { metric: "procrustes", ...shapeOptions(golden) }, { test });
    const expected = goldenArray(set, golden.out["test"]!.file!).data;
    result.test!.values.forEach((value, k) =>
      expect(Math.abs(value - expected[k]!)).toBeLessThanOrEqual(1e-12),
    );
  });
  it.each(cases.filter(({ fn }) => fn === "LinearMetric.transform"))("$id $tag: align", async (golden) => {
    const [x, y] = [input(set, golden, "X"), input(set, golden, "Y")];
    const found = await engine.align(x, y, { metric: "procrustes", ...shapeOptions(golden) });
    for (const [side, name] of [
      ["x", "TX"],
      ["y", "TY"],
    ] as const) {
      const expected = goldenArray(set, golden.out[name]!.file!);
      const { aligned } = found[side];
      expect([aligned.rows, aligned.cols]).toEqual(expected.shape);
      // The peer's axes have a sign of their own, the same for both networks.
      const flipped = signsOf(found.x.aligned);
      aligned.data.forEach((value, k) =>
        expect(Math.abs(value * flipped[k % aligned.cols]! - expected.data[k]!)).toBeLessThanOrEqual(
          golden.out[name]!.tol,
        ),
      );
    }
  });
  it("is at 1e-13 of the data's size where the true distance is 0, better than netrep", async () => {
    const zero = cases.filter(({ tag }) => tag!.includes("zero distance") || tag!.includes("zero angular"));
    expect(zero.length).toBeGreaterThanOrEqual(3);
    for (const golden of zero) {
      const [x, y] = [input(set, golden, "X"), input(set, golden, "Y")];
      const size = golden.params["score_method"] === "angular" ? 1 : Math.hypot(...x.data);
      const value = await engine.compare(x, y, { metric: "procrustes", ...shapeOptions(golden) });
      expect(value).toBeLessThanOrEqual(1e-13 * size);
    }
  });
});

/** By column: the sign that makes its entry of largest magnitude positive. */
function signsOf({ rows, cols, data }: Matrix): number[] {
  return Array.from({ length: cols }, (_, j) => {
    const column = Array.from({ length: rows }, (_row, i) => data[i * cols + j]!);
    return Math.sign(
      column.reduce((largest, value) => (Math.abs(value) > Math.abs(largest) ? value : largest)),
    );
  });
}

describe("angular cka agrees with netrep's LinearCKA", () => {
  const set = "netrep_perm_cka";
  it.each(goldenCases(set).filter(({ fn }) => fn === "LinearCKA.score"))("$id $tag", async (golden) => {
    const [x, y] = [input(set, golden, "X"), input(set, golden, "Y")];
    const center = golden.params["center_columns"] as boolean;
    const value = await engine.compare(x, y, { metric: "cka", ground: "angular", center });
    const expected = golden.out["value"]!;
    expect(Math.abs(value - expected.value!)).toBeLessThanOrEqual(tolerance(expected, x, y));
    if (golden.tag!.includes("zero distance")) expect(value).toBeLessThanOrEqual(1e-13);
  });
});
