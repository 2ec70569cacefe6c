import { givenMatrix } from "../../base/numbers.ts";
import { NumericalError, OptionError, ShapeError } from "../../base/errors.ts";
import { assertList } from "../../base/lists.ts";
import { matrix, toRows, type Matrix } from "../../base/matrix.ts";
import { choice, resolveOptions, mostDraws, seed, whole, type OptionSchemas } from "../../base/options.ts";
import { permutationShare } from "../../base/statistics.ts";
import { shared } from "../../base/thread-memory.ts";
import { comparisons, type Comparisons } from "../../data/comparisons.ts";
import { written } from "../../data/written.ts";
import { toDistances } from "../../geometry/to-distances.ts";
import { comparatorDefaults, comparators } from "../../rdm/comparators/registry.ts";
import { condense } from "../../rdm/condensed.ts";
import { likelyFloor, tied } from "../../rdm/ranking/ties.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf, type Runtime } from "../../run/runtime.ts";
import { fdrOf } from "../pairwise/uncertainty/corrections.ts";
import { squareTable } from "../pairwise/uncertainty/table.ts";
import { permuteMetrics, type PermutedPiece } from "./task.ts";

/** How matrices of two metrics are compared. */
export const metricComparators = ["cosine", "pearson", "spearman"] as const;
export type MetricComparator = (typeof metricComparators)[number];

/** Distances between the same networks by one metric, as plain data. */
export interface NamedSquare {
  readonly name: string;
  /** K × K, symmetric, its diagonal not read. */
  readonly square: Matrix;
  /** Names of the networks, where known. */
  readonly items?: readonly string[];
  /** Whether the distances have a largest possible value, where known: their rounding is then that of 1. */
  readonly isBounded?: boolean;
}

export interface CompareMetricsOptions {
  readonly comparator?: MetricComparator | undefined;
  readonly mantel?: number | undefined;
  readonly seed?: number | undefined;
}

export const compareMetricsOptions = {
  comparator: choice(metricComparators, "How two matrices are compared, as vectors of the pairs i < j."),
  mantel: whole(0, 0, mostDraws, "Permutations of the networks for p-values; 0 for none."),
  seed: seed("Decides the permutations."),
} satisfies OptionSchemas<CompareMetricsOptions>;

/** How alike metrics are: metrics × metrics. */
export interface MetricComparisons extends Comparisons {
  /**
   * Mantel p-values, one-sided: (1 + permutations of the networks of one metric after which
   * the two are as alike) / (1 + permutations). 1 on the diagonal: nothing is tested there.
   * `pFamilyWise` and `pFdr` are the same, corrected for the number of pairs of metrics.
   */
  readonly p?: Comparisons;
}

/**
 * How alike several metrics see the same K networks: their K × K matrices, compared as
 * vectors of the pairs i < j. Similarities become dissimilarities as their metric declares,
 * the two directions of an asymmetric metric are averaged, and `warnings` say so.
 *
 * @param results - what `pairwise` gave, two or more, of the same networks in the same order
 * @throws {ShapeError} naming matrices that are not of the same networks, or of fewer than 3.
 * @throws {NumericalError} naming the metric whose values are all equal (or all 0 for cosine).
 * @throws {OptionError} naming the option and what it accepts; for fewer than 2 results.
 *
 * Source: Mantel, Cancer Research 27, 1967, for the p-values.
 */
export async function compareMetrics(
  results: readonly (Comparisons | NamedSquare)[],
  options: CompareMetricsOptions = {},
  control: Control = {},
): Promise<MetricComparisons> {
  assertList("compareMetrics", "results of pairwise", results);
  const { comparator, mantel, seed } = resolveOptions("compareMetrics", compareMetricsOptions, options);
  const { squares, warnings } = squaresOf(results, comparator);
  const names = squares.map(({ name }) => name);
  const runtime = await runtimeOf(control);
  const features = await featuresOf(squares, comparator, runtime);
  const values = await runtime.alone(async () => gram(features, runtime));
  const facts = {
    metric: comparator,
    options: mantel > 0 ? { mantel, seed } : {},
    kind: "similarity" as const,
    range: [-1, 1] as const,
    toDistance: "one-minus" as const,
    rowNames: names,
    colNames: names,
    warnings,
  };
  const result = comparisons({ ...facts, values });
  if (mantel === 0) return result;
  const items = squares[0]!.square.rows;
  const { p, familyWise } = await permuted(
    { features, observed: values, items, seed, mantel },
    runtime,
    control,
  );
  const matrixOf = (values: Float64Array) =>
    comparisons({ ...facts, kind: "dissimilarity", range: [0, 1], warnings: [], values });
  return withP(result, {
    p: matrixOf(p),
    pFamilyWise: matrixOf(familyWise),
    pFdr: matrixOf(fdrOf(p, squareTable(names.length, true))),
  });
}

type Tests = Required<Pick<Comparisons, "p" | "pFamilyWise" | "pFdr">>;

/** The result with its p-values, which its document holds as rows. */
function withP(result: Comparisons, tests: Tests): MetricComparisons {
  const { rowNames, colNames, values } = result;
  const rows = Object.entries(tests).map(([name, matrix]) => [name, toRows(matrix.square())]);
  const document = () => ({ ...result.toJSON(), ...Object.fromEntries(rows) });
  return { ...result, ...tests, ...written({ document, table: () => ({ rowNames, colNames, values }) }) };
}

