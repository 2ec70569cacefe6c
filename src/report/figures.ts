/**
 * The kinds of figure a report can draw, as plain data: computed anywhere, written
 * into the page as JSON, drawn by the charts in the reader's browser. Names and
 * words are shown as they are; nothing in them is read as HTML.
 *
 *   kind            shows
 *   "heat-maps"     matrices side by side under one colour scale
 *   "gallery"       many small square matrices (RDMs, RSMs) under one colour scale
 *   "map"           items as points, in 2 or 3 dimensions
 *   "tree"          a dendrogram, cut or not
 *   "lines"         series over x with intervals and reference lines
 *   "bars"          one value an item with intervals, bands and reference lines
 *   "scatter"       pairs of numbers with a regression or identity line
 *   "histogram"     a distribution with reference lines
 *   "table"         names and numbers, saved as CSV
 *   "trajectories"  paths in 3 dimensions, turned together
 */

/** Numbers of any array type; null, NaN and infinities are "no value" and leave a gap. */
export type Numbers = ArrayLike<number | null>;

interface FigureBase {
  readonly title: string;
  /** Sentences under the picture: what to see in it. */
  readonly caption?: string;
  /** The whole width of the page instead of half of it. */
  readonly wide?: boolean;
}

/** What a colour means. */
export interface ColourScale {
  /** What the values are: "distance", "correlation". */
  readonly word: string;
  /** What small and large values mean, e.g. ["alike", "different"]. */
  readonly ends?: readonly [least: string, most: string];
  /** Which end is dark. @default "least" */
  readonly dark?: "least" | "most";
  /** First and last colour; values beyond take these. @default the values whose row and column names differ */
  readonly domain?: readonly [number, number];
  /** Two colours that meet at this value, e.g. 0, instead of one from dark to light. */
  readonly around?: number;
  /** Size that values of this kind have, e.g. 1 for correlations: what rounding is relative to. @default the largest value */
  readonly size?: number;
}

/** One matrix of a figure. */
export interface Panel {
  /** Needed where there are several. */
  readonly title?: string;
  readonly rowNames: readonly string[];
  readonly colNames: readonly string[];
  /** rows × columns, row-major. */
  readonly values: Numbers;
}

/** Rows and columns by index, in the order in which they are drawn. */
export interface Order {
  /** "of the tree", "as given". */
  readonly name: string;
  readonly rows: readonly number[];
  readonly cols: readonly number[];
}

export interface HeatMapsFigure extends FigureBase {
  readonly kind: "heat-maps";
  /** One or more; with `orders` all of one shape. */
  readonly panels: readonly Panel[];
  readonly scale: ColourScale;
  /** Orders to choose from; the first is shown. @default as given */
  readonly orders?: readonly Order[];
  /** Adds a table of the values that opens, and is saved with all digits. */
  readonly table?: boolean;
}

export interface GalleryFigure extends FigureBase {
  readonly kind: "gallery";
  /** Each m × m; drawn small, as many in a row as there is room for. */
  readonly panels: readonly { readonly title: string; readonly values: Numbers }[];
  /** m names, of rows and of columns. */
  readonly names: readonly string[];
  readonly scale: ColourScale;
}

export interface MapFigure extends FigureBase {
  readonly kind: "map";
  readonly names: readonly string[];
  /** One row an item: 2 coordinates, or 3 for a map that is turned; 1 is a line. All axes have one scale. */
  readonly points: readonly Numbers[];
  /** Labels of the axes. @default "axis 1", … */
  readonly axes?: readonly string[];
  /** One word an item: its colour, explained in a legend. */
  readonly groups?: readonly string[];
  /** Lines shown under the name of an item that is pointed at. */
  readonly tips?: readonly string[];
  /** Pairs of items joined by a dotted line. */
  readonly joined?: readonly (readonly [number, number])[];
}

export interface TreeFigure extends FigureBase {
  readonly kind: "tree";
  readonly names: readonly string[];
  /** Items from top to bottom, so that no branches cross. */
  readonly order: ArrayLike<number>;
  /** Rows of the linkage: [first, second, height, size]; ids as SciPy's, leaves drawn in `order`. */
  readonly merges: readonly Numbers[];
  /** What the heights are: "average distance at which two clusters join". */
  readonly heights: string;
  /** One cluster an item: the colour of its name. */
  readonly labels?: ArrayLike<number>;
  /** Height at which the tree is cut, a dashed line. */
  readonly cut?: number;
}

/** An axis with a label. */
export interface Axis {
  readonly label: string;
  /** Both ends. @default those of the values */
  readonly domain?: readonly [number, number];
  /** "percent" shows 0 … 1 as 0 … 100 %, e.g. for relative depth. @default "number" */
  readonly format?: "number" | "percent";
}

