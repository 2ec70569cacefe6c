import type { Coupling, PreparedUnits } from "../../../metrics/matching/matching.ts";

/** One network in a coupling: its units, each times a factor. */
export interface Coupled extends Pick<PreparedUnits, "units"> {
  readonly factor: number;
}

/** Sums over a coupling. */
export interface CoupledSums {
  readonly stimuli: Float64Array;
  readonly unitsX: Float64Array;
  readonly unitsY: Float64Array;
  /** Of couples in which there is no unit of x, and none of y. */
  readonly withoutX: number;
  readonly withoutY: number;
  /** Couples of two units, in the order of the units of x. */
  readonly couples: { readonly x: Int32Array; readonly y: Int32Array; readonly shares: Float64Array };
}

/**
 * Σₖ Σᵢ wₖ·term(xᵢₖ, yᵢₖ) over couples k and stimuli i, added up for each of them; a unit beyond the last is one of zeros.
 * @param counts - whether a couple with such a unit counts
 */
export function coupledSums(
  x: Coupled,
  y: Coupled,
  { rows, cols, weights }: Coupling,
  term: (a: number, b: number) => number,
  counts: boolean,
): CoupledSums {
  const [m, p, q] = [x.units.cols, x.units.rows, y.units.rows];
  const [xd, yd] = [x.units.data, y.units.data];
  const [stimuli, unitsX, unitsY] = [new Float64Array(m), new Float64Array(p), new Float64Array(q)];
  const couples: [x: number, y: number, share: number][] = [];
  let [withoutX, withoutY] = [0, 0];
  for (let k = 0; k < weights.length; k++) {
    const [i, j] = [rows[k]!, cols[k]!];
    if (!counts && (i >= p || j >= q)) continue;
    let share = 0;
    for (let s = 0; s < m; s++) {
      const a = i < p ? xd[i * m + s]! * x.factor : 0;
      const b = j < q ? yd[j * m + s]! * y.factor : 0;
      const part = weights[k]! * term(a, b);
      stimuli[s]! += part;
      share += part;
    }
    if (i < p) unitsX[i]! += share;
    else withoutX += share;
    if (j < q) unitsY[j]! += share;
    else withoutY += share;
    if (i < p && j < q) couples.push([i, j, share]);
  }
  couples.sort(([a, b], [c, d]) => a - c || b - d);
  return { stimuli, unitsX, unitsY, withoutX, withoutY, couples: inColumns(couples) };
}

function inColumns(
  couples: readonly (readonly [x: number, y: number, share: number])[],
): CoupledSums["couples"] {
  return {
    x: Int32Array.from(couples, ([x]) => x),
    y: Int32Array.from(couples, ([, y]) => y),
    shares: Float64Array.from(couples, ([, , share]) => share),
  };
}
