import type { Bar } from "../../figures.ts";

/** A bar and its place. Places are numbers because bars may share a name. */
export interface Placed extends Omit<Bar, "value" | "low" | "high"> {
  /** Its place in the figure. */
  readonly item: number;
  /** Its place in the drawing. */
  readonly at: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly colour: string;
  readonly title: string;
}

/** A drawing, and the elements of each bar. */
export interface DrawnBars {
  readonly drawing: Element;
  readonly elements: readonly (readonly Element[])[];
}
