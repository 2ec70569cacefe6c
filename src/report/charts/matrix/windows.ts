import type { HeatMapsFigure } from "../../figures.ts";
import { sizeOf } from "./grid.ts";
import { isWhole, panned, wholeOf, within, zoomed, type Size, type Window } from "./window.ts";

/** What is shown of each panel. Panels of one size are zoomed and moved together. */
export interface Windows {
  of(k: number): Window;
  /** Gestures in the k-th panel. */
  gestures(k: number): WindowGestures;
  /** Keeps the windows, as far as the panels of this figure are so large. */
  fit(figure: HeatMapsFigure): void;
  reset(): void;
}

export interface WindowGestures {
  set(next: Window): void;
  /** @param factor - of the cells in a side @param at - column and row that stay where they are */
  zoom(factor: number, at: readonly [number, number]): void;
  /** By parts of columns and rows. @returns whether there is anything to move */
  pan(cols: number, rows: number): boolean;
  reset(): void;
}

/** Smaller steps of a wheel or of fingers are gathered, as windows are whole cells. */
const smallest = 0.04;

/** @param changed - called after a change */
export function windowsOf(figure: HeatMapsFigure, changed: () => void): Windows {
  let sizes = figure.panels.map(sizeOf);
  let windows = sizes.map(wholeOf);
  const change = (next: (window: Window, size: Size) => Window, k?: number) => {
    const isShared = k === undefined || sizes.every((size) => isSameSize(size, sizes[0]!));
    const before = windows;
    windows = before.map((one, j) => (isShared || j === k ? next(one, sizes[j]!) : one));
    const isNew = windows.some((one, j) => !isSameWindow(one, before[j]!));
    if (isNew) changed();
    return isNew;
  };
  const gestures = (k: number): WindowGestures => {
    let [factor, cols, rows] = [1, 0, 0];
    return {
      set: (next) => void change(() => next, k),
      zoom(more, at) {
        factor *= more;
        if (Math.abs(Math.log(factor)) < smallest) return;
        change((window, size) => zoomed(window, factor, at, size), k);
        factor = 1;
      },
      pan(right, down) {
        if (isWhole(windows[k]!, sizes[k]!)) return false;
        [cols, rows] = [cols + right, rows + down];
        const [x, y] = [Math.trunc(cols), Math.trunc(rows)];
        [cols, rows] = [cols - x, rows - y];
        return (x === 0 && y === 0) || change((window, size) => panned(window, x, y, size), k);
      },
      reset: () => void change((_, size) => wholeOf(size), k),
    };
  };
  return {
    of: (k) => windows[k]!,
    gestures,
    fit(next) {
      sizes = next.panels.map(sizeOf);
      windows = sizes.map((size, k) => (windows[k] ? within(windows[k], size) : wholeOf(size)));
    },
    reset: () => void change((_, size) => wholeOf(size)),
  };
}

function isSameSize(a: Size, b: Size): boolean {
  return a.rows === b.rows && a.cols === b.cols;
}

function isSameWindow(a: Window, b: Window): boolean {
  return a.x.join() === b.x.join() && a.y.join() === b.y.join();
}
