import { sizeOf, type Grid } from "./grid.ts";
import { isWhole, showing, type Window } from "./window.ts";

/** The cell of the keys, as drawn. */
export type Cursor = readonly [row: number, col: number];

/** What a key does. */
type Move =
  | "reset"
  | "select"
  | { readonly zoom: number; readonly at: readonly [number, number] }
  | { readonly to: Cursor; readonly window?: Window };

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Keys that go nearer and farther. */
const zooms: Readonly<Record<string, number>> = { "+": 0.7, "=": 0.7, "-": 1 / 0.7 };

/** What this key does with the cursor there; undefined if nothing. */
export function moves(
  { key, altKey, ctrlKey, metaKey }: KeyboardEvent,
  before: Cursor | undefined,
  grid: Grid,
): Move | undefined {
  if (altKey || ((ctrlKey || metaKey) && key !== "Enter")) return undefined;
  const { window, rows, cols, panel } = grid;
  // The matrix may have become smaller.
  const cursor: Cursor | undefined = before && [
    inside(before[0], rows.length),
    inside(before[1], cols.length),
  ];
  const arrow = arrows[key];
  if (arrow) {
    const { rows: high, cols: wide } = grid.level ?? { rows: 1, cols: 1 };
    const step = [arrow[0] * high, arrow[1] * wide] as const;
    const to: Cursor = cursor
      ? [inside(cursor[0] + step[0], rows.length), inside(cursor[1] + step[1], cols.length)]
      : [window.y[0], window.x[0]];
    const next = showing(window, to[1], to[0], sizeOf(panel));
    const isSame = next.x[0] === window.x[0] && next.y[0] === window.y[0];
    return isSame ? { to } : { to, window: next };
  }
  const zoom = zooms[key];
  if (zoom !== undefined) return { zoom, at: cursor ? [cursor[1] + 0.5, cursor[0] + 0.5] : middleOf(window) };
  if (key === "Home" && !isWhole(window, sizeOf(panel))) return "reset";
  return (key === "Enter" || key === " ") && cursor ? "select" : undefined;
}

function middleOf({ x, y }: Window): [number, number] {
  return [(x[0] + x[1]) / 2, (y[0] + y[1]) / 2];
}

function inside(at: number, count: number): number {
  return Math.min(count - 1, Math.max(0, at));
}
