import { acos } from "../base/math/arc.ts";
import { assertNumbers, placesIn } from "../base/numbers.ts";
import { NumericalError, OptionError, ShapeError } from "../base/errors.ts";
import { matrix, type Matrix } from "../base/matrix.ts";
import type { Comparisons } from "../data/comparisons.ts";

/** Distances for a map or a tree, and in words what was done to get them. */
export interface Distances {
  /** K × K, symmetric, zero diagonal, at least 0. */
  readonly square: Matrix;
  /** One sentence a change, for the reader of the picture; empty if the values are distances as they stand. */
  readonly changes: readonly string[];
}

/** How a similarity becomes a distance. */
export type ConversionName = keyof typeof conversions;

const conversions = {
  arccos: {
    apply: (value: number) => acos(Math.min(1, Math.max(-1, value))),
    sentence: "Similarities were turned into angles: arccos(value), in radians.",
  },
  "one-minus": {
    apply: (value: number) => 1 - value,
    sentence: "Similarities were turned into dissimilarities: 1 − value.",
  },
};

/** The names of the conversions. */
export const conversionNames = Object.keys(conversions) as readonly ConversionName[];

/** What is done with each similarity; absent for distances. */
export function convertedBy(conversion: ConversionName | undefined): ((value: number) => number) | undefined {
  return conversion === undefined ? undefined : conversions[conversion].apply;
}

/** What was done, as a sentence. */
export function conversionSentence(conversion: ConversionName): string {
  return conversions[conversion].sentence;
}

/**
 * Distances from the values of `pairwise`. A similarity is converted as its metric declares.
 * Both directions of an asymmetric metric are averaged. Values below 0 become 0. `changes` has a
 * sentence for each of these that was done. The diagonal is set to 0.
 *
 * @throws {ShapeError} if rows and columns are not the same representations.
 * @throws {OptionError} if the metric is a similarity that declares no conversion.
 * @throws {NumericalError} if a value is NaN or infinite; it names the pair.
 */
export function toDistances(comparisons: Comparisons): Distances {
  checkPairwise(comparisons);
  const n = comparisons.rowNames.length;
  return distancesFrom(matrix(n, n, comparisons.values), conversionOf(comparisons));
}

/**
 * @param values - n × n, finite
 * @param conversion - what to do with similarities; absent for distances and dissimilarities
 */
function distancesFrom({ rows: n, data }: Matrix, conversion: ConversionName | undefined): Distances {
  const convert = convertedBy(conversion);
  const square = matrix(n, n, convert ? data.map(convert) : data.slice());
  const changes = conversion ? [conversionSentence(conversion)] : [];
  return { square, changes: [...changes, ...symmetrize(square), ...raiseToZero(square)] };
}

function checkPairwise({ rowNames, colNames, values }: Comparisons): void {
  const n = rowNames.length;
  if (colNames.length !== n || rowNames.some((name, i) => name !== colNames[i])) {
    throw new ShapeError(
      `A map or a tree needs the same representations as rows and columns; got ${n} rows and ${colNames.length} columns of other names.`,
    );
  }
  assertNumbers(values, "distances", placesIn(n));
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const pair = `"${rowNames[Math.floor(bad / n)]}" and "${colNames[bad % n]}"`;
    throw new NumericalError(`A map or a tree needs finite values; got ${values[bad]} between ${pair}.`);
  }
}

/** @throws {OptionError} for similarities without a declared conversion. */
export function conversionOf({
  kind,
  toDistance,
  metric,
}: Pick<Comparisons, "kind" | "toDistance" | "metric">): ConversionName | undefined {
  if (kind !== "similarity") return undefined;
  if (toDistance) return toDistance;
  throw new OptionError(
    `"${metric}" is a similarity without a declared conversion (${Object.keys(conversions).join(" or ")}), so it has no map or tree.`,
  );
}

/** Averages both directions, in place. Differences of rounding are not worth a word. */
function symmetrize({ rows: n, data }: Matrix): string[] {
  const scale = data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  let gap = 0;
  for (let i = 0; i < n; i++) {
    data[i * n + i] = 0;
    for (let j = i + 1; j < n; j++) {
      const [there, back] = [data[i * n + j]!, data[j * n + i]!];
      gap = Math.max(gap, Math.abs(there - back));
      data[i * n + j] = data[j * n + i] = there === back ? there : (there + back) / 2;
    }
  }
  return gap > 1e-9 * scale ? ["The two directions of each pair were averaged."] : [];
}

/** Estimates of small dissimilarities may be negative; a picture has no place for these. In place. */
function raiseToZero({ data }: Matrix): string[] {
  const negative = data.reduce((count, value) => count + (value < 0 ? 1 : 0), 0) / 2;
  if (negative > 0) data.forEach((value, at) => (data[at] = Math.max(value, 0)));
  return raisedSentences(negative);
}

/** @param pairs - with a value below 0 */
export function raisedSentences(pairs: number): string[] {
  return pairs === 0 ? [] : [`${pairs} negative ${pairs === 1 ? "value was" : "values were"} drawn as 0.`];
}
