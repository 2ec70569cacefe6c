// One RDM from RDMs of partly different stimuli.
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import { mergeRdms } from "../../src/rdm/derived/merge.ts";
import { rdmFrom, type Rdm } from "../../src/rdm/rdm.ts";
import { rescalings } from "../../src/rdm/rescale.ts";
import { subset } from "../../src/rdm/select.ts";

const random = createRandom(7);
const stimuli = ["a", "b", "c", "d", "e", "f"];
const whole = rdmFrom({
  name: "whole",
  dissimilarity: "euclidean",
  stimuli,
  condensed: Float64Array.from({ length: 15 }, () => 1 + random.uniform()),
});
const part = (name: string, some: string[], factor: number): Rdm => {
  const { condensed, ...rest } = subset(whole, some);
  return rdmFrom({ ...rest, name, condensed: condensed.map((value) => factor * value) });
};
const at = (rdm: Rdm, a: string, b: string) =>
  rdm.square().data[rdm.stimuli.indexOf(a) * rdm.stimuli.length + rdm.stimuli.indexOf(b)]!;

describe("mergeRdms", () => {
  it.each(rescalings)("finds the RDM that parts at other scales are of (%s)", (by) => {
    const parts = [
      part("one", ["a", "b", "c", "d"], 1),
      part("two", ["f", "d", "c", "e"], 30),
      part("three", ["b", "a", "f"], 0.1),
    ];
    const { merged, warnings } = mergeRdms(parts, { by, threshold: 1e-20 });
    expect([merged.stimuli, warnings]).toEqual([["a", "b", "c", "d", "f", "e"], [expect.any(String)]]);
    const scale = at(merged, "a", "b") / at(whole, "a", "b");
    const known = (x: string, y: string) => parts.some(({ stimuli: s }) => s.includes(x) && s.includes(y));
    let missing = 0;
    for (const [i, x] of stimuli.entries())
      for (const y of stimuli.slice(i + 1)) {
        if (!known(x, y)) missing++;
        // The scales are found by iterations that stop at a threshold, so not to the last digit.
        else expect(at(merged, x, y) / at(whole, x, y) / scale).toBeCloseTo(1, 6);
      }
    expect([merged.missing, warnings[0]]).toEqual([
      missing,
      expect.stringContaining(`${missing} of 15 pairs`),
    ]);
  });

  it("is Σ w d / Σ w of the RDMs at one scale", () => {
    const noisy = ["x", "y", "z"].map((name) =>
      rdmFrom({
        ...whole,
        name,
        condensed: whole.condensed.map((value) => value * (0.5 + random.uniform())),
      }),
    );
    const { merged, rdms, weights } = mergeRdms(noisy);
    merged.condensed.forEach((value, k) => {
      const total = weights.reduce((sum, one) => sum + one[k]!, 0);
      const sum = rdms.reduce((all, rdm, r) => all + weights[r]![k]! * rdm.condensed[k]!, 0);
      expect(value).toBeCloseTo(sum / total, 12);
    });
    expect(weights[0]!.some((weight, k) => weight !== weights[1]![k])).toBe(true);
  });

  it("says which RDMs have no common scale", () => {
    const apart = [
      part("one", ["a", "b", "c"], 1),
      part("two", ["d", "e", "f"], 9),
      part("three", ["b", "c"], 2),
    ];
    expect(mergeRdms(apart).warnings[1]).toContain("one, three | two");
  });
});
