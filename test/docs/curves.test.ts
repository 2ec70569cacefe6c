import { afterAll, beforeAll, expect, it } from "vitest";
import { measures, pointOf, sizes } from "../../scripts/docs/stimuli-curves.mjs";
import { createEngine, type Engine } from "../../src/index.ts";
import { textOf } from "./pages.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});
afterAll(() => engine.close());

/** Numbers of a row of a generated table of docs/preparing-data.md, by the number of stimuli. */
function rowOf(mark: string, name: string): number[] {
  const [, table] = textOf("docs/preparing-data.md").split(`<!-- ${mark} -->`);
  const row = table!.split("\n").find((line) => line.startsWith(`| \`${name}\``));
  return row!.split("|").slice(2).map(Number);
}

it.each([
  ["curves-unrelated", "cka", 40, { units: 50, shared: 0 }],
  ["curves-unrelated", "cca mean", 80, { units: 50, shared: 0 }],
  ["curves-related", "cka debiased", 40, { units: 50, shared: 5 }],
  ["curves-related", "rsa", 20, { units: 50, shared: 5 }],
  ["curves-related", "nbs", 160, { units: 50, shared: 5 }],
  ["curves-related", "linear-regression", 160, { units: 50, shared: 5 }],
] as const)("%s: the page has the mean of %s on %d stimuli", async (mark, name, stimuli, plan) => {
  const { mean } = await pointOf(engine, measures[name], stimuli, plan);
  expect(Math.abs(rowOf(mark, name)[sizes.indexOf(stimuli)]! - mean)).toBeLessThanOrEqual(0.005 + 1e-9);
});
