// What rsatoolbox's transforms and combinations gave, or the definition where it is wrong.
import { describe, expect, it } from "vitest";
import type { ComparatorName } from "../../src/rdm/comparators/registry.ts";
import { meanRdm } from "../../src/rdm/mean-rdm.ts";
import { poolRdms } from "../../src/rdm/pool.ts";
import { rescaleRdms, type RescaleBy } from "../../src/rdm/rescale.ts";
import { rdmFrom } from "../../src/rdm/rdm.ts";
import { overAllStimuli } from "../../src/rdm/select.ts";
import {
  geodesic,
  geotopological,
  minmax,
  positive,
  rankTransform,
  squareRoot,
} from "../../src/rdm/transform.ts";
import type { Ties } from "../../src/rdm/ranking/ranks.ts";
import { golden, matrixOf, stacked } from "./support.ts";

const set = golden("rsa_transform");
const { casesOf, rdms, expectClose, input } = set;

set.provenance("rsatoolbox");

describe.each([
  ["rank_transform", (rdm, ties) => rankTransform(rdm, { ties })],
  ["sqrt_transform", squareRoot],
  ["positive_transform", positive],
  ["minmax_transform", minmax],
] as [string, (rdm: ReturnType<typeof rdmFrom>, ties: Ties) => ReturnType<typeof rdmFrom>][])(
  "%s",
  (fn, transform) => {
    it.each(casesOf(fn))("$id $tag", (one) => {
      const before = rdms(one, "rdms");
      const after = before.map((rdm) => transform(rdm, one.params["method"] as Ties));
      expectClose(one, "rdm", stacked(after));
      // the originals stay as they were
      expect(stacked(before)).toEqual([...input(one, "rdms").data]);
    });
  },
);

describe("geotopological", () => {
  it.each(casesOf("geotopological_transform"))("$id $tag", (one) => {
    const { low: lower, up: upper } = one.params as { low: number; up: number };
    const after = geotopological(rdms(one, "rdms"), { lower, upper });
    expectClose(one, one.out["exact"] ? "exact" : "rdm", stacked(after));
  });
});

describe("geodesic keeps edges of length 0", () => {
  it.each(casesOf("geodesic_transform"))("$id $tag", (one) =>
    expectClose(one, "exact", stacked(rdms(one, "rdms").map(geodesic))),
  );
});

describe("meanRdm", () => {
  it.each(casesOf("RDMs.mean"))("$id $tag", (one) => {
    const given = rdms(one, "rdms");
    if (!set.has(one, "weights")) return expectClose(one, "rdm", meanRdm(given).condensed);
    const { rows, cols, data } = matrixOf(input(one, "weights"));
    const weights = Array.from({ length: rows }, (_, r) => data.slice(r * cols, (r + 1) * cols));
    const mean = meanRdm(given, { weights }).condensed;
    if (!one.note) return expectClose(one, "rdm", mean);
    // rsatoolbox divides by weights of missing entries too; there we give the mean of what is there
    mean.forEach((value, pair) => {
      let [sum, total] = [0, 0];
      for (const [r, { condensed }] of given.entries()) {
        if (Number.isNaN(condensed[pair]!) || Number.isNaN(weights[r]![pair]!)) continue;
        sum += weights[r]![pair]! * condensed[pair]!;
        total += weights[r]![pair]!;
      }
      expect(value).toBeCloseTo(sum / total, 12);
    });
  });
});

describe("rescaleRdms", () => {
  it.each(casesOf("combine.rescale"))("$id $tag", (one) => {
    const { method, threshold } = one.params as { method: RescaleBy; threshold: number };
    const { rdms: after, weights } = rescaleRdms(rdms(one, "rdms"), { by: method, threshold });
    expectClose(one, "rdm", stacked(after));
    expectClose(
      one,
      "weights",
      weights.flatMap((row) => [...row]),
    );
  });
});

describe("overAllStimuli", () => {
  it.each(casesOf("combine.from_partials"))("$id $tag", (one) => {
    const parts = Array.from({ length: input(one, "n_parts").data[0]! }, (_, k) => {
      const stimuli = set.labels(one, `conds${k}`).map(String);
      const { rows, cols, data } = matrixOf(input(one, `rdm${k}`));
      return Array.from({ length: rows }, (__, r) =>
        rdmFrom({
          name: `part ${k}`,
          dissimilarity: "correlation",
          stimuli,
          condensed: data.slice(r * cols, (r + 1) * cols),
        }),
      );
    }).flat();
    const whole = overAllStimuli(parts);
    expect(whole[0]!.stimuli).toEqual([...set.output(one, "conds").data].map(String));
    expectClose(one, "rdm", stacked(whole));
  });
});

describe("poolRdms", () => {
  const names: Record<string, string> = { corr: "pearson" };
  it.each(casesOf("inference_util.pool_rdm"))("$id $tag", (one) => {
    const method = one.params["method"] as string;
    expectClose(
      one,
      "rdm",
      poolRdms(rdms(one, "rdms"), (names[method] ?? method) as ComparatorName).condensed,
    );
  });
});
