// What SciPy's pdist and scikit-learn's nan_euclidean_distances gave.
import { describe, expect, it } from "vitest";
import { createEngine, type DissimilarityName, type RdmOptions } from "../../../src/index.ts";
import type { GoldenCase } from "../../golden/golden.ts";
import { expectClose, golden } from "../support.ts";

const engine = await createEngine({ threads: 0 });

describe("pdist", () => {
  const { all, input, output, provenance } = golden("scipy_pdist");
  provenance("scipy");
  const names: Record<string, DissimilarityName> = { sqeuclidean: "squared-euclidean" };
  const optionsOf = ({ params }: GoldenCase): RdmOptions => {
    const metric = params["metric"] as string;
    const dissimilarity = names[metric] ?? (metric as DissimilarityName);
    return params["p"] === undefined ? { dissimilarity } : { dissimilarity, p: params["p"] as number };
  };
  const values = (one: GoldenCase) => output(one, "d").data;
  const defined = (one: GoldenCase) => !values(one).some(Number.isNaN);
  const shrunk = ({ tag }: GoldenCase) => tag!.includes("scale 1e-160");
  const condensed = async (one: GoldenCase) => (await engine.rdm(input(one, "X"), optionsOf(one))).condensed;

  it.each(all.filter((one) => defined(one) && !shrunk(one)))("$id $tag", async (one) => {
    const largest = one.out["d"]!.max_abs!;
    // tiny values: to 1e-9 of their size; denormal ones have no more digits than a few
    const angle = ["cosine", "correlation"].includes(one.params["metric"] as string);
    const small = largest < 1e-6 && !angle;
    const tol = small ? Math.min(one.out["d"]!.tol, Math.max(1e-9 * largest, 5e-324)) : one.out["d"]!.tol;
    expectClose(await condensed(one), values(one), tol);
  });

  // Squares of 1e-160 vanish in scipy; its values of the same data at scale 1 are the right ones.
  it.each(all.filter(shrunk))("$id $tag: the value at scale 1, where scipy loses digits", async (one) => {
    const reference = all.find(({ id }) => id === one.id.replace("_tiny", ""))!;
    const scale = one.params["metric"] === "correlation" ? 1 : 1e-160;
    const got = (await condensed(one)).map((value) => value / scale);
    expectClose(got, values(reference), reference.out["d"]!.tol);
  });

  it.each(all.filter((one) => !defined(one)))("$id $tag: names the stimulus where scipy gives NaN", (one) =>
    expect(condensed(one)).rejects.toThrow(/X.*: stimulus \d+: its responses are all/),
  );
});

describe("nan_euclidean_distances", () => {
  const { all, input, output, provenance, has } = golden("sklearn_nan_euclidean");
  provenance("scikit-learn");
  const rdm = (x: ReturnType<typeof input>) => engine.rdm(x, { dissimilarity: "nan-euclidean" });

  it.each(all.filter((one) => !has(one, "Y")))("$id $tag", async (one) => {
    const found = await rdm(input(one, "X"));
    const { data, shape } = output(one, "D");
    const m = shape[0]!;
    // an RDM has a diagonal of 0, also for a stimulus without responses
    const expected = data.map((value, at) => (at % (m + 1) === 0 ? 0 : value));
    expectClose(found.square().data, expected, one.out["D"]!.tol);
    expect(found.missing).toBe(found.condensed.filter(Number.isNaN).length);
    expect(found.missing > 0).toBe(one.id === "a_disjoint");
  });

  // distances between two sets are a corner of those within both
  it.each(all.filter((one) => has(one, "Y")))("$id $tag", async (one) => {
    const [x, y] = [input(one, "X"), input(one, "Y")];
    const [m, k] = [x.shape[0]!, y.shape[0]!];
    const both = {
      name: "both",
      shape: [m + k, x.shape[1]!],
      data: Float64Array.from([...x.data, ...y.data]),
    };
    const { data, cols } = (await rdm(both)).square();
    const power = one.params["squared"] ? 2 : 1;
    const corner = Array.from(
      { length: m * k },
      (_, at) => data[Math.floor(at / k) * cols + m + (at % k)]! ** power,
    );
    expectClose(corner, output(one, "D").data, one.out["D"]!.tol);
  });
});
