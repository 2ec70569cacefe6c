/**
 * The kinds of figure in a report. A figure is plain data: it is computed anywhere, written
 * into the page as JSON, and drawn by a script in the reader's browser. Names and words are
 * shown literally; nothing in them is read as HTML.
 *
 *   kind            shows
 *   "heat-maps"     matrices side by side under one colour scale
 *   "gallery"       many small square matrices (RDMs, RSMs) under one colour scale
 *   "map"           items as points, in 2 or 3 dimensions
 *   "tree"          a dendrogram, optionally with a cut
 *   "lines"         series over x with intervals and reference lines
 *   "bars"          one value for each item, with intervals, bands and reference lines
 *   "scatter"       pairs of numbers with a regression or identity line
 *   "histogram"     a distribution with reference lines
 *   "table"         names and numbers; the reader can save them as CSV
 *   "trajectories"  paths in 3 dimensions that turn together
 */

import type { ItemLook } from "./look/item-look.ts";

/** Numbers of any array type; null, NaN and infinities are "no value" and leave a gap. */
export type Numbers = ArrayLike<number | null>;

/** What every kind of figure has. */
export interface FigureBase {
  readonly title: string;
  /** Sentences under the figure: what to see in it. */
  readonly caption?: string;
  /** Takes the whole width of the page instead of half. */
  readonly wide?: boolean;
  /**
   * Which of its items are networks (or subjects, models), so that `withLook` may show their groups, and
   * charts that share a selection light them together: all, those in the rows or in the columns of
   * matrices, or a name of a network for each item. Of a gallery the items are its matrices.
   */
  readonly networks?: "items" | "rows" | "columns" | readonly string[];
  /**
   * Which of its items are stimuli, said in the same way, so that charts that share a selection light them
   * together. What is declared as both is a stimulus there, and `networks` lets `withLook` take a table of
   * the stimuli. Of a gallery the items are the rows and columns.
   */
  readonly stimuli?: "items" | "rows" | "columns" | readonly string[];
  /** Where each of its items is a pair of networks (a dot for each pair, say): the two names. */
  readonly pairs?: readonly (readonly [string, string])[];
}

/** The meaning of the colours. */
export interface ColourScale {
  /** What the values are, e.g. "distance" or "correlation". */
  readonly word: string;
  /** What small and large values mean, e.g. ["alike", "different"]. */
  readonly ends?: readonly [least: string, most: string];
  /** Which end is dark. @default "least" */
  readonly dark?: "least" | "most";
  /**
   * Values of the first and the last colour. Values outside take the nearer one.
   * @default the range of the values whose row and column names differ
   */
  readonly domain?: readonly [number, number];
  /** Uses two colours that meet at this value, e.g. 0, instead of one scale from dark to light. */
  readonly around?: number;
  /** The values are p-values: a small one is never shown as 0, nor one below 1 as 1. */
  readonly probability?: boolean;
  /** Size that values of this kind have, e.g. 1 for correlations: what rounding is relative to. @default the largest value */
  readonly size?: number;
}

/** Many numbers in few bytes. */
export interface PackedNumbers {
  /** Values of the whole numbers 0 and 65534; those between are evenly spaced. */
  readonly low: number;
  readonly high: number;
  /** Base64 of unsigned 16-bit whole numbers, little-endian; 65535 is "no value". */
  readonly text: string;
}

/** Means over blocks of a matrix. */
export interface Means {
  /** Rows and columns of a block; the last ones have what is left. */
  readonly rows: number;
  readonly cols: number;
  /** Blocks down × blocks across, row-major. */
  readonly values: Numbers | PackedNumbers;
}

/** One matrix of a figure. */
export interface Panel {
  /** Needed if there are several panels. */
  readonly title?: string;
  readonly rowNames: readonly string[];
  readonly colNames: readonly string[];
  /** rows × columns, row-major. With `means` none: the list is empty. */
  readonly values: Numbers;
  /**
   * Of a matrix that is too large for a page, in place of `values`: means over blocks of neighbouring rows and
   * columns, in levels from the finest to the coarsest. The reader sees the level that fits the screen, and finer
   * ones when zooming in. The figure then has no `orders`: rows and columns are given as they are drawn.
   */
  readonly means?: readonly Means[];
  /** Groups of the rows and of the columns, as strips beside the cells. */
  readonly rowLook?: ItemLook;
  readonly colLook?: ItemLook;
  /**
   * Addresses of pictures of the rows and of the columns (stimuli that are images), drawn small at the axes
   * and in tips. A page with a strict policy must allow them (`img-src`); a report allows `data:` alone.
   */
  readonly rowImages?: readonly string[];
  readonly colImages?: readonly string[];
}

