import type { HistogramFigure, Numbers } from "../../figures.ts";
import { showNumber } from "../../numbers.ts";
import { shorten } from "../../words.ts";
import { longestLabel } from "../axes/plot-options.ts";
import { colourAt } from "../parts/palette.ts";
import { extentOf } from "../parts/values.ts";
import { spread } from "../../span.ts";

/** The values of one series that lie in one range. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly series: number;
  /** Places of the values in the figure. */
  readonly items: readonly number[];
  /** A count, or of several series a share. */
  readonly height: number;
  readonly colour: string;
  readonly title: string;
}

/**
 * Bins of equal width, the same for all series. Their number is the square root of the number of values, from
 * 10 to 60. A given domain gets at least 20 bins over its whole width: bins that cover only nearly equal values
 * would be too narrow to see.
 */
export function binsOf(
  { x: { label, domain } }: HistogramFigure,
  series: readonly { readonly name: string; readonly values: Numbers }[],
): Bin[] {
  const all = series.flatMap(({ values }) => Array.from(values, (value) => value ?? NaN));
  const known = all.filter(Number.isFinite);
  const [least, most] = spread(extentOf([...known, ...(domain ?? [])]) ?? [0, 1]);
  const count = Math.min(60, Math.max(domain ? 20 : 10, Math.ceil(Math.sqrt(known.length))));
  const width = (most - least) / count;
  let first = 0;
  return series.flatMap(({ name, values }, k) => {
    const items = Array.from({ length: count }, (): number[] => []);
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? NaN;
      if (Number.isFinite(value))
        items[Math.max(0, Math.min(count - 1, Math.floor((value - least) / width)))]!.push(first + i);
    }
    first += values.length;
    const size = items.reduce((sum, { length }) => sum + length, 0);
    return items.map((own, b): Bin => {
      const [from, to] = [least + b * width, least + (b + 1) * width];
      const range = `${shorten(label, longestLabel)} ${showNumber(from)} to ${showNumber(to)}`;
      const share = series.length > 1 ? `${name}: ${own.length} of ${size}` : String(own.length);
      return {
        from,
        to,
        series: k,
        items: own,
        height: series.length > 1 ? own.length / (size || 1) : own.length,
        colour: series.length > 1 ? colourAt(k) : "var(--accent)",
        title: `${range}\n${share}`,
      };
    });
  });
}
