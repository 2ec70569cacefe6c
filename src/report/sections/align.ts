import type { Matrix } from "../../matrix.ts";
import type { HeatMapsFigure, Panel, Section } from "../figures.ts";
import { showNumber } from "../numbers.ts";
import { madeWith, numbered } from "./parts.ts";
import { titleOf } from "./result.ts";

/** Responses as they were given. */
export interface AlignInput {
  readonly name: string;
  /** stimuli × units. */
  readonly responses: Matrix;
  readonly stimuli?: readonly string[];
}

interface Moved {
  /** stimuli × axes. */
  readonly aligned: Matrix;
  /** units × axes. */
  readonly motion: Matrix;
}

/** What `align` of the library gives. */
interface Alignment {
  readonly x: Moved;
  readonly y: Moved;
  /** Units of x × units of y, for metrics that match units. */
  readonly coupling?: Matrix;
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
}

const scale = { word: "response", around: 0 };

/** Responses before and after, what is left between them, and the motions. */
export function alignSection({ found, x, y, metric, value }: AlignReport): Section {
  const { aligned } = found.x;
  return {
    heading: `${x.name} and ${y.name} in common axes`,
    facts: [
      { term: "Metric", text: titleOf({ metric }) },
      ...(value === undefined ? [] : [{ term: "Value", text: showNumber(value) }]),
      { term: "Aligned", text: `${aligned.rows} stimuli × ${aligned.cols} axes` },
      madeWith,
    ],
    figures: [before(x, y), after(found, x, y), motions(found, x, y)],
  };
}

function before(x: AlignInput, y: AlignInput): HeatMapsFigure {
  const panel = ({ name, responses, stimuli }: AlignInput) =>
    panelOf(name, responses, stimulusNames(responses, stimuli), "unit");
  return {
    kind: "heat-maps",
    title: "Before: responses as given",
    caption: "Rows are stimuli, columns are units; the units of one have no counterparts in the other.",
    wide: true,
    panels: [panel(x), panel(y)],
    scale,
  };
}

function after({ x: a, y: b }: Alignment, x: AlignInput, y: AlignInput): HeatMapsFigure {
  const rows = stimulusNames(a.aligned, x.stimuli ?? y.stimuli);
  const data = a.aligned.data.map((value, at) => value - b.aligned.data[at]!);
  const panels = [
    panelOf(x.name, a.aligned, rows, "axis"),
    panelOf(y.name, b.aligned, rows, "axis"),
    panelOf("difference", { ...a.aligned, data }, rows, "axis"),
  ];
  return {
    kind: "heat-maps",
    title: "After: in common axes",
    caption: "The better they align, the emptier the difference.",
    wide: true,
    panels,
    scale,
  };
}

function motions({ x: a, y: b, coupling }: Alignment, x: AlignInput, y: AlignInput): HeatMapsFigure {
  const panel = (name: string, { motion }: Moved) =>
    panelOf(name, motion, numbered("unit", motion.rows), "axis");
  const matched = coupling ? [panelOf("coupling", coupling, numbered("unit", coupling.rows), "unit")] : [];
  return {
    kind: "heat-maps",
    title: "Motions",
    caption: "Rows are units, columns are the common axes: aligned = (responses − means) · motion.",
    wide: true,
    panels: [panel(x.name, a), panel(y.name, b), ...matched],
    scale: { word: "weight", around: 0 },
  };
}

function stimulusNames({ rows }: Matrix, stimuli: readonly string[] | undefined): readonly string[] {
  return stimuli ?? numbered("stimulus", rows);
}

function panelOf(title: string, { cols, data }: Matrix, rowNames: readonly string[], word: string): Panel {
  return { title, rowNames, colNames: numbered(word, cols), values: data };
}
