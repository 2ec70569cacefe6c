import type { Block, HeatMapsFigure, Order, Panel } from "../../figures.ts";
import type { Axes } from "./axes.ts";
import type { Grid } from "./grid.ts";
import type { Places } from "./marks.ts";
import type { Window } from "./window.ts";

/** What all panels of a figure share. */
export interface Shown {
  readonly figure: HeatMapsFigure;
  readonly given: Order | readonly Block[] | undefined;
  readonly domain: [number, number];
  readonly window: Window;
  /** Of the values, which may be others in the same list. */
  readonly version: number;
}

/** What was last drawn of a panel. */
export interface Drawn {
  readonly shown: Shown;
  readonly panel: Panel;
  readonly width: number;
  readonly grid: Grid;
  readonly axes: Axes;
  readonly places: Places;
}