/** Rows and columns by index, in the order in which they are drawn. */
export interface Order {
  /** E.g. "of the tree" or "as given". */
  readonly name: string;
  readonly rows: readonly number[];
  readonly cols: readonly number[];
}

/** Neighbouring rows, and columns, that belong together, e.g. stimuli of one category. */
export interface Block {
  readonly name: string;
  /** How many rows it has, at least 1. */
  readonly size: number;
}

export interface HeatMapsFigure extends FigureBase {
  readonly kind: "heat-maps";
  /** One or more. With `orders`, all must have the same shape. */
  readonly panels: readonly Panel[];
  readonly scale: ColourScale;
  /** Orders the reader can choose from; the first is shown at the start. @default as given */
  readonly orders?: readonly Order[];
  /**
   * Of square panels without `orders`: lines between blocks, whose names then stand at the axes. All
   * rows are in one, in their order.
   */
  readonly blocks?: readonly Block[];
  /** @deprecated Every figure has a table of its values now, which the reader can open and save with all digits. */
  readonly table?: boolean;
}

export interface GalleryFigure extends FigureBase {
  readonly kind: "gallery";
  /** Each m × m. They are drawn small, as many in a row as fit. */
  readonly panels: readonly { readonly title: string; readonly values: Numbers }[];
  /** m names, for the rows and for the columns. */
  readonly names: readonly string[];
  readonly scale: ColourScale;
  /** Lines between blocks of rows and columns. All are in one, in their order. */
  readonly blocks?: readonly Block[];
}

export interface MapFigure extends FigureBase {
  readonly kind: "map";
  readonly names: readonly string[];
  /** One row for each item. 2 coordinates; 3 give a map that the reader can turn, 1 gives a line. All axes share one scale. */
  readonly points: readonly Numbers[];
  /** Labels of the axes. @default "axis 1", … */
  readonly axes?: readonly string[];
  /** One word for each item. It decides the colour; a legend explains the colours. */
  readonly groups?: readonly string[];
  /** Text shown under the name of an item when the reader points at it. */
  readonly tips?: readonly string[];
  /**
   * For each item the others that are nearest to it, by index, nearest first. They are shown when it is selected.
   * @default by the coordinates
   */
  readonly neighbors?: readonly (readonly number[])[];
  /** Pairs of items to join by a dotted line. */
  readonly joined?: readonly (readonly [number, number])[];
  /** Colour and shape of each point, in place of `groups`. */
  readonly look?: ItemLook;
}

export interface TreeFigure extends FigureBase {
  readonly kind: "tree";
  readonly names: readonly string[];
  /** Items from top to bottom, in an order in which no branches cross. */
  readonly order: ArrayLike<number>;
  /** Rows of the linkage: [first, second, height, size], with SciPy's ids. Leaves are drawn in `order`. */
  readonly merges: readonly Numbers[];
  /** What the heights mean, e.g. "average distance at which two clusters join". */
  readonly heights: string;
  /** The cluster of each item. It decides the colour of the item's name. */
  readonly labels?: ArrayLike<number>;
  /** Height at which the tree is cut, drawn as a dashed line. */
  readonly cut?: number;
  /** Colour and shape of a mark at each leaf. */
  readonly look?: ItemLook;
}

/** An axis with a label. */
export interface Axis {
  readonly label: string;
  /** Both ends of the axis. @default the range of the values */
  readonly domain?: readonly [number, number];
  /** "percent" shows 0 … 1 as 0 … 100 %, e.g. for relative depth. @default "number" */
  readonly format?: "number" | "percent";
  /** Of a horizontal axis of lines: names at these places in place of numbers. */
  readonly ticks?: readonly { readonly at: number; readonly label: string }[];
}

/** A named line across the figure: chance level, a noise ceiling, a threshold. */
export interface Reference {
  readonly at: number;
  readonly label: string;
}

/** A named band across the figure, e.g. a noise ceiling. */
export interface Band {
  readonly low: number;
  readonly high: number;
  readonly label: string;
}

export interface Series {
  readonly name: string;
  readonly x: Numbers;
  /** One value for each x. */
  readonly y: Numbers;
  /** Ends of the interval at each x, e.g. of 95 %. Drawn as a band around the line. */
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
  /** Draws a dot at each x. @default true for at most 40 points */
  readonly dots?: boolean;
  /** Colour of each series. */
  readonly look?: ItemLook;
}

