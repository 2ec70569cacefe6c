import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Alignment, Estimated } from "../../metrics/metric.ts";
import { contentOf, isBound, loadMetricOf, type ResolvedSpec } from "../../metrics/resolve.ts";
import { resamplingExecutor } from "../../run/pairs/resampling.ts";
import { eitherWay } from "../../run/pairs/way.ts";
import type { Pairs } from "../../run/pairs/plan.ts";
import { runPairs } from "../../run/pairs/run.ts";
import { createRandom, shuffled } from "../../base/random.ts";
import { stimuliCount, type Representation } from "../../data/representation.ts";
import { defineTask } from "../../run/tasks/task.ts";
import { halfOf, withoutPart } from "./uncertainty/subsets.ts";

/** Rows start … end − 1 of the table of all pairs. */
export interface Rows {
  readonly start: number;
  readonly end: number;
  /** Whether the value of (i, j) is that of (j, i). The columns are then those from `start` on, otherwise all. */
  readonly symmetric: boolean;
  /** Of each of one set with each of another: the number of the first representation that is a column. */
  readonly against?: number;
}

/** What every resample of the stimuli is made from. */
export interface Resampling {
  readonly spec: ResolvedSpec;
  readonly representations: readonly Representation[];
  /** Pairs that are compared. */
  readonly rows: Rows;
  readonly seed: number;
  /** Bytes of prepared representations to hold in wasm memory. */
  readonly budget: number;
}

/**
 * One resample. A bootstrap draws stimuli with replacement, the same for all networks. A part is
 * left out of all networks, or half of the stimuli is kept. A permutation gives each network an
 * order of its own, which is what two networks that have nothing in common would look like.
 */
export type Resample =
  | { readonly kind: "bootstrap" | "permutation" | "half"; readonly index: number }
  | { readonly kind: "left-out"; readonly index: number; readonly parts: number };

/** Values of the pairs, rows × columns; or why there are none for this resample. */
export type Resampled = { readonly values: Float64Array } | { readonly degenerate: string };

/** Pairs of networks over resampled stimuli, one resample a piece. */
export const resamplePairs = defineTask<Resampling, Resample, Resampled>("resample-pairs", {
  async open({ spec, representations, rows, seed, budget }, kernels) {
    await loadMetricOf(spec);
    const resampler = (chosen: ResolvedSpec) => resamplingExecutor(kernels, chosen, representations, budget);
    const usual = await resampler(spec);
    const inputs = rows.symmetric ? representations.slice(rows.start) : representations;
    const pairs = pairsOfRows(rows, representations.length);
    return async (resample) => {
      const draws = drawsOf(resample, representations, seed);
      try {
        const run = await eitherWay(spec, async (chosen) => {
          const executor = (chosen === spec ? usual : await resampler(chosen)).over(draws);
          return runPairs([...inputs], chosen, pairs, executor, {}).finally(() => executor.close());
        });
        return { values: run.values };
      } catch (error) {
        // A draw may leave too few different stimuli for a measure that is defined on all of them.
        if (error instanceof NumericalError) return { degenerate: error.message };
        throw error;
      }
    };
  },
  stays: ({ spec }) => isBound(spec),
  durable: ({ spec, representations, rows, seed }) => ({
    spec: contentOf(spec),
    representations,
    rows,
    seed,
  }),
});

/** Pairs of these rows, as places among the networks from the first column on. */
function pairsOfRows({ start, end, symmetric, against = 0 }: Rows, networks: number): Pairs {
  const first = symmetric ? start : 0;
  return {
    rows: { start: start - first, end: end - first },
    cols: { start: against, end: networks - first },
    triangle: symmetric,
    diagonal: false,
  };
}

/** Numbers of the stimuli, for each network. */
function drawsOf(resample: Resample, inputs: readonly Representation[], seed: number): number[][] {
  const stimuli = stimuliCount(inputs[0]!);
  const { kind, index } = resample;
  if (kind === "permutation") {
    const random = createRandom(seed, index);
    return inputs.map(() => shuffled(stimuli, random));
  }
  const drawn = drawOf(resample, stimuli, seed);
  return inputs.map(() => drawn);
}

/** Numbers of the stimuli that all networks share. */
function drawOf(resample: Resample, stimuli: number, seed: number): number[] {
  const { kind, index } = resample;
  if (kind === "left-out") return withoutPart(stimuli, resample.parts, index, seed);
  if (kind === "half") return halfOf(stimuli, index, seed);
  const random = createRandom(seed, index);
  return Array.from({ length: stimuli }, () => random.below(stimuli)).sort((a, b) => a - b);
}

/** Two networks, and what is wanted of them besides a value. */
interface PairSetup {
  readonly pair: readonly [Representation, Representation];
  readonly spec: ResolvedSpec;
  readonly work:
    | { readonly kind: "align"; readonly full: boolean }
    | { readonly kind: "table" }
    | { readonly kind: "estimate" };
}

/** The motion, the table, or the value as an estimate, of one pair. */
export const workOnPair = defineTask<PairSetup, null, Alignment | Matrix | Estimated>("work-on-pair", {
  async open({ pair, spec, work }, kernels) {
    await loadMetricOf(spec);
    const { alignPair, estimatePair, tableOfPair } = await import("./single/pair.ts");
    if (work.kind === "estimate") return () => estimatePair(pair, spec, kernels);
    return () =>
      work.kind === "align" ? alignPair(pair, spec, work.full, kernels) : tableOfPair(...pair, spec, kernels);
  },
  stays: ({ spec }) => isBound(spec),
});
