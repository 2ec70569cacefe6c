// What rsatoolbox's comparators gave, and where it is wrong or inexact, what their definition gives.
import { beforeAll, describe, expect, it } from "vitest";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import {
  comparatorDefaults,
  type ComparatorName,
  type ComparatorOptions,
  comparators,
} from "../../../src/rdm/comparators/registry.ts";
import type { Representation } from "../../../src/data/representation.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import type { Kernels } from "../../../src/wasm/kernels.ts";
import { loadModule } from "../../../src/wasm/load.ts";
import { goldenArray, goldenCases, type GoldenCase } from "../../golden/golden.ts";
import { builds } from "../../wasm/wasm.ts";

const set = "rsa_compare";

/** The peer's names, with the options under which ours are the same. */
const ours: Record<string, [ComparatorName, Partial<ComparatorOptions>?]> = {
  cosine: ["cosine"],
  corr: ["pearson"],
  spearman: ["spearman"],
  "rho-a": ["rho-a"],
  kendall: ["kendall-tau-b"],
  "tau-a": ["kendall-tau-a"],
  cosine_cov: ["cosine-whitened"],
  corr_cov: ["pearson-whitened"],
  bures: ["bures"],
  bures_metric: ["bures", { ground: "euclidean" }],
  neg_riem_dist: ["riemannian"],
};

const asMatrix = ({ shape, data }: Representation): Matrix =>
  matrix(shape[0]!, shape[1]!, Float64Array.from(data));

/** The entries that are present in all rows. */
function kept(...stacks: Matrix[]): Int32Array {
  const positions = Int32Array.from({ length: stacks[0]!.cols }, (_, k) => k);
  return positions.filter((k) =>
    stacks.every(({ rows, cols, data }) =>
      Array.from({ length: rows }, (_, i) => data[i * cols + k]!).every((value) => !Number.isNaN(value)),
    ),
  );
}

function select({ rows, cols, data }: Matrix, entries: Int32Array): Matrix {
  const values = Array.from({ length: rows }, (_, i) => Array.from(entries, (k) => data[i * cols + k]!));
  return matrix(rows, entries.length, Float64Array.from(values.flat()));
}

function sigmaOf({ in: files }: GoldenCase): Partial<ComparatorOptions> {
  if (!files["sigma_k"]) return {};
  const sigma = goldenArray(set, files["sigma_k"] as string);
  return { sigmaK: sigma.shape.length === 1 ? Float64Array.from(sigma.data) : asMatrix(sigma) };
}

function evaluate(golden: GoldenCase, kernels: Kernels): Matrix {
  const [a, b] = ["A", "B"].map((name) => asMatrix(goldenArray(set, golden.in[name] as string)));
  const [name, options] = ours[golden.params["method"] as string]!;
  const entries = kept(a!, b!);
  const missing = entries.length < a!.cols;
  const context = {
    stimuli: (1 + Math.sqrt(1 + 8 * a!.cols)) / 2,
    entries: missing ? entries : undefined,
    options: { ...comparatorDefaults, ...options, ...sigmaOf(golden) },
  };
  return comparators[name].between(select(a!, entries), select(b!, entries), context, kernels);
}

describe.each(builds)("the %s build agrees with rsatoolbox", (build) => {
  let kernels: Kernels;
  beforeAll(async () => {
    kernels = await createKernels(await loadModule(build));
  });

  it.each(goldenCases(set))("$id $tag", (golden) => {
    const values = evaluate(golden, kernels);
    // Of the Bures metric the peer gives the square.
    const squared = golden.params["method"] === "bures_metric";
    const expected = golden.out["exact"] ?? golden.out["sim"]!;
    const known = goldenArray(set, expected.file!);
    expect([values.rows, values.cols]).toEqual(known.shape);
    values.data.forEach((value, k) => {
      const difference = (squared ? value * value : value) - known.data[k]!;
      expect(Math.abs(difference)).toBeLessThanOrEqual(expected.tol);
    });
  });

  it("uses all cases and knows each method of the peer", () => {
    const methods = new Set(goldenCases(set).map(({ params }) => params["method"]));
    expect([...methods].every((method) => (method as string) in ours)).toBe(true);
    expect(goldenCases(set)).toHaveLength(75);
  });
});
