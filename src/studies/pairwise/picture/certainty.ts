import type { Comparisons } from "../../../data/comparisons.ts";
import { isSquare, pairsOf } from "./cells.ts";
import { extrapolationFigures } from "./extrapolated.ts";
import type { Bar, BarsFigure, ColourScale, Figure, HeatMapsFigure } from "../../../report/figures.ts";

/** Bars for more pairs than this would not be read. */
const mostBars = 60;

/** What held-out stimuli, folds, a bootstrap or permutations say of the values. */
export function certaintyFigures(result: Comparisons, scale: ColourScale): Figure[] {
  const { test, standardError, interval, p, extrapolation } = result;
  return [
    ...(extrapolation ? extrapolationFigures(result, extrapolation, scale) : []),
    ...(test ? [matrixFigure("Held-out stimuli", test, scale)] : []),
    ...(interval ? [intervalFigure(result, interval, scale)] : []),
    ...(standardError && !interval
      ? [
          matrixFigure("Standard error of each value", standardError, {
            word: "standard error",
            dark: "most",
          }),
        ]
      : []),
    ...(p ? [pFigure(result, p)] : []),
  ];
}

function matrixFigure(title: string, matrix: Comparisons, scale: ColourScale): HeatMapsFigure {
  const { rowNames, colNames, values } = matrix;
  const panels = [{ rowNames, colNames, values }];
  return { kind: "heat-maps", title, networks: "items", panels, scale };
}

/** Each pair with its interval; of many networks the bounds as matrices. */
function intervalFigure(
  result: Comparisons,
  { lower, upper }: NonNullable<Comparisons["interval"]>,
  scale: ColourScale,
): BarsFigure | HeatMapsFigure {
  const pairs = pairsOf(result);
  const share = `${100 * result.resampling!.confidence} %`;
  const title = `${share} interval of each value`;
  const caption = captionOf(result);
  if (pairs.length <= mostBars) {
    const bars = barsOf(result, pairs, lower, upper);
    const named = pairs.map(([i, j]) => [result.rowNames[i]!, result.colNames[j]!] as const);
    return { kind: "bars", title, caption, pairs: named, sorted: true, y: { label: result.metric }, bars };
  }
  const panels = Object.entries({ lower, upper }).map(([name, { rowNames, colNames, values }]) => ({
    title: `${name} bound`,
    rowNames,
    colNames,
    values,
  }));
  return { kind: "heat-maps", title, caption, networks: "items", panels, scale };
}

/** What the intervals are for; exceptions are among the warnings. */
function captionOf({ resampling, estimands = [] }: Comparisons): string {
  const { interval, samples } = resampling!;
  if (interval !== "jackknife") return `By ${interval}, of ${samples} bootstrap resamples of the stimuli.`;
  const some = (word: string, sentence: string) =>
    estimands.some((one) => one === word) ? ` ${sentence}` : "";
  return (
    "By jackknife over the stimuli, for the value of endlessly many such stimuli." +
    some("debiased", "Some are centred on a value without its bias and need not hold the value itself.") +
    some("expectation", "Some are for the mean of the value over samples of as many stimuli.")
  );
}

function barsOf(
  result: Comparisons,
  pairs: ReturnType<typeof pairsOf>,
  lower: Comparisons,
  upper: Comparisons,
): Bar[] {
  return pairs.map(([i, j]) => ({
    name: `${result.rowNames[i]} – ${result.colNames[j]}`,
    value: result.at(i, j),
    low: lower.at(i, j),
    high: upper.at(i, j),
  }));
}

/** p-values beside their corrections. */
function pFigure(result: Comparisons, p: Comparisons): HeatMapsFigure {
  const { pFamilyWise, pFdr } = result;
  const matrices: [string, Comparisons | undefined][] = [
    ["each pair on its own", p],
    ["family-wise", pFamilyWise],
    ["false discovery rate", pFdr],
  ];
  return {
    kind: "heat-maps",
    title: "p of each value",
    caption: `${testedBy(result)}${isSquare(result) ? " The diagonal is not tested." : ""}${pFamilyWise ? corrected : ""}`,
    wide: pFamilyWise !== undefined,
    panels: matrices.flatMap(([title, matrix]) => (matrix ? [{ title, ...untestedBlank(matrix) }] : [])),
    scale: { word: "p", dark: "least", domain: [0, 1], probability: true },
  };
}

const corrected =
  " Corrected for the number of pairs: family-wise by the most extreme value of each permutation over all pairs (the max statistic), false discovery rate after Benjamini and Hochberg.";

function testedBy({ resampling, options }: Comparisons): string {
  return resampling
    ? `Of ${resampling.samples} permutations of the stimuli.`
    : `Mantel test, one-sided: of ${String(options["mantel"])} permutations of the networks of one of the two.`;
}

function untestedBlank(matrix: Comparisons) {
  const { rowNames, colNames, values } = matrix;
  if (!isSquare(matrix)) return { rowNames, colNames, values };
  const shown = Array.from(values, (value, k) => (k % (rowNames.length + 1) === 0 ? null : value));
  return { rowNames, colNames, values: shown };
}
