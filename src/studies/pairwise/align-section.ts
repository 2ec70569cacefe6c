import type { Matrix } from "../../base/matrix.ts";
import type { Aligned, Alignment } from "../../metrics/metric.ts";
import type { Figure, HeatMapsFigure, MapFigure, Panel, Section } from "../../report/figures.ts";
import { showNumber } from "../../report/numbers.ts";
import { normOf } from "../../data/normalize.ts";
import { madeWith, numbered } from "../../report/parts.ts";
import { titleOf } from "./section.ts";

/** Responses as they were given. */
export interface AlignInput {
  readonly name: string;
  /** stimuli × units. */
  readonly responses: Matrix;
  readonly stimuli?: readonly string[];
}

/** Two representations, and both in common axes. */
export interface AlignReport {
  readonly found: Alignment;
  readonly x: AlignInput;
  readonly y: AlignInput;
  /** Registered name of the metric. */
  readonly metric: string;
  /** Its value for the two. */
  readonly value?: number;
  /** The value is the same if one network is multiplied by a number; the figures then show both at one size. */
  readonly scaleFree?: boolean;
}

const mostJoined = 60; // lines: more hide the points

const scale = { word: "response", around: 0 };

/** Responses before and after, what is left between them, and the motions. */
export function alignSection({ scaleFree = false, ...input }: AlignReport): Section {
  const { found, x, y, metric, value } = scaleFree ? atNormOne(input) : input;
  const { aligned } = found.x;
  const said = scaleFree ? scaleSaid : "";
  return {
    heading: `${x.name} and ${y.name} in common axes`,
    facts: [
      { term: "Metric", text: titleOf({ metric }) },
      ...(value === undefined ? [] : [{ term: "Value", text: showNumber(value) }]),
      { term: "Aligned", text: `${aligned.rows} stimuli × ${aligned.cols} axes` },
      madeWith,
    ],
    figures: [
      before(x, y, said),
      after(found, x, y, said),
      ...inSpace(found, x, y),
      motions(found, x, y, scaleFree && !found.coupling ? meanSquareSaid : ""),
    ],
  };
}

const scaleSaid = " Each network is divided by its norm, because the metric ignores scale.";
const meanSquareSaid = " Each panel is divided by its root mean square, because the metric ignores scale.";

/** Aligned responses at Frobenius norm 1; responses and motions at mean square 1. */
function atNormOne(input: AlignReport): AlignReport {
  const { found, x, y } = input;
  // Networks of other widths are as bright as one another only at one mean square.
  const given = (one: AlignInput): AlignInput => ({ ...one, responses: atMeanSquareOne(one.responses) });
  const moved = (one: Aligned): Aligned => {
    const motion = found.coupling ? one.motion : atMeanSquareOne(one.motion);
    return { ...one, aligned: divided(one.aligned, normOf(one.aligned.data)), motion };
  };
  return { ...input, x: given(x), y: given(y), found: { ...found, x: moved(found.x), y: moved(found.y) } };
}

function atMeanSquareOne(a: Matrix): Matrix {
  return divided(a, normOf(a.data) / Math.sqrt(a.data.length));
}

function divided(a: Matrix, size: number): Matrix {
  return size > 0 ? { ...a, data: a.data.map((value) => value / size) } : a;
}

/** Both in the three common axes in which they vary most; a dotted line joins a stimulus with itself. */
function inSpace({ x: a, y: b }: Alignment, x: AlignInput, y: AlignInput): Figure[] {
  const { rows, cols, data } = a.aligned;
  if (cols < 3 || rows < 3) return [];
  const strongest = Array.from(energies(a.aligned, b.aligned), (energy, axis) => ({ energy, axis }))
    .sort((p, q) => q.energy - p.energy)
    .slice(0, 3)
    .map(({ axis }) => axis);
  const stimuli = stimulusNames(a.aligned, x.stimuli ?? y.stimuli);
  const of = (values: Float64Array) =>
    stimuli.map((_, i) => strongest.map((axis) => values[i * cols + axis]!));
  const isJoined = rows <= mostJoined;
  const names = [x, y].map(({ name }, k) => (x.name === y.name ? `${name} (${k + 1})` : name));
  const figure: MapFigure = {
    kind: "map",
    title: "In space",
    caption: `The three common axes in which both vary most.${isJoined ? " Dotted: the same stimulus in both." : ""}`,
    wide: true,
    names: names.flatMap((name) => stimuli.map((stimulus) => `${stimulus}, ${name}`)),
    groups: names.flatMap((name) => stimuli.map(() => name)),
    networks: [x, y].flatMap(({ name }) => stimuli.map(() => name)),
    stimuli: [...stimuli, ...stimuli],
    points: [...of(data), ...of(b.aligned.data)],
    axes: strongest.map((axis) => `axis ${axis + 1}`),
    joined: isJoined ? stimuli.map((_, i): [number, number] => [i, rows + i]) : [],
  };
  return [figure];
}

