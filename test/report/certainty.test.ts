import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Comparisons, type Engine, type PairwiseOptions } from "../../src/index.ts";
import { layoutLater } from "../../src/studies/pairwise/picture/layout.ts";
import { resultSection } from "../../src/studies/pairwise/section.ts";
import type { Figure, HeatMapsFigure } from "../../src/report/figures.ts";
import { createRandom } from "../../src/base/random.ts";
import { gaussian, representation } from "../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const random = createRandom(6);
const nets = (count: number) =>
  Array.from({ length: count }, (_, k) => representation(`net ${k}`, gaussian(random, 12, 3)));

async function figuresOf(count: number, options: PairwiseOptions): Promise<[Comparisons, Figure[]]> {
  const result = await engine.pairwise(nets(count), { metric: "procrustes" }, options);
  const section = resultSection(result, await layoutLater(result, { engine }));
  return [result, section.figures!.flat()];
}

describe("a result that says how certain it is", () => {
  it("shows an interval for each pair, and p", async () => {
    const [result, figures] = await figuresOf(3, {
      bootstrap: "stimuli",
      permutation: "stimuli",
      samples: 9,
    });
    const bars = figures.find((figure) => figure.kind === "bars")!;
    expect(bars.title).toBe("95 % interval of each value");
    expect(bars.bars.map(({ name }) => name)).toEqual(["net 0 – net 1", "net 0 – net 2", "net 1 – net 2"]);
    const { lower, upper } = result.interval!;
    expect(bars.bars[1]).toMatchObject({ value: result.at(0, 2), low: lower.at(0, 2), high: upper.at(0, 2) });
    const p = figures.find(({ title }) => title === "p of each value")! as HeatMapsFigure;
    expect(p.panels[0]!.values[1]).toBe(result.p!.at(0, 1));
    expect(p.panels[2]!.values[1]).toBe(result.pFdr!.at(0, 1));
    expect(p.scale.probability).toBe(true);
    expect(p.panels[0]!.values[0]).toBeNull();
  });

  it("shows the bounds of many pairs as matrices", async () => {
    const [result, figures] = await figuresOf(12, { bootstrap: "stimuli", samples: 4, confidence: 0.5 });
    const bounds = figures.find(({ title }) => title === "50 % interval of each value")!;
    const { lower, upper } = result.interval!;
    expect(bounds).toMatchObject({ panels: [{ values: lower.values }, { values: upper.values }] });
  });

  it("shows held-out values and standard errors of folds", async () => {
    const [folds, figures] = await figuresOf(3, { folds: 3 });
    const error = figures.find(({ title }) => title === "Standard error of each value");
    expect(error).toMatchObject({ panels: [{ values: folds.standardError!.values }] });
    const [held, others] = await figuresOf(3, { test: nets(3) });
    const test = others.find(({ title }) => title === "Held-out stimuli");
    expect(test).toMatchObject({ panels: [{ values: held.test!.values }] });
  });
});
