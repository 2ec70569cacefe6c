import * as Plot from "@observablehq/plot";
import type { HistogramFigure, Reference } from "../../figures.ts";
import { showNumber } from "../../numbers.ts";
import { shorten } from "../../words.ts";
import { frame } from "../parts/frame.ts";
import { characterWidth } from "../parts/labels.ts";
import { leftMargin, longestLabel, plotStyle, scaleOf } from "../parts/plot-options.ts";
import { drawingBox } from "../redraw.ts";
import { extentOf, padded, spread } from "../parts/values.ts";
import { plot } from "../parts/plot.ts";

interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly title: string;
}

/** The distribution of the values. */
export function histogram(figure: HistogramFigure): HTMLElement[] {
  const { box } = drawingBox((width) => [chart(figure, width)]);
  return [frame(figure, [box], [figure.caption ?? ""])];
}

function chart({ x, values, references = [], title }: HistogramFigure, width: number) {
  const finite = Array.from(values).filter((value) => value !== null && Number.isFinite(value)) as number[];
  const bins = binsOf(finite, x);
  const ends = extentOf([...finite, ...references.map(({ at }) => at)]) ?? [0, 1];
  const domain = x.domain ?? padded(spread(ends), 0.05);
  const middle = (domain[0] + domain[1]) / 2;
  return plot({
    width,
    height: Math.min(320, Math.max(220, width * 0.55)),
    marginLeft: leftMargin,
    marginRight: 14,
    marginTop: 12 + 14 * references.length,
    marginBottom: 40,
    x: scaleOf({ ...x, domain }, []),
    y: { label: "count", labelArrow: "none", labelAnchor: "center", ticks: 5, insetTop: 4 },
    style: plotStyle,
    ariaLabel: `Histogram: ${title}`,
    marks: [
      Plot.rect(bins, {
        x1: "from",
        x2: "to",
        y1: 0,
        y2: "count",
        fill: "var(--accent)",
        fillOpacity: 0.7,
        inset: 0.5,
      }),
      Plot.ruleY([0], { stroke: "var(--ink)" }),
      Plot.ruleX(references as Reference[], { x: "at", stroke: "var(--group-5)", strokeWidth: 1.8 }),
      ...references.map(({ at, label }, k) =>
        Plot.text([{ at, label: shorten(label, Math.floor(width / characterWidth / 1.2)) }], {
          x: "at",
          frameAnchor: "top",
          text: "label",
          dy: -8 - 14 * k,
          ...anchorOf(at < middle, label, width),
        }),
      ),
      hoverTipOf(bins),
    ],
  });
}

/** Anchors a label towards the middle of the figure, so that a name at the edge is not cut. */
function anchorOf(left: boolean, label: string, width: number): Plot.TextOptions {
  if (label.length * characterWidth > width / 2) return { textAnchor: left ? "start" : "end" };
  return { textAnchor: left ? "start" : "end", dx: left ? -4 : 4 };
}

function hoverTipOf(bins: readonly Bin[]): Plot.Markish {
  const middle = ({ from, to }: Bin) => (from + to) / 2;
  return Plot.tip(
    bins as Bin[],
    Plot.pointerX({
      x: middle,
      y: "count",
      title: "title",
      lineHeight: 1.35,
      fontSize: 12,
      textPadding: 9,
      stroke: "var(--line)",
    } as Plot.TipOptions),
  );
}

/**
 * Bins of equal width. Their number is the square root of the number of values, from 10 to 60. A given
 * domain gets at least 20 bins over its whole width: bins that cover only nearly equal values would be
 * too narrow to see.
 */
function binsOf(values: readonly number[], { label, domain }: HistogramFigure["x"]): Bin[] {
  const [least, most] = spread(extentOf([...values, ...(domain ?? [])]) ?? [0, 1]);
  const count = Math.min(60, Math.max(domain ? 20 : 10, Math.ceil(Math.sqrt(values.length))));
  const width = (most - least) / count;
  const counts = new Array<number>(count).fill(0);
  for (const value of values) counts[Math.min(count - 1, Math.floor((value - least) / width))]!++;
  return counts.map((count, k) => {
    const [from, to] = [least + k * width, least + (k + 1) * width];
    return {
      from,
      to,
      count,
      title: `${shorten(label, longestLabel)} ${showNumber(from)} to ${showNumber(to)}\n${count}`,
    };
  });
}