/** A line across the picture with its name: chance, a noise ceiling, a threshold. */
export interface Reference {
  readonly at: number;
  readonly label: string;
}

/** A band across the picture with its name, e.g. a noise ceiling. */
export interface Band {
  readonly low: number;
  readonly high: number;
  readonly label: string;
}

export interface Series {
  readonly name: string;
  readonly x: Numbers;
  /** As many as x. */
  readonly y: Numbers;
  /** Ends of the interval at each x, e.g. of 95 %: a band around the line. */
  readonly low?: Numbers;
  readonly high?: Numbers;
  readonly dashed?: boolean;
}

export interface LinesFigure extends FigureBase {
  readonly kind: "lines";
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** Horizontal lines. */
  readonly references?: readonly Reference[];
  /** Horizontal bands. */
  readonly bands?: readonly Band[];
  /** A dot at each x; @default where there are at most 40 */
  readonly dots?: boolean;
}

export interface Bar {
  readonly name: string;
  readonly value: number | null;
  /** Ends of the interval, e.g. of 95 %. */
  readonly low?: number;
  readonly high?: number;
  /** Single measurements behind the value (subjects, folds), as dots. */
  readonly parts?: Numbers;
  /** Stands above the bar: "*", "n.s.". */
  readonly mark?: string;
  /** Its colour, explained in a legend. */
  readonly group?: string;
  /** A band across this bar alone: the noise ceiling where each bar has its own. */
  readonly band?: { readonly low: number; readonly high: number };
}

export interface BarsFigure extends FigureBase {
  readonly kind: "bars";
  readonly y: Axis;
  readonly bars: readonly Bar[];
  readonly references?: readonly Reference[];
  /** Across all bars: the noise ceiling from `low` to `high`. */
  readonly bands?: readonly Band[];
}

export interface ScatterFigure extends FigureBase {
  readonly kind: "scatter";
  readonly x: Axis;
  readonly y: Axis;
  readonly points: { readonly x: Numbers; readonly y: Numbers };
  /** One name a point; named points are labelled where there is room. */
  readonly names?: readonly string[];
  /** One word a point: its colour. */
  readonly groups?: readonly string[];
  /** Least squares with its 95 % band. */
  readonly regression?: boolean;
  /** The line y = x; both axes then have one domain. */
  readonly identity?: boolean;
}

export interface HistogramFigure extends FigureBase {
  readonly kind: "histogram";
  readonly x: Axis;
  readonly values: Numbers;
  /** Vertical lines, e.g. the observed value over its null distribution. */
  readonly references?: readonly Reference[];
}

export interface TableFigure extends FigureBase {
  readonly kind: "table";
  readonly columns: readonly string[];
  /** The first cell names the row. Numbers are shown with four digits and saved with all. */
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Opens when asked for. @default false */
  readonly collapsed?: boolean;
}

/** A path in space: the states of one network through time. */
export interface Trajectory {
  readonly name: string;
  /** One row a point of time: 3 coordinates, or 2. */
  readonly points: readonly Numbers[];
  /** Its colour, explained in a legend. @default its name */
  readonly group?: string;
}

export interface TrajectoriesFigure extends FigureBase {
  readonly kind: "trajectories";
  /** E.g. "before" and "after" an alignment: turned together, each at its own scale. */
  readonly panels: readonly { readonly title: string; readonly paths: readonly Trajectory[] }[];
  readonly axes?: readonly string[];
  /** One word a point of time, for the tip: "210 ms". */
  readonly times?: readonly string[];
}

export type Figure =
  | HeatMapsFigure
  | GalleryFigure
  | MapFigure
  | TreeFigure
  | LinesFigure
  | BarsFigure
  | ScatterFigure
  | HistogramFigure
  | TableFigure
  | TrajectoriesFigure;

export type FigureKind = Figure["kind"];

/** A line of the description: "Options" and "alpha = 1". */
export interface Fact {
  readonly term: string;
  readonly text: string;
}

/** A part of a report with its own heading. */
export interface Section {
  readonly heading: string;
  /** What a reader must know to judge the figures, or to compute them again. */
  readonly facts?: readonly Fact[];
  /** Paragraphs. */
  readonly text?: readonly string[];
  readonly warnings?: readonly string[];
  /** Side by side, two in a row; an array is a stack of figures in one half. */
  readonly figures: readonly (Figure | readonly Figure[])[];
}

/** A whole report. */
export interface SectionsInput {
  readonly title: string;
  /** Paragraphs under the title. */
  readonly notes?: readonly string[];
  readonly sections: readonly Section[];
}

/** What the script in the page reads. */
export interface PageData {
  readonly title: string;
  readonly sections: readonly Pick<Section, "heading" | "figures">[];
}
