import { describe, expect, it } from "vitest";
import type { HeatMapsFigure } from "../../../src/report/figures.ts";
import { rsmStack } from "../../../src/studies/rsm/rsm.ts";
import { sharedSpaceSection } from "../../../src/studies/shared-space/section.ts";

/** Similarities of two networks that say where they stand. */
function stackOf(m: number) {
  const stimuli = Array.from({ length: m }, (_, k) => `s${k}`);
  const data = Float64Array.from({ length: 2 * m * m }, (_, k) => Math.sin(k));
  return rsmStack({ kind: "wrsm", similarity: "cosine", names: ["a", "b"], stimuli, data });
}

function heatMapsOf(m: number) {
  const wrsm = stackOf(m);
  const one = { value: 0.5, lower: 0.4, upper: 0.6 };
  const section = sharedSpaceSection({
    space: {
      method: "srm",
      names: wrsm.names,
      features: 3,
      iterations: 3,
      converged: true,
      constantUnits: [],
      varianceExplained: { subjects: [1, 1], total: 1 },
    },
    wrsm,
    shared: { irsm: wrsm, correlation: one },
    agreement: one,
    against: { reference: "a", wrsm: [1, 1], shared: [1, 1] },
  });
  return { wrsm, figure: section.figures[0] as HeatMapsFigure };
}

describe("the means over networks in a report", () => {
  it("are of all stimuli up to a thousand", () => {
    const { wrsm, figure } = heatMapsOf(1000);
    expect(figure.panels.map(({ values }) => values.length)).toEqual([1e6, 1e6]);
    const whole = wrsm.mean().data;
    expect(whole.findIndex((value, k) => value !== figure.panels[0]!.values[k])).toBe(-1);
    expect(figure.caption).not.toContain("are taken");
  });

  it("are of some of more, which the caption says, so that they take little memory", () => {
    const { wrsm, figure } = heatMapsOf(1001);
    const [{ rowNames, colNames, values }] = figure.panels as [HeatMapsFigure["panels"][0]];
    expect([rowNames.length, rowNames[1], rowNames.at(-1), colNames]).toEqual([501, "s2", "s1000", rowNames]);
    const whole = wrsm.mean().data;
    for (const [i, j] of [
      [0, 0],
      [3, 7],
      [500, 499],
    ] as const)
      expect(values[i * 501 + j]).toBe(whole[2 * i * 1001 + 2 * j]);
    expect(figure.caption).toContain("Of 1001 stimuli 501 are taken, one in 2.");
  });
});
