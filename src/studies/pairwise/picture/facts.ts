import { isSquare } from "./cells.ts";
import type { Arranged, Comparisons } from "../../../data/comparisons.ts";
import type { WorstPair } from "../../../geometry/goodness.ts";
import type { Layout, MapLayout } from "./layout-data.ts";
import type { Fact } from "../../../report/figures.ts";
import { showNumber } from "../../../report/numbers.ts";

/** What is told of a result. */
type Told = Pick<
  Comparisons,
  "metric" | "options" | "kind" | "range" | "rowNames" | "colNames" | "arranged" | "version"
>;

/** What a reader must know to judge a result, or to compute it again. */
export function factsOf(result: Told, layout: Layout): Fact[] {
  return [
    { term: "Metric", text: result.metric },
    { term: "Options", text: showOptions(result.options) },
    { term: "Values", text: showValues(result) },
    { term: "Compared", text: showCount(result) },
    ...(result.arranged ?? []).map((one) => ({ term: "Read", text: showSteps(one, result) })),
    ...layout.changes.map((text) => ({ term: "For map and tree", text })),
    ...mapFacts(result, layout),
    ...(layout.without ? [{ term: "No map or tree", text: layout.without }] : []),
    { term: "Made with", text: `repgeom ${result.version}` },
  ];
}

/** Names that are shown of many. */
const shownNames = 3;

/** What reading did, and with which representations where it was not all. */
function showSteps({ names, steps }: Arranged, { rowNames, colNames }: Told): string {
  const all = new Set([...rowNames, ...colNames]).size;
  const some = names.slice(0, shownNames).join(", ");
  const more = names.length > shownNames ? ` and ${names.length - shownNames} more` : "";
  return names.length >= all ? steps.join("; ") : `${some}${more}: ${steps.join("; ")}`;
}

function showOptions(options: Comparisons["options"]): string {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const shown = given.map(([name, value]) => `${name} = ${showOption(value)}`);
  return shown.join(", ") || "none";
}

function showOption(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

function showValues({ kind, range }: Told): string {
  const alike = kind === "similarity" ? "high" : "low";
  const [least, most] = range.map(showBound);
  return `${kind}, ${least} to ${most}; ${alike} when alike`;
}

function showBound(bound: number): string {
  const known: [number, string][] = [
    [Math.PI, "π"],
    [Math.PI / 2, "π/2"],
    [Infinity, "∞"],
    [-Infinity, "−∞"],
  ];
  return known.find(([value]) => value === bound)?.[1] ?? showNumber(bound);
}

function showCount({ rowNames, colNames }: Told): string {
  const square = isSquare({ rowNames, colNames });
  if (!square) return `${rowNames.length} × ${colNames.length} representations`;
  return rowNames.length === 1 ? "1 representation" : `${rowNames.length} representations, all pairs`;
}

/** The networks on the map, by their number in the result. */
export function placedOf({ rowNames }: Told, { placed }: Layout): readonly number[] {
  return placed ?? rowNames.map((_, i) => i);
}

function mapFacts(result: Told, layout: Layout): Fact[] {
  const { map } = layout;
  if (!map) return [];
  const names = placedOf(result, layout).map((i) => result.rowNames[i]!);
  const shares = map.varianceExplained.map(showShare).join(" + ");
  const fit = isExact(map) ? "exact" : `stress ${showNumber(map.stress, 2)}`;
  const facts = [{ term: "Map", text: `principal coordinates, ${shares} of the variance, ${fit}` }];
  return isExact(map) ? facts : [...facts, worstPairFact(map.worstPair, names)];
}

function worstPairFact({ row, col, distance, embedded }: WorstPair, names: readonly string[]): Fact {
  const values = `${showNumber(distance)}, drawn as ${showNumber(embedded)}`;
  return { term: "Worst pair on the map", text: `${names[row]} and ${names[col]}: ${values}` };
}

/** Whether a map is exact but for rounding; then its worst pair means nothing. */
export function isExact(map: MapLayout): boolean {
  return map.stress < 1e-7;
}

/** 0.4312 → "43%" */
export function showShare(share: number): string {
  return `${Math.round(100 * share)}%`;
}
