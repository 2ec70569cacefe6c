import { NumericalError, ShapeError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { repeatsOf, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { DsaOptions } from "./options.ts";

/** States of all trials, those of the first trial first. */
export interface States {
  /** (trials · steps) × (units · delays): the latest time first. */
  readonly states: Matrix;
  readonly trials: number;
  /** States of each trial: times − (delays − 1) · delayInterval. */
  readonly steps: number;
}

/**
 * The delay embedding: the rows of a Hankel matrix, trial by trial, so that no state reaches over the end of one.
 * @param trajectories - (trials) × (times · units)
 * @throws {ShapeError} for so few times that no state has a successor.
 */
export function delayed(
  input: Responses,
  trajectories: Matrix,
  { delays, delayInterval }: Pick<DsaOptions, "delays" | "delayInterval">,
  kernels: Kernels,
): States {
  const [times, units] = input.shape.slice(-2) as [number, number];
  const steps = times - (delays - 1) * delayInterval;
  if (steps < 2) throw tooShort(input.name, times, delays, delayInterval);
  const trials = trajectories.rows;
  const states = kernels.uninitialized(trials * steps, units * delays);
  const [from, to] = [trajectories.data, states.data];
  for (let trial = 0, k = 0; trial < trials; trial++) {
    for (let step = 0; step < steps; step++) {
      for (let delay = delays - 1; delay >= 0; delay--, k += units) {
        const start = (trial * times + step + delay * delayInterval) * units;
        to.set(from.subarray(start, start + units), k);
      }
    }
  }
  return { states, trials, steps };
}

function tooShort(name: string, times: number, delays: number, interval: number): ShapeError {
  const needed = (delays - 1) * interval + 2;
  return new ShapeError(
    `dsa: ${name} has ${times} ${times === 1 ? "time" : "times"}; ${delays} delays at an interval of ${interval} need ${needed} at least, ` +
      `for a state and the one after it. Give more times, or fewer delays.`,
  );
}

/** One trial a row; of time courses (stimuli × time × units) each stimulus is a trial. */
export function trialsOf(input: Responses, kernels: Kernels): Matrix {
  if (input.covariances ?? input.factors) {
    throw new NumericalError(
      `dsa: ${input.name} has means and covariances; the dynamics are fitted to single trials: give stimuli × repeats × time × units.`,
    );
  }
  return input.shape.length === 3 ? input.responses : repeatsOf(input, kernels).rows;
}
