import type { Corner } from "./lasso.ts";

const directions: Readonly<Record<string, Corner>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Arrow keys go from each element to the next in that direction; the Tab key reaches one of them.
 * @param places - where each is, in pixels
 */
export function walkable(elements: readonly (SVGElement | HTMLElement)[], places: readonly Corner[]): void {
  for (const [k, one] of elements.entries()) {
    one.setAttribute("tabindex", k === 0 ? "0" : "-1");
    one.addEventListener("keydown", (event) => {
      const direction = directions[(event as KeyboardEvent).key];
      if (!direction) return;
      event.preventDefault();
      event.stopPropagation();
      const next = nextOf(k, direction, places);
      if (next !== undefined) elements[next]!.focus();
    });
    one.addEventListener("focus", () => {
      for (const other of elements) if (other.tabIndex === 0) other.setAttribute("tabindex", "-1");
      one.setAttribute("tabindex", "0");
    });
  }
}

/** The nearest in a direction; what lies aside counts three times as far. */
function nextOf(from: number, [right, down]: Corner, places: readonly Corner[]): number | undefined {
  const [x, y] = places[from]!;
  let found: number | undefined;
  let least = Infinity;
  for (const [k, [toX, toY]] of places.entries()) {
    const ahead = (toX - x) * right + (toY - y) * down;
    const aside = Math.abs((toX - x) * down) + Math.abs((toY - y) * right);
    if (k === from || !(ahead > 0)) continue;
    const far = ahead + 3 * aside;
    if (far < least) [least, found] = [far, k];
  }
  return found;
}
