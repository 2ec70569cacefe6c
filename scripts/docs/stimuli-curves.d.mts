/** What computes the values. */
export interface Comparing {
  compare(x: never, y: never, spec: never): Promise<number>;
}
export const sizes: readonly number[];
export const measures: Readonly<Record<string, unknown>>;
export interface Plan {
  readonly units: number;
  readonly shared: number;
}
export interface Point {
  readonly stimuli: number;
  readonly mean: number;
  readonly deviation: number;
}
export function pointOf(
  engine: Comparing,
  spec: unknown,
  stimuli: number,
  plan: Plan,
  count?: number,
): Promise<Point>;
