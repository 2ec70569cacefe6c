import type { HeatMapsFigure, Panel } from "../../figures.ts";
import { nothing, selectionOfPair, type Selection } from "../link.ts";
import { declared, type Names } from "../parts/linked.ts";
import type { Grid } from "./grid.ts";
import { blockOf } from "./levels.ts";

/** What the rows and the columns of a panel are called in the link; undefined where they are nothing in it. */
export interface Sides {
  readonly rows: Names | undefined;
  readonly cols: Names | undefined;
}

export function sidesOf(figure: HeatMapsFigure, { rowNames, colNames }: Panel): Sides {
  return {
    rows: declared(figure, rowNames, "rows"),
    cols: declared(figure, colNames, "columns"),
  };
}

/** What rows and columns stand for together. @param rows, cols - drawn positions */
export function standsFor(
  { rows, cols }: Sides,
  grid: Grid,
  chosen: { readonly rows: Iterable<number>; readonly cols: Iterable<number> },
): Selection {
  const [networks, stimuli] = [new Set<string>(), new Set<string>()];
  const take = (side: Names | undefined, order: readonly number[], positions: Iterable<number>) => {
    if (!side) return;
    const into = side.kind === "networks" ? networks : stimuli;
    for (const at of positions) into.add(side.names[order[at]!]!);
  };
  take(rows, grid.rows, chosen.rows);
  take(cols, grid.cols, chosen.cols);
  return { ...nothing, networks: [...networks], stimuli: [...stimuli] };
}

/** What one cell stands for: two networks are a pair, two stimuli or one of each are both. A block is all that is in it. */
export function cellStandsFor(sides: Sides, grid: Grid, row: number, col: number): Selection {
  const { rows, cols } = sides;
  if (grid.level) {
    const { x, y } = blockOf(grid, row, col);
    return standsFor(sides, grid, { rows: places(y), cols: places(x) });
  }
  if (rows?.kind === "networks" && cols?.kind === "networks") {
    const pair = [rows.names[grid.rows[row]!]!, cols.names[grid.cols[col]!]!] as const;
    return pair[0] === pair[1] ? { ...nothing, networks: [pair[0]] } : selectionOfPair(pair);
  }
  return standsFor(sides, grid, { rows: [row], cols: [col] });
}

function places([from, to]: readonly [number, number]): number[] {
  return Array.from({ length: to - from }, (_, k) => from + k);
}

/** Drawn positions of each name of one side: a name may stand there several times. */
export type Positions = ReadonlyMap<string, readonly number[]>;

export function positionsOf(side: Names | undefined, order: readonly number[]): Positions {
  const found = new Map<string, number[]>();
  if (side)
    for (const [at, item] of order.entries()) {
      const name = side.names[item]!;
      const had = found.get(name);
      if (had) had.push(at);
      else found.set(name, [at]);
    }
  return found;
}