/** Sum of squares on each axis, over both. */
function energies(...both: Matrix[]): Float64Array {
  const sums = new Float64Array(both[0]!.cols);
  for (const { cols, data } of both) data.forEach((value, at) => (sums[at % cols]! += value * value));
  return sums;
}

/** As many first axes as hold all but a thousandth of the sum of squares. */
function leadingAxes(sums: Float64Array): number {
  let rest = sums.reduce((total, energy) => total + energy, 0) / 1000;
  let count = sums.length;
  while (count > 1 && sums[count - 1]! <= rest) rest -= sums[--count]!;
  return count;
}

function before(x: AlignInput, y: AlignInput, said: string): HeatMapsFigure {
  const panel = ({ name, responses, stimuli }: AlignInput) =>
    panelOf(name, responses, stimulusNames(responses, stimuli), "unit");
  return {
    kind: "heat-maps",
    title: "Before: responses as given",
    caption: `Rows are stimuli, columns are units; the units of one have no counterparts in the other.${said ? meanSquareSaid : ""}`,
    wide: true,
    stimuli: "rows",
    panels: [panel(x), panel(y)],
    scale,
  };
}

function after({ x: a, y: b }: Alignment, x: AlignInput, y: AlignInput, said: string): HeatMapsFigure {
  const names = stimulusNames(a.aligned, x.stimuli ?? y.stimuli);
  const data = a.aligned.data.map((value, at) => value - b.aligned.data[at]!);
  const count = leadingAxes(energies(a.aligned, b.aligned));
  const panel = (title: string, moved: Matrix) => panelOf(title, firstColumns(moved, count), names, "axis");
  const panels = [
    panel(x.name, a.aligned),
    panel(y.name, b.aligned),
    panel("difference", { ...a.aligned, data }),
  ];
  const { cols } = a.aligned;
  const rest = count < cols ? ` The first ${count} of ${cols} axes; the rest hold less than 0.1 %.` : "";
  return {
    kind: "heat-maps",
    title: "After: in common axes",
    caption: `The better they align, the emptier the difference.${rest}${said}`,
    wide: true,
    stimuli: "rows",
    panels,
    scale,
  };
}

function motions(
  { x: a, y: b, coupling }: Alignment,
  x: AlignInput,
  y: AlignInput,
  said: string,
): HeatMapsFigure {
  const panel = (name: string, { motion }: Aligned) =>
    panelOf(name, motion, numbered("unit", motion.rows), "axis");
  const matched = coupling ? [panelOf("coupling", coupling, numbered("unit", coupling.rows), "unit")] : [];
  return {
    kind: "heat-maps",
    title: "Motions",
    caption: `Rows are units, columns are the common axes: aligned = (responses − means) · motion.${said}`,
    wide: true,
    panels: [panel(x.name, a), panel(y.name, b), ...matched],
    scale: { word: "weight", around: 0 },
  };
}

function firstColumns({ rows, cols, data }: Matrix, count: number): Matrix {
  const first = new Float64Array(rows * count);
  for (let i = 0; i < rows; i++) first.set(data.subarray(i * cols, i * cols + count), i * count);
  return { rows, cols: count, data: first };
}

function stimulusNames({ rows }: Matrix, stimuli: readonly string[] | undefined): readonly string[] {
  return stimuli ?? numbered("stimulus", rows);
}

function panelOf(title: string, { cols, data }: Matrix, rowNames: readonly string[], word: string): Panel {
  return { title, rowNames, colNames: numbered(word, cols), values: data };
}
