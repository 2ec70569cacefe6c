import { square } from "../base/math/powers.ts";
import { choice, optional } from "../base/options.ts";
import { NumericalError } from "../base/errors.ts";

/** How networks are brought to one scale before they are averaged. */
export const normalizations = ["frobenius", "zscore", "none"] as const;
export type Normalization = (typeof normalizations)[number];

export const normalizeOption = optional(
  choice(
    normalizations,
    "How networks are brought to one scale, after centring. frobenius: all responses of a network are divided by their Frobenius norm, so that each network counts equally. zscore: each unit is centred and divided by its standard deviation (divisor: the number of stimuli); a network then counts by its number of units. none: responses as given; a network of large responses outweighs the others. By default none, but frobenius where one network is more than 10 times as large as another (Frobenius norms); a note then says so.",
  ),
);

/**
 * What each unit is divided by, so that the network has the scale that is asked for.
 *
 * @param data - rows × cols, row-major, centred already if that was asked for
 * @param normalize - with zscore the units must be centred
 * @returns one number for each unit, never 0: a unit without variance is divided by 1
 * @throws {NumericalError} if all responses are 0 and the network therefore has no scale.
 */
export function unitScales(
  name: string,
  { cols, data }: { readonly cols: number; readonly data: Float64Array },
  normalize: Normalization,
): Float64Array {
  if (normalize === "none") return new Float64Array(cols).fill(1);
  if (normalize === "zscore") return standardDeviations(data, cols);
  const norm = normOf(data);
  if (norm > 0) return new Float64Array(cols).fill(norm);
  throw new NumericalError(
    `${name}: every response is 0, or every unit constant where units are centred, so it has no scale to divide by. Leave the network out, or choose normalize "none".`,
  );
}

/** Divides each unit by its scale, in place. */
export function divideUnits(data: Float64Array, scales: Float64Array): void {
  const cols = scales.length;
  for (let at = 0; at < data.length;)
    for (let unit = 0; unit < cols; unit++, at++) data[at]! /= scales[unit]!;
}

/** Frobenius norm. The largest value is taken out first, because its square may overflow. */
export function normOf(data: ArrayLike<number>): number {
  let largest = 0;
  for (let k = 0; k < data.length; k++) largest = Math.max(largest, Math.abs(data[k]!));
  if (largest === 0) return 0;
  let sum = 0;
  for (let k = 0; k < data.length; k++) sum += square(data[k]! / largest);
  return largest * Math.sqrt(sum);
}

function standardDeviations(data: Float64Array, cols: number): Float64Array {
  const largest = new Float64Array(cols);
  for (let at = 0; at < data.length;)
    for (let unit = 0; unit < cols; unit++, at++)
      largest[unit] = Math.max(largest[unit]!, Math.abs(data[at]!));
  const sums = new Float64Array(cols);
  for (let at = 0; at < data.length;)
    for (let unit = 0; unit < cols; unit++, at++)
      if (largest[unit]! > 0) sums[unit]! += square(data[at]! / largest[unit]!);
  const rows = data.length / cols;
  return sums.map((sum, j) => (sum > 0 ? largest[j]! * Math.sqrt(sum / rows) : 1));
}

/** Norms that differ by more than this make one network decide the mean. */
const mostUnequal = 10;

/**
 * What is done where nobody chose: responses as given, as other packages take them, unless one
 * network would decide the mean.
 *
 * @param norms - Frobenius norm of each network, centred if that was asked for
 */
export function defaultNormalization(norms: ArrayLike<number>): Normalization {
  return extremes(norms) ? "frobenius" : "none";
}

/** The sentence that goes with a default of frobenius. @param norms - before the division */
export function equalizedNotes(names: readonly string[], norms: ArrayLike<number>): string[] {
  return unequal(names, norms).map(
    (fact) =>
      `${fact}, so each network was divided by its norm; normalize "none" takes the responses as given`,
  );
}

/**
 * A sentence where networks that are averaged differ much in scale.
 *
 * @param norms - Frobenius norm of each network as it takes part
 */
export function scaleNotes(names: readonly string[], norms: ArrayLike<number>): string[] {
  return unequal(names, norms).map(
    (fact) => `${fact}, so it outweighs the others; normalize "frobenius" gives all networks the same weight`,
  );
}

function unequal(names: readonly string[], norms: ArrayLike<number>): string[] {
  const found = extremes(norms);
  if (!found) return [];
  const ratio = Number((norms[found.large]! / norms[found.small]!).toPrecision(2));
  return [`${names[found.large]} is ${ratio} times as large as ${names[found.small]} (Frobenius norms)`];
}

/** The smallest and the largest network if they are far apart. One of zeros has no scale. */
function extremes(norms: ArrayLike<number>): { small: number; large: number } | undefined {
  const order = Array.from(norms, (_, k) => k)
    .filter((k) => norms[k]! > 0)
    .toSorted((a, b) => norms[a]! - norms[b]!);
  const [small, large] = [order[0], order.at(-1)];
  if (small === undefined || large === undefined) return undefined;
  return norms[large]! / norms[small]! > mostUnequal ? { small, large } : undefined;
}