/** Distances by each metric, under names that tell them apart, and what was done to get them. */
function squaresOf(
  results: readonly (Comparisons | NamedSquare)[],
  comparator: MetricComparator,
): {
  squares: NamedSquare[];
  warnings: string[];
} {
  const names = labelsOf(results);
  const warnings: string[] = [];
  const squares = results.map((result, k): NamedSquare => {
    if (!("values" in result)) {
      givenMatrix(result.square, `compareMetrics: ${result.name}`);
      return result;
    }
    const isBounded = Number.isFinite(result.range[1]);
    // An arc cosine enlarges rounding near 1, so values are tied before it.
    const values = comparator === "spearman" ? tied(result.values, Number(isBounded)) : result.values;
    const { square, changes } = toDistances({ ...result, values });
    for (const change of changes) warnings.push(`${names[k]}: ${change}`);
    return { name: names[k]!, square, items: result.rowNames, isBounded };
  });
  assertSameItems(squares);
  return { squares, warnings };
}

function assertSameItems(squares: readonly NamedSquare[]): void {
  const [first] = squares;
  if (!first || squares.length < 2)
    throw new OptionError(`compareMetrics needs the results of 2 metrics or more; got ${squares.length}.`);
  for (const { name, square, items } of squares) {
    const n = first.square.rows;
    if (square.rows !== square.cols || square.rows !== n || n < 3) {
      throw new ShapeError(
        `${first.name} is ${n} × ${first.square.cols}, ${name} is ${square.rows} × ${square.cols}; expected squares of the same networks, 3 or more.`,
      );
    }
    const at = items && first.items ? items.findIndex((item, i) => item !== first.items![i]) : -1;
    if (at < 0) continue;
    throw new ShapeError(
      `Network ${at} is ${JSON.stringify(first.items![at])} in ${first.name} but ${JSON.stringify(items![at])} in ${name}; they must be the same, in the same order.`,
    );
  }
}

/** Names of metrics; where one appears several times, with the options in which it differs. */
function labelsOf(results: readonly (Comparisons | NamedSquare)[]): string[] {
  return results.map((result) => {
    if (!("values" in result)) return result.name;
    const alike = results.filter(
      (other): other is Comparisons => "values" in other && other.metric === result.metric,
    );
    const differing = Object.entries(result.options).filter(([option, value]) =>
      alike.some(({ options }) => JSON.stringify(options[option]) !== JSON.stringify(value)),
    );
    return [result.metric, ...differing.map(([option, value]) => `${option}=${String(value)}`)].join(" ");
  });
}

/** A vector of length 1 for each metric, whose inner products are the comparator: metrics × pairs. */
async function featuresOf(
  squares: readonly NamedSquare[],
  comparator: MetricComparator,
  { alone, kernels }: Runtime,
): Promise<Matrix> {
  const n = squares[0]!.square.rows;
  const pairs = matrix(squares.length, (n * (n - 1)) / 2);
  squares.forEach(({ square, isBounded }, k) => {
    const entries = condense(n, (i, j) => square.data[i * n + j]!);
    const floor = isBounded === undefined ? likelyFloor(entries) : Number(isBounded);
    pairs.data.set(comparator === "spearman" ? tied(entries, floor) : entries, k * pairs.cols);
  });
  const about = { stimuli: n, options: comparatorDefaults };
  const features = await alone(async () => comparators[comparator].features(pairs, about, kernels));
  squares.forEach(({ name }, k) => {
    if (features.data.subarray(k * pairs.cols, (k + 1) * pairs.cols).some((value) => value !== 0)) return;
    throw new NumericalError(
      `${name}: ${comparator === "cosine" ? "all values are 0, so they have no direction" : "all values are equal, so they correlate with nothing"}.`,
    );
  });
  return features;
}

/** Inner products of all vectors, the diagonal exactly 1. */
function gram(features: Matrix, { kernels }: Runtime): Float64Array {
  return kernels.scope(() => {
    const n = features.rows;
    return kernels
      .syrk(features)
      .data.map((value, k) => (k % (n + 1) === 0 ? 1 : Math.max(-1, Math.min(1, value))));
  });
}

interface Permutations {
  readonly features: Matrix;
  readonly observed: Float64Array;
  readonly items: number;
  readonly seed: number;
  readonly mantel: number;
}

/** p-values of all pairs of metrics, metrics × metrics: of each pair, and of the most alike pair of a permutation. */
async function permuted(
  { features, observed, items, seed, mantel }: Permutations,
  { tasks }: Runtime,
  control: Control,
): Promise<{ p: Float64Array; familyWise: Float64Array }> {
  const setup = { features: { ...features, data: shared(features.data) }, observed, items, seed };
  const share = Math.max(1, Math.ceil(mantel / 64));
  const pieces: PermutedPiece[] = [];
  for (let start = 0; start < mantel; start += share)
    pieces.push({ start, end: Math.min(mantel, start + share) });
  const operations = mantel * features.rows * features.data.length;
  const counts = await tasks.run(permuteMetrics, setup, pieces, { ...control, operations });
  const shares = (part: "each" | "largest") => {
    const total = new Float64Array(observed.length);
    for (const count of counts) count[part].forEach((value, k) => (total[k]! += value));
    return sharesOf(total, features.rows, mantel);
  };
  return { p: shares("each"), familyWise: shares("largest") };
}

/** One test for each two metrics; none of a metric against itself. */
function sharesOf(reached: Float64Array, n: number, permutations: number): Float64Array {
  return reached.map((_, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    return i === j ? 1 : permutationShare(reached[Math.min(i, j) * n + Math.max(i, j)]!, permutations);
  });
}
