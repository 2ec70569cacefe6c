/** What is taken a part of. */
export type Axis = "stimuli" | "units";

/** A subsample: the shares of stimuli and units that it keeps, and which of several such it is. */
export interface Point {
  readonly stimuli: number;
  readonly units: number;
  readonly draw: number;
}

const shares = [0.8, 0.6, 0.45];
const draws = 4;

/** All once, then parts of each axis alone. */
export function pointsOf(over: readonly Axis[]): Point[] {
  const all = { stimuli: 1, units: 1, draw: 0 };
  const smaller = over.flatMap((axis) =>
    shares.flatMap((share) => Array.from({ length: draws }, (_, draw) => ({ ...all, draw, [axis]: share }))),
  );
  return [all, ...smaller];
}

/** Numbers 0 … length − 1 but for those of one part: k is of part k mod parts. */
export function without(length: number, parts: number, part: number): number[] {
  return Array.from({ length }, (_, k) => k).filter((k) => k % parts !== part);
}
