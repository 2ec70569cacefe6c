import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { evaluate, type Evaluation, type Pairing } from "../objective.ts";

/** Exchanges tried in a round for each unit: all of them up to 13 units. */
const perUnit = 6;
/** A gain that is larger by less than this share is rounding. */
const noise = 1e-12;

/**
 * Exchanges the places of two units as long as that raises the gain, those first that the
 * derivative minds least. Reorderings need it: the one nearest to the derivative is often the
 * one that the derivative was taken at.
 */
export function exchangeUnits(pairing: Pairing, start: Evaluation, kernels: Kernels): Evaluation {
  const enough = noise * pairing.constant;
  let here = start;
  for (let before = -Infinity; here.gain > before + enough;) {
    before = here.gain;
    for (const [a, b] of promising(here).slice(0, perUnit * pairing.width)) {
      const there = evaluate(pairing, exchanged(here.motion, a, b), "fast", kernels);
      if (there.gain > here.gain + enough) here = there;
    }
  }
  return here;
}

/** Pairs of units of y by falling change of ⟨cross, motion⟩, were their places exchanged. */
function promising({ motion, cross }: Evaluation): [a: number, b: number][] {
  const [n, c] = [motion.rows, cross.data];
  const places = Int32Array.from({ length: n }, (_, i) => motion.data.indexOf(1, i * n) - i * n);
  const pairs: { a: number; b: number; change: number }[] = [];
  for (let a = 0; a < n; a++) {
    for (let b = a + 1; b < n; b++) {
      const [p, q] = [places[a]!, places[b]!];
      pairs.push({ a, b, change: c[a * n + q]! + c[b * n + p]! - c[a * n + p]! - c[b * n + q]! });
    }
  }
  return pairs.sort((p, q) => q.change - p.change).map(({ a, b }) => [a, b]);
}

/** A motion with two of its rows exchanged. */
function exchanged(motion: Matrix, a: number, b: number): Matrix {
  const { rows, cols, data } = motion;
  const result = matrix(rows, cols, data.slice());
  result.data.set(data.subarray(a * cols, (a + 1) * cols), b * cols);
  result.data.set(data.subarray(b * cols, (b + 1) * cols), a * cols);
  return result;
}
