// What rsatoolbox's calc_rdm, calc_rdm_unbalanced and calc_rdm_movie gave, or the definition.
import { describe, expect, it } from "vitest";
import {
  createEngine,
  type DissimilarityName,
  type Matrix,
  type Pooling,
  type RdmOptions,
} from "../../../src/index.ts";
import { matrix } from "../../../src/base/matrix.ts";
import type { GoldenCase } from "../../golden/golden.ts";
import { golden } from "../support.ts";

const set = golden("rsa_calc_rdm");
const { casesOf, input, labels, has, expectClose } = set;
const engine = await createEngine({ threads: 0 });

set.provenance("rsatoolbox");

/** Its Euclidean and Mahalanobis distances are squared; all but correlation are divided by the number of units. */
const names: Record<string, DissimilarityName> = {
  euclidean: "squared-euclidean",
  correlation: "correlation",
  mahalanobis: "squared-mahalanobis",
  crossnobis: "crossnobis",
  poisson: "poisson",
  poisson_cv: "poisson-crossvalidated",
};

function optionsOf(one: GoldenCase): RdmOptions {
  const { method, remove_mean, prior_lambda, prior_weight, weighting } = one.params as {
    method?: string;
    remove_mean?: boolean;
    prior_lambda?: number;
    prior_weight?: number;
    weighting?: Pooling;
  };
  const dissimilarity = names[method ?? "poisson_cv"]!;
  const noisy = has(one, "noise") || has(one, "noise_list");
  return {
    dissimilarity,
    ...(dissimilarity !== "correlation" && { perUnit: true }),
    ...(remove_mean && { removeMean: true }),
    ...(prior_lambda !== undefined && { priorLambda: prior_lambda }),
    ...(prior_weight !== undefined && { priorWeight: prior_weight }),
    ...(weighting && { pooling: weighting }),
    ...(has(one, "cond") && one.params["descriptor"] !== null && { conditions: labels(one, "cond") }),
    ...(has(one, "fold") && { runs: labels(one, "fold") }),
    ...(noisy && { noise: has(one, "noise") ? set.matrix(one, "noise") : precisions(one) }),
  };
}

/** One matrix for each fold. */
function precisions(one: GoldenCase): Matrix[] {
  const { shape, data } = input(one, "noise_list");
  const [folds, n] = shape as [number, number];
  return Array.from({ length: folds }, (_, f) =>
    matrix(n, n, Float64Array.from(data.slice(f * n * n, (f + 1) * n * n))),
  );
}

const values = async (one: GoldenCase) => (await engine.rdm(input(one, "X"), optionsOf(one))).condensed;
const peerIsWrong = ({ params }: GoldenCase) =>
  params["method"] === "poisson_cv" && params["weighting"] === undefined;

describe("calc_rdm", () => {
  it.each(casesOf("calc_rdm").filter((one) => !peerIsWrong(one)))("$id $tag", async (one) =>
    expectClose(one, "rdm", await values(one)),
  );

  it.each(casesOf("definition (not peer code)"))("$id $tag", async (one) =>
    expectClose(one, "mean_over_folds", await values(one)),
  );

  it.each(casesOf("calc_rdm").filter(peerIsWrong))("$id: not the last fold alone", async (one) =>
    expect([...(await values(one))]).not.toEqual([...set.output(one, "rdm").data]),
  );
});

describe("calc_rdm_unbalanced", () => {
  it.each(casesOf("calc_rdm_unbalanced"))("$id $tag", async (one) =>
    expectClose(one, "rdm", await values(one)),
  );
});

describe("calc_rdm_movie", () => {
  it.each(casesOf("calc_rdm_movie"))("$id $tag", async (one) => {
    const x = input(one, "X");
    const [rows, units, times] = x.shape as [number, number, number];
    const data = new Float64Array(x.data.length);
    for (let row = 0; row < rows; row++)
      for (let unit = 0; unit < units; unit++)
        for (let time = 0; time < times; time++)
          data[(row * times + time) * units + unit] = x.data[(row * units + unit) * times + time]!;
    const bins = one.params["bins"] as number[][] | null;
    const options = { ...optionsOf(one), ...(bins && { bins }) };
    const movie = await engine.rdmMovie({ name: "X", shape: [rows, times, units], data }, options);
    expectClose(
      one,
      "rdm",
      movie.rdms.flatMap(({ condensed }) => [...condensed]),
    );
    const clock = input(one, "time").data;
    const seconds = (bins ?? movie.times.map((time) => [time])).map(
      (bin) => bin.reduce((sum, time) => sum + clock[time]!, 0) / bin.length,
    );
    expectClose(one, "time", seconds);
  });
});
