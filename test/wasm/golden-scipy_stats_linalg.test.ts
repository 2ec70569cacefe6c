// What SciPy's linalg, stats and optimize gave, through the facade of each build.
import { beforeAll, describe, expect, it } from "vitest";
import { matrix, type Matrix } from "../../src/base/matrix.ts";
import { comparatorDefaults, comparators } from "../../src/rdm/comparators/registry.ts";
import type { Representation } from "../../src/data/representation.ts";
import { createKernels } from "../../src/wasm/create.ts";
import type { Kernels } from "../../src/wasm/kernels.ts";
import { loadModule } from "../../src/wasm/load.ts";
import { builds } from "./wasm.ts";
import { goldenArray, goldenCases, type GoldenCase } from "../golden/golden.ts";
import { matchingKernels } from "../../src/wasm/parts/matchings.ts";
import { rankKernels } from "../../src/wasm/parts/ranks.ts";

const set = "scipy_stats_linalg";
const casesOf = (fn: string) => goldenCases(set).filter((golden) => golden.fn === fn);
const asMatrix = ({ shape, data }: Representation): Matrix =>
  matrix(shape.length === 1 ? 1 : shape[0]!, shape.at(-1)!, Float64Array.from(data));
const input = ({ in: files }: GoldenCase, name: string) => asMatrix(goldenArray(set, files[name] as string));
const output = ({ out }: GoldenCase, name: string) =>
  Float64Array.from(goldenArray(set, out[name]!.file!).data);

/** Every value within the tolerance of its case. */
function expectWithin(actual: ArrayLike<number>, expected: ArrayLike<number>, tol: number): void {
  expect(actual).toHaveLength(expected.length);
  Array.from(actual, (value, k) => expect(Math.abs(value - expected[k]!)).toBeLessThanOrEqual(tol));
}

describe.each(builds)("the %s build agrees with scipy", (build) => {
  let kernels: Kernels;
  beforeAll(async () => {
    kernels = await createKernels(await loadModule(build));
  });

  it.each(casesOf("svdvals"))("singular values: $id $tag", (golden) => {
    const a = input(golden, "A");
    const expected = output(golden, "s");
    const { tol } = golden.out["s"]!;
    expectWithin(kernels.singularValues(a), expected, tol);
    const sum = expected.reduce((before, s) => before + s, 0);
    expect(Math.abs(kernels.nuclearNorm(a) - sum)).toBeLessThanOrEqual(tol * expected.length);
    kernels.scope(() => expectWithin(kernels.svd(a).values, expected, tol));
  });

  it.each(casesOf("eigvalsh"))("eigenvalues: $id $tag", (golden) => {
    const a = input(golden, "A");
    const [expected, { tol }] = [output(golden, "w"), golden.out["w"]!];
    expectWithin(kernels.eigenvalues(a), expected, tol);
    kernels.scope(() => expectWithin(kernels.eigh(a).values, expected, tol));
  });

  it.each(casesOf("linear_sum_assignment"))("assignment: $id $tag", (golden) => {
    const costs = input(golden, "C");
    const columns = kernels
      .part(matchingKernels)
      .linearAssignment(costs, { maximize: golden.params["maximize"] as boolean });
    expectWithin(columns, output(golden, "col"), 0);
    const cost = columns.reduce((sum, j, i) => sum + costs.data[i * costs.cols + j]!, 0);
    expect(Math.abs(cost - golden.out["cost"]!.value!)).toBeLessThanOrEqual(golden.out["cost"]!.tol);
  });

  it.each(casesOf("rankdata"))("ranks: $id $tag", (golden) => {
    kernels.scope(() =>
      expectWithin(kernels.part(rankKernels).ranks(input(golden, "x")).data, output(golden, "r"), 0),
    );
  });

  it.each(casesOf("orthogonal_procrustes"))("the best rotation: $id $tag", (golden) => {
    kernels.scope(() => {
      const [a, b] = [input(golden, "A"), input(golden, "B")];
      const { u, values, vt } = kernels.svd(kernels.gemm(a, b, { transA: true }));
      const rotation = kernels.gemm(u, vt);
      const { R, scale, resid } = golden.out;
      expectWithin(rotation.data, output(golden, "R"), R!.tol);
      const sum = values.reduce((before, s) => before + s, 0);
      expect(Math.abs(sum - scale!.value!)).toBeLessThanOrEqual(scale!.tol);
      const left = kernels.norm(kernels.subtract(kernels.gemm(a, rotation), b));
      expect(Math.abs(left - resid!.value!)).toBeLessThanOrEqual(resid!.tol);
    });
  });

  /** As the spearman comparator of rsa: the inner product of centred ranks at length 1. */
  it.each(casesOf("spearmanr"))("spearman: $id $tag", (golden) => {
    kernels.scope(() => {
      const [x, y] = ["x", "y"].map((name) => {
        const centered = kernels.centerRows(kernels.part(rankKernels).ranks(input(golden, name)));
        return kernels.scale(centered, 1 / kernels.norm(centered));
      });
      const { value, tol } = golden.out["stat"]!;
      expect(Math.abs(kernels.dot(x!, y!) - value!)).toBeLessThanOrEqual(tol);
    });
  });

  it.each(casesOf("kendalltau"))("kendall tau-b: $id $tag", (golden) => {
    const [x, y] = ["x", "y"].map((name) => input(golden, name)) as [Matrix, Matrix];
    // The entries of an RDM, but for their number
    const about = { stimuli: 0, options: comparatorDefaults };
    const { value, tol } = golden.out["stat"]!;
    const tau = comparators["kendall-tau-b"].between(x, y, about, kernels).data[0]!;
    expect(Math.abs(tau - value!)).toBeLessThanOrEqual(tol);
  });
});
