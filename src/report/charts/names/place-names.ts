import type { Corner } from "../act/lasso.ts";

/** Names beside points, each where it covers no point and no other name. */

/** Where a name stands, in pixels. */
export interface Stand {
  /** The middle of the end at which it is anchored. */
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "middle" | "end";
  /** Farther away than beside its point, to which a thin line leads. */
  readonly leads: boolean;
}

interface Placing {
  /** Points whose names come before all others. */
  readonly first?: ReadonlySet<number>;
  /** Of a point, in pixels. @default 3.5 */
  readonly radius?: number;
}

interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Directions in their order of preference, with how far along each a name stands. */
const directions: readonly Corner[] = [
  [1, 0],
  [-1, 0],
  [0, -1],
  [0, 1],
  [0.75, -0.75],
  [0.75, 0.75],
  [-0.75, -0.75],
  [-0.75, 0.75],
];

const height = 12;
const leads = [16, 26];

/**
 * A place for each name, or undefined where there is none. Those with the fewest places beside their points
 * choose first; who finds none stands farther away, where a thin line leads to it.
 *
 * @param points - in pixels
 * @param widths - of the names, in pixels
 * @param frame - width and height in pixels
 */
export function placeNames(
  points: readonly Corner[],
  widths: readonly number[],
  frame: { readonly width: number; readonly height: number },
  { first = new Set<number>(), radius = 3.5 }: Placing = {},
): (Stand | undefined)[] {
  const field = fieldOf(points);
  const isFree = (box: Box) => isInside(box, frame) && !field.isTaken(box);
  const choices = points.map((point, k) => candidates(point, widths[k]!, radius));
  const open = choices.map((all) => all.slice(0, directions.length).filter(([, box]) => isFree(box)).length);
  const order = [...points.keys()].sort(
    (a, b) => Number(first.has(b)) - Number(first.has(a)) || open[a]! - open[b]! || a - b,
  );
  const chosen = new Map<number, Stand>();
  const choose = (k: number, from: readonly Candidate[]) => {
    const found = from.find(([, box]) => isFree(box));
    if (!found) return;
    chosen.set(k, found[0]);
    field.add(found[1]);
  };
  for (const k of order) choose(k, choices[k]!.slice(0, directions.length));
  for (const k of order) if (!chosen.has(k)) choose(k, choices[k]!);
  return points.map((_, k) => chosen.get(k));
}

type Candidate = readonly [Stand, Box];

function candidates([x, y]: Corner, width: number, radius: number): Candidate[] {
  return [radius + 2.5, ...leads].flatMap((reach, ring) =>
    directions.map(([right, down]): Candidate => {
      const [atX, atY] = [x + right * reach, y + down * (right === 0 ? reach + height / 2 : reach + 3)];
      const anchor = right > 0 ? "start" : right < 0 ? "end" : "middle";
      const x0 = atX - (anchor === "start" ? 0 : anchor === "end" ? width : width / 2);
      const box = { x0, x1: x0 + width, y0: atY - height / 2, y1: atY + height / 2 };
      return [{ x: atX, y: atY, anchor, leads: ring > 0 }, box];
    }),
  );
}

function isInside(box: Box, { width, height }: { readonly width: number; readonly height: number }): boolean {
  return box.x0 >= 0 && box.y0 >= 0 && box.x1 <= width && box.y1 <= height;
}

function overlap(a: Box, b: Box): boolean {
  return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

/** What is taken, in squares of the plane, so that only what is near is asked. */
interface Field {
  add(box: Box): void;
  isTaken(box: Box): boolean;
}

const side = 32;

function fieldOf(points: readonly Corner[]): Field {
  const squares = new Map<number, Box[]>();
  const add = (box: Box) => {
    for (const key of squaresOf(box)) {
      const there = squares.get(key);
      if (there) there.push(box);
      else squares.set(key, [box]);
    }
  };
  for (const [x, y] of points) add({ x0: x - 3.5, y0: y - 3.5, x1: x + 3.5, y1: y + 3.5 });
  return {
    add,
    isTaken: (box) =>
      squaresOf(box).some((key) => squares.get(key)?.some((other) => overlap(other, box)) ?? false),
  };
}

function squaresOf({ x0, y0, x1, y1 }: Box): number[] {
  const keys = [];
  for (let x = Math.floor(x0 / side); x <= Math.floor(x1 / side); x++)
    for (let y = Math.floor(y0 / side); y <= Math.floor(y1 / side); y++) keys.push(x * 65536 + y);
  return keys;
}
