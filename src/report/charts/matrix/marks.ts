import type { Selection } from "../link.ts";
import type { Names } from "../parts/linked.ts";
import { svg } from "../parts/element.ts";
import { xOf, yOf, type Grid } from "./grid.ts";
import type { Positions, Sides } from "./sides.ts";
import { lengthOf, type Span, type Window } from "./window.ts";

/** What is outlined: whole rows and columns, and single cells; positions as drawn. */
interface Marked {
  readonly rows: readonly number[];
  readonly cols: readonly number[];
  readonly cells: readonly (readonly [row: number, col: number])[];
}

/** What places outlines. */
export type MarkedGrid = Pick<
  Grid,
  "window" | "left" | "top" | "width" | "height" | "cellWidth" | "cellHeight"
>;

/** The sides of a panel, and where their names stand. */
export interface Places {
  readonly sides: Sides;
  readonly rows: Positions;
  readonly cols: Positions;
}

/** The layer over the cells that shows what is selected and what is lit. Nothing else is drawn anew for that. */
export interface Marks {
  readonly element: SVGElement;
  /** @param at - the cell under the pointer or the cursor, or its block; its rows and columns are outlined, not those of its names */
  draw(grid: MarkedGrid, places: Places, selected: Selection, lit: Selection, at?: Window): void;
}

export function marks(): Marks {
  const element = svg("svg", { class: "marks", "aria-hidden": "true" });
  const parts = ["bar", "rim chosen", "line chosen", "rim lit", "line lit"].map((name) =>
    svg("path", { class: name }),
  );
  for (const part of parts) element.append(part);
  return {
    element,
    draw(grid, places, selected, lit, at) {
      const chosen = markedBy(selected, places);
      const under = at ? markedAt(at) : markedBy(lit, places);
      const [bars, outlines, lights] = [
        barsOf(grid, chosen),
        outlineOf(grid, chosen),
        outlineOf(grid, under),
      ];
      for (const [k, d] of [bars, outlines, outlines, lights, lights].entries())
        parts[k]!.setAttribute("d", d);
    },
  };
}

/** One cell is outlined itself; of a block its rows and columns. */
function markedAt({ x, y }: Window): Marked {
  const [rows, cols] = [y, x].map(([from, to]) => Array.from({ length: to - from }, (_, k) => from + k));
  return { rows: rows!, cols: cols!, cells: rows!.length * cols!.length === 1 ? [[y[0], x[0]]] : [] };
}

/** A pair that was chosen is its cells; without pairs, names are whole rows and columns. */
function markedBy(selection: Selection, { sides, rows, cols }: Places): Marked {
  const named = (side: Names | undefined, positions: Positions) =>
    side ? selection[side.kind].flatMap((name) => positions.get(name) ?? []) : [];
  const isPaired = sides.rows?.kind === "networks" && sides.cols?.kind === "networks";
  const cells = isPaired
    ? selection.pairs.flatMap(([a, b]) => [
        ...crossed(rows.get(a), cols.get(b)),
        ...crossed(rows.get(b), cols.get(a)),
      ])
    : [];
  const own = { rows: named(sides.rows, rows), cols: named(sides.cols, cols) };
  if (cells.length === 0) return { ...own, cells };
  const inPairs = new Set(selection.pairs.flat());
  const alone = (side: Names | undefined, positions: Positions) =>
    side
      ? selection[side.kind].filter((name) => !inPairs.has(name)).flatMap((name) => positions.get(name) ?? [])
      : [];
  return { rows: alone(sides.rows, rows), cols: alone(sides.cols, cols), cells };
}

function crossed(rows: readonly number[] = [], cols: readonly number[] = []): [number, number][] {
  return rows.flatMap((row) => cols.map((col): [number, number] => [row, col]));
}

/** Outlines as one path; neighbours share one. */
function outlineOf(grid: MarkedGrid, { rows, cols, cells }: Marked): string {
  const { window, left, top, width, height, cellWidth, cellHeight } = grid;
  return [
    ...runsIn(rows, window.y).map(([from, to]) =>
      box(left, yOf(grid, from), width, (to - from) * cellHeight),
    ),
    ...runsIn(cols, window.x).map(([from, to]) => box(xOf(grid, from), top, (to - from) * cellWidth, height)),
    ...cells
      .filter(([row, col]) => isIn(row, window.y) && isIn(col, window.x))
      .map(([row, col]) => box(xOf(grid, col), yOf(grid, row), cellWidth, cellHeight)),
  ].join("");
}

/** Bars at the edges of the cells, which show also what is a part of a pixel high. */
function barsOf(grid: MarkedGrid, { rows, cols, cells }: Marked): string {
  const { window, left, top, width, height, cellWidth, cellHeight } = grid;
  const [down, across] = [
    [...rows, ...cells.map(([row]) => row)],
    [...cols, ...cells.map(([, col]) => col)],
  ];
  const thick = 3;
  return [
    ...runsIn(down, window.y).map(([from, to]) =>
      box(left + width, yOf(grid, from), thick, Math.max(1, (to - from) * cellHeight)),
    ),
    ...runsIn(across, window.x).map(([from, to]) =>
      box(xOf(grid, from), top + height, Math.max(1, (to - from) * cellWidth), thick),
    ),
  ].join("");
}

function isIn(at: number, [from, to]: Span): boolean {
  return at >= from && at < to;
}

/** Neighbouring positions in the window, each run from its first to after its last. */
function runsIn(positions: readonly number[], span: Span): Span[] {
  if (lengthOf(span) <= 0) return [];
  const runs: [number, number][] = [];
  for (const at of [...new Set(positions)].filter((one) => isIn(one, span)).sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last[1] === at) last[1]++;
    else runs.push([at, at + 1]);
  }
  return runs;
}

function box(x: number, y: number, width: number, height: number): string {
  const [a, b, c, d] = [x, y, width, height].map((value) => value.toFixed(2));
  return `M${a},${b}h${c}v${d}h-${c}z`;
}
