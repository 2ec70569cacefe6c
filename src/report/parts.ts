import type { Matrix } from "../base/matrix.ts";
import { version } from "../base/version.ts";
import type { Fact, FigureBase } from "./figures.ts";

/** The last fact of every section. */
export const madeWith: Fact = { term: "Made with", text: `repgeom ${version}` };

/** Facts about how the values of a matrix were changed to get distances. */
export function changeFacts(changes: readonly string[]): Fact[] {
  return changes.map((text) => ({ term: "Distances", text }));
}

/** Row i of a matrix. */
export function rowOf({ cols, data }: Matrix, i: number): Float64Array {
  return data.slice(i * cols, (i + 1) * cols);
}

/** All rows of a matrix. */
export function rowsOf(matrix: Matrix): Float64Array[] {
  return Array.from({ length: matrix.rows }, (_, i) => rowOf(matrix, i));
}

/** "unit 1", "unit 2", … */
export function numbered(word: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${word} ${i + 1}`);
}

/** All pairs i < j of n items. If there are more than `most`, only every k-th pair. */
export function pairsOf(n: number, most: number): { row: number; col: number }[] {
  const every = Math.max(1, Math.ceil((n * (n - 1)) / 2 / most));
  const pairs: { row: number; col: number }[] = [];
  let at = 0;
  for (let row = 0; row < n; row++) {
    for (let col = row + 1; col < n; col++) if (at++ % every === 0) pairs.push({ row, col });
  }
  return pairs;
}

/** More pairs are drawn without their names: two for each would make most of a page. */
const mostNamedPairs = 5000;

/** The names of these pairs, so that charts that share a selection light them; of very many none. */
export function namedPairs(
  names: readonly string[],
  pairs: readonly { readonly row: number; readonly col: number }[],
): Pick<FigureBase, "pairs"> {
  if (pairs.length > mostNamedPairs) return {};
  return { pairs: pairs.map(({ row, col }) => [names[row]!, names[col]!] as const) };
}

/** For each item the `count` others that are nearest, nearest first. */
export function nearestOf({ rows: n, data }: Matrix, count = 5): number[][] {
  return Array.from({ length: n }, (_, i) => {
    const found: number[] = [];
    const far = (j: number) => data[i * n + j]!;
    for (let j = 0; j < n; j++) {
      if (j === i || (found.length === count && !(far(j) < far(found.at(-1)!)))) continue;
      const place = found.findIndex((other) => far(j) < far(other));
      found.splice(place < 0 ? found.length : place, 0, j);
      if (found.length > count) found.pop();
    }
    return found;
  });
}

/** For each item, which other items are nearest. Two lines of text for the tip of its point. */
export function nearestTips({ rows: n, data }: Matrix, names: readonly string[], digits: Show): string[] {
  return names.map((_, i) => {
    let nearest = -1;
    for (let j = 0; j < n; j++) {
      if (j !== i && (nearest < 0 || data[i * n + j]! < data[i * n + nearest]!)) nearest = j;
    }
    return nearest < 0 ? "" : `nearest: ${names[nearest]}\ndistance ${digits(data[i * n + nearest]!)}`;
  });
}

type Show = (value: number) => string;
