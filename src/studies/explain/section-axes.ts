import type { LinesFigure, MapFigure } from "../../report/figures.ts";
import type { Matrix } from "../../base/matrix.ts";
import { rowsOf } from "../../report/parts.ts";
import type { Explanation } from "./result.ts";

/** Lines that join a stimulus with itself: more hide the points. */
const mostJoined = 60;

/** Both networks in their leading common axes, in two dimensions or three. */
export function commonFigures({ common, names, stimuli, metric }: Explanation): MapFigure[] {
  if (!common) return [];
  const { x, y, names: of, explained, movedBy } = common;
  const axes = Math.min(3, x.cols);
  const joined = x.rows <= mostJoined;
  const sides = names[0] === names[1] ? names.map((name, k) => `${name} (${k + 1})`) : names;
  const both = <T>(make: (side: string, at: number) => T) =>
    sides.flatMap((side) => of.map((_, at) => make(side, at)));
  const moved =
    movedBy === metric
      ? "moved as the metric moves them"
      : `moved by ${movedBy}, because ${metric} moves no network`;
  const tip = (at: number) =>
    stimuli && !Number.isNaN(stimuli.shares[at]!) && stimuli.form === "sum"
      ? `share ${Math.round((1000 * stimuli.shares[at]!) / stimuli.total) / 10} %`
      : "";
  return [
    {
      kind: "map",
      title: "Both in common axes",
      caption: `The axes in which both vary most, ${moved}.${joined ? " Dotted: the same stimulus in both." : ""}`,
      names: both((side, at) => `${of[at]!}, ${side}`),
      groups: both((side) => side),
      networks: names.flatMap((name) => of.map(() => name)),
      stimuli: both((_, at) => of[at]!),
      tips: both((_, at) => tip(at)),
      points: [...pointsOf(x, axes), ...pointsOf(y, axes)],
      axes: Array.from({ length: axes }, (_, k) => `axis ${k + 1}, ${Math.round(100 * explained[k]!)} %`),
      joined: joined ? of.map((_, at): [number, number] => [at, of.length + at]) : [],
    },
  ];
}

function pointsOf(placed: Matrix, axes: number): Float64Array[] {
  return rowsOf(placed).map((row) => row.slice(0, axes));
}

/** Singular values or canonical correlations of the pair, by rank. */
export function spectrumFigures({ spectrum }: Explanation): LinesFigure[] {
  if (!spectrum || spectrum.values.length < 2) return [];
  const [what, ...more] = spectrum.of.split(": ");
  return [
    {
      kind: "lines",
      title: "Spectrum",
      caption: `${what!.charAt(0).toUpperCase()}${what!.slice(1)}, the strongest first${more.length > 0 ? `: ${more.join(": ")}` : ""}.`,
      x: { label: "direction" },
      y: { label: what!.includes("correlation") ? "correlation" : "singular value" },
      series: [{ name: what!, x: spectrum.values.map((_, k) => k + 1), y: spectrum.values }],
    },
  ];
}
