import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import type { Representation } from "../../../src/data/representation.ts";
import { goldenArray, goldenCases, tolerance, type GoldenCase } from "../../golden/golden.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

type Params = Readonly<Record<string, unknown>>;
type SpecOf = (params: Params) => MetricSpec;

const inner = { neighbors: "inner-product" } as const;

/** platonic-rep takes inner products, of rows that its users have brought to length 1 or not. */
const platonic: [fn: string, SpecOf][] = [
  ["mutual_knn", ({ topk }) => ({ metric: "mutual-knn", k: topk as number, ...inner })],
  ["cycle_knn", ({ topk }) => ({ metric: "cycle-knn", k: topk as number, ...inner })],
  ["lcs_knn", ({ topk }) => ({ metric: "lcs-knn", k: topk as number, ...inner })],
  ["edit_distance_knn", ({ topk }) => ({ metric: "edit-distance-knn", k: topk as number, ...inner })],
  [
    "cknna",
    ({ topk, unbiased = true }) => ({
      metric: "cknna",
      k: topk as number,
      debiased: unbiased as boolean,
      epsilon: 1e-6,
      ...inner,
    }),
  ],
];

async function agrees(
  set: string,
  golden: GoldenCase,
  names: readonly [string, string],
  spec: MetricSpec,
  output: string,
) {
  const [x, y] = names.map((name) => goldenArray(set, golden.in[name] as string)) as [
    Representation,
    Representation,
  ];
  const expected = golden.out[output]!;
  const value = await engine.compare(x, y, spec);
  expect(Math.abs(value - expected.value!)).toBeLessThanOrEqual(tolerance(expected, x, y));
}

describe.each(platonic)("platonic-rep's %s, exactly", (fn, spec) => {
  const cases = goldenCases("platonic_metrics").filter((golden) => golden.fn === `AlignmentMetrics.${fn}`);
  it("is among the golden cases", () => expect(cases.length).toBeGreaterThan(0));
  it.each(cases)("$id $tag", (golden) =>
    agrees("platonic_metrics", golden, ["feats_A", "feats_B"], spec(golden.params), "exact"),
  );
  it.each(cases.filter(({ params }) => params["row_normalised"] === true && fn !== "cknna"))(
    "$id $tag, as cosines of the same rows",
    (golden) => {
      const cosine = { ...spec(golden.params), neighbors: "cosine" } as MetricSpec;
      return agrees("platonic_metrics", golden, ["feats_A", "feats_B"], cosine, "exact");
    },
  );
});

const kOf = (params: Params) => ({ k: params["k"] as number });
const near = (params: Params) => ({ neighbors: (params["inner"] ?? "cosine") as "cosine" | "euclidean" });
const resi: [fn: string, output: string, SpecOf][] = [
  ["jaccard_similarity", "value", (p) => ({ metric: "knn-jaccard", ...kOf(p), ...near(p) })],
  ["rank_similarity", "value", (p) => ({ metric: "rank-similarity", ...kOf(p), ...near(p) })],
  [
    "joint_rank_jaccard_similarity",
    "value",
    (p) => ({ metric: "joint-rank-jaccard", ...kOf(p), ...near(p) }),
  ],
  [
    "second_order_cosine_similarity",
    "value",
    (p) => ({ metric: "second-order-cosine", ...kOf(p), use: "distances" }),
  ],
  [
    "second_order_cosine_similarity",
    "with_similarities",
    (p) => ({ metric: "second-order-cosine", ...kOf(p) }),
  ],
];

describe.each(resi)("resi's %s: its %s", (fn, output, spec) => {
  const cases = goldenCases("resi_measures").filter((golden) => golden.fn === `nearest_neighbor.${fn}`);
  it("is among the golden cases", () => expect(cases.length).toBeGreaterThan(1));
  it.each(cases)("$id $tag", (golden) =>
    agrees("resi_measures", golden, ["R", "Rp"], spec(golden.params), output),
  );
});