export interface Bar {
  readonly name: string;
  readonly value: number | null;
  /** Ends of the interval, e.g. of 95 %. */
  readonly low?: number;
  readonly high?: number;
  /** The single measurements behind the value (subjects, folds), drawn as dots. */
  readonly parts?: Numbers;
  /** Text above the bar, e.g. "*" or "n.s.". */
  readonly mark?: string;
  /** Decides the colour; a legend explains the colours. */
  readonly group?: string;
  /** A dashed line across this bar alone, e.g. what it reaches by chance. */
  readonly level?: Reference;
  /** A band across this bar alone, for a noise ceiling that differs between bars. */
  readonly band?: { readonly low: number; readonly high: number };
}

export interface BarsFigure extends FigureBase {
  readonly kind: "bars";
  readonly y: Axis;
  readonly bars: readonly Bar[];
  readonly references?: readonly Reference[];
  /** Bands across all bars, e.g. the noise ceiling from `low` to `high`. */
  readonly bands?: readonly Band[];
  /** The largest first: of items whose order means nothing. @default as given */
  readonly sorted?: boolean;
  /** The bars of each group together, the largest first, as in a plot of silhouettes. */
  readonly grouped?: boolean;
  /** Colour of each bar. */
  readonly look?: ItemLook;
}

export interface ScatterFigure extends FigureBase {
  readonly kind: "scatter";
  readonly x: Axis;
  readonly y: Axis;
  readonly points: { readonly x: Numbers; readonly y: Numbers };
  /** One name for each point. Names are drawn where there is room. */
  readonly names?: readonly string[];
  /** One word for each point. It decides the colour. */
  readonly groups?: readonly string[];
  /** Draws the least-squares line with its 95 % band. */
  readonly regression?: boolean;
  /** Draws the line y = x. Both axes then have the same domain. */
  readonly identity?: boolean;
  /** Colour and shape of each point, in place of `groups`. */
  readonly look?: ItemLook;
}

/** The values of one group, e.g. of pairs of networks within groups. */
export interface HistogramSeries {
  readonly name: string;
  readonly values: Numbers;
}

export interface HistogramFigure extends FigureBase {
  readonly kind: "histogram";
  readonly x: Axis;
  /** With `series` left out, or empty. Items are the values, those of the first series first. */
  readonly values: Numbers;
  /** Several distributions over one another, each in its colour, in shares of its own values. */
  readonly series?: readonly HistogramSeries[];
  /** Vertical lines, e.g. the observed value on its null distribution. */
  readonly references?: readonly Reference[];
}

export interface TableFigure extends FigureBase {
  readonly kind: "table";
  readonly columns: readonly string[];
  /** The first cell names the row. Numbers are shown with four digits and saved with all digits. */
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Shows only a summary until the reader opens the table. @default false */
  readonly collapsed?: boolean;
}

/** A path in space: the states of one network through time. */
export interface Trajectory {
  readonly name: string;
  /** One row for each time point, with 3 coordinates, or 2. */
  readonly points: readonly Numbers[];
  /** Decides the colour; a legend explains the colours. @default the name */
  readonly group?: string;
}

export interface TrajectoriesFigure extends FigureBase {
  readonly kind: "trajectories";
  /** E.g. "before" and "after" an alignment. Panels turn together; each has its own scale. */
  readonly panels: readonly { readonly title: string; readonly paths: readonly Trajectory[] }[];
  readonly axes?: readonly string[];
  /** One text for each time point, e.g. "210 ms". It is shown when the reader points at it. */
  readonly times?: readonly string[];
  /** Of stimuli that the paths go through, the name at each time point, so that other charts light them. */
  readonly stimuli?: readonly string[];
  /** Colour of each path, in place of their groups; every panel then has the same paths. */
  readonly look?: ItemLook;
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

/** One line of a section's description, e.g. "Options" and "alpha = 1". */
export interface Fact {
  readonly term: string;
  readonly text: string;
}

/** A part of a report with its own heading. */
export interface Section {
  readonly heading: string;
  /** What a reader needs to judge the figures, or to compute them again. */
  readonly facts?: readonly Fact[];
  /** Paragraphs. */
  readonly text?: readonly string[];
  readonly warnings?: readonly string[];
  /** Two figures in a row. An array is a stack of figures in one half of the row. */
  readonly figures: readonly (Figure | readonly Figure[])[];
}

/** A whole report. */
export interface SectionsInput {
  readonly title: string;
  /** Paragraphs under the title. */
  readonly notes?: readonly string[];
  readonly sections: readonly Section[];
  /**
   * Size that the page should not exceed. Figures over their share of it are reduced, and say so in their captions.
   * @default 2000000
   */
  readonly maxBytes?: number;
}

/** What the script in the page reads. */
export interface PageData {
  readonly title: string;
  readonly sections: readonly Pick<Section, "heading" | "figures">[];
}
