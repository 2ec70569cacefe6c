import { NumericalError, ShapeError } from "../../base/errors.ts";
import { stimuliCount, type Representation } from "../../data/representation.ts";
import { takeStimuli } from "../../data/stimuli.ts";
import type { ResolvedSpec } from "../../metrics/resolve.ts";
import { inlineExecutor } from "../../run/pairs/inline.ts";
import { runPairs } from "../../run/pairs/run.ts";
import { eitherWay, inCheaperWay } from "../../run/pairs/way.ts";
import type { Kernels } from "../../wasm/kernels.ts";

type Pair = readonly [x: Representation, y: Representation];

/** What is left out of a pair: a stimulus of both networks, or a unit of one or of both. */
export interface Omission {
  readonly of: "stimuli" | "unitsX" | "unitsY" | "unitsOfBoth";
  readonly index: number;
}

/** The value of what is left, or why there is none. */
export type Omitted = { readonly value: number } | { readonly undefined: string };

/** The value of a pair without one stimulus or unit: `compare` of what is left. */
export async function valueWithout(
  pair: Pair,
  omission: Omission,
  { spec, isGram }: { readonly spec: ResolvedSpec; readonly isGram: boolean },
  kernels: Kernels,
  budget: number,
): Promise<Omitted> {
  const left = without(pair, omission, isGram);
  const pairs = { rows: { start: 0, end: 1 }, cols: { start: 1, end: 2 }, triangle: false, diagonal: false };
  try {
    return await eitherWay(inCheaperWay(spec, left, pairs), async (chosen) => {
      const executor = inlineExecutor(kernels, chosen, budget);
      const { values } = await runPairs([...left], chosen, pairs, executor, {}).finally(() =>
        executor.close(),
      );
      return { value: values[0]! };
    });
  } catch (error) {
    // What is left may be too little for a measure that is defined on all of it.
    if (error instanceof NumericalError || error instanceof ShapeError) return { undefined: error.message };
    throw error;
  }
}

function without([x, y]: Pair, { of, index }: Omission, isGram: boolean): Pair {
  if (of === "stimuli") {
    const rows = others(stimuliCount(x), index);
    const left = (one: Representation) => takeStimuli(isGram ? withoutUnit(one, index) : one, rows);
    return [left(x), left(y)];
  }
  return [of === "unitsY" ? x : withoutUnit(x, index), of === "unitsX" ? y : withoutUnit(y, index)];
}

function others(count: number, index: number): number[] {
  return Array.from({ length: count }, (_, k) => k).filter((k) => k !== index);
}

/** A matrix without one of its columns. */
function withoutUnit(one: Representation, unit: number): Representation {
  const [m, n] = one.shape as [number, number];
  const data = new (one.data.constructor as Float64ArrayConstructor)(m * (n - 1));
  for (let i = 0; i < m; i++) {
    data.set(one.data.subarray(i * n, i * n + unit) as Float64Array, i * (n - 1));
    data.set(one.data.subarray(i * n + unit + 1, (i + 1) * n) as Float64Array, i * (n - 1) + unit);
  }
  return { ...one, shape: [m, n - 1], data };
}
