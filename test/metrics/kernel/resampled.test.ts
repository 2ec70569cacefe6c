import { expect, it } from "vitest";
import { takeStimuli } from "../../../src/data/stimuli.ts";
import type { MetricSpec } from "../../../src/metrics/registry.ts";
import { resolveSpec } from "../../../src/metrics/resolve.ts";
import { inlineExecutor } from "../../../src/run/pairs/inline.ts";
import { resamplingExecutor } from "../../../src/run/pairs/resampling.ts";
import { runPairs } from "../../../src/run/pairs/run.ts";
import { createRuntime } from "../../../src/run/runtime.ts";
import { gaussian, streamFor } from "../../support/data.ts";

const draw = [0, 0, 1, 3, 3, 3, 4, 6, 8, 8, 9, 11];

/** The value of two networks of 12 stimuli over drawn ones, by weights and with every row there as often as drawn. */
async function bothWays(given: MetricSpec, units: number, stimuli: readonly number[]) {
  const { kernels, budget } = await createRuntime({ threads: 0 });
  const random = streamFor(`resampled ${units}`);
  const networks = ["a", "b", "c"].map((name) => ({
    name,
    shape: [12, units],
    data: gaussian(random, 12, units).data,
  }));
  const spec = await resolveSpec(given);
  const all = { start: 0, end: 3 };
  const pairs = { rows: all, cols: all, triangle: true, diagonal: false };
  const run = async (weighted: boolean) => {
    const executor = weighted
      ? (await resamplingExecutor(kernels, spec, networks, budget)).over(networks.map(() => stimuli))
      : inlineExecutor(kernels, spec, budget);
    const inputs = weighted ? [...networks] : networks.map((one) => takeStimuli(one, [...stimuli]));
    const { values } = await runPairs(inputs, spec, pairs, executor, {});
    executor.close();
    return values;
  };
  return [await run(true), await run(false)] as const;
}

it.each([
  ["cka", {}],
  ["cka", { debiased: true }],
  ["cka", { center: false }],
  ["rv", {}],
] as const)("%s %j of drawn stimuli is that of the rows that they stand for", async (metric, given) => {
  for (const units of [3, 20]) {
    for (const stimuli of [draw, Array.from({ length: 12 }, (_, k) => (5 * k) % 12)]) {
      const [weighted, whole] = await bothWays({ metric, ...given }, units, stimuli);
      weighted.forEach((value, k) => expect(Math.abs(value - whole[k]!)).toBeLessThan(1e-12));
    }
  }
});

it.each([{}, { debiased: true }])(
  "cka %j is not defined where the drawn stimuli are all alike",
  async (given) => {
    const same = Array.from({ length: 12 }, () => 5);
    await expect(bothWays({ metric: "cka", ...given }, 4, same)).rejects.toThrow("leaves nothing");
  },
);
