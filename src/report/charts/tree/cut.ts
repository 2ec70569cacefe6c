import { element } from "../parts/element.ts";
import { showNumber } from "../../numbers.ts";
import type { Drawn } from "./drawing.ts";

/** The dashed line that cuts a tree: it is dragged, or moved with the keys from one number of clusters to the next. */
export interface Cut {
  readonly element: HTMLElement;
  /** Puts it where the tree is drawn now. */
  place(drawn: Drawn, height: number, clusters: number): void;
}

/**
 * @param cuts - heights for the keys, falling
 * @param most - number of clusters that there can be
 * @param move - called with the height
 */
export function cutSlider(cuts: readonly number[], most: number, move: (height: number) => void): Cut {
  const line = element(
    "div",
    { class: "cut", role: "slider", tabindex: "0", "aria-label": "Cut of the tree", "aria-valuemin": "1" },
    [],
  );
  line.setAttribute("aria-valuemax", String(most));
  let now: { drawn: Drawn; height: number } | undefined;
  line.addEventListener("pointerdown", (event) => {
    line.setPointerCapture(event.pointerId);
    event.stopPropagation();
  });
  line.addEventListener("pointermove", ({ clientX, pointerId }) => {
    if (now && line.hasPointerCapture(pointerId)) move(heightAt(now.drawn, clientX));
  });
  line.addEventListener("keydown", (event) => {
    const next = now && heightOf(event.key, cuts, now.height);
    if (next === undefined) return;
    event.preventDefault();
    move(next);
  });
  return {
    element: line,
    place(drawn, height, clusters) {
      now = { drawn, height };
      const share = height / drawn.root;
      line.style.left = `${drawn.from + (drawn.to - drawn.from) * share}px`;
      line.style.height = `${drawn.height}px`;
      line.setAttribute("aria-valuenow", String(clusters));
      line.setAttribute("aria-valuetext", cutText(height, clusters));
      line.title = cutText(height, clusters);
    },
  };
}

export function cutText(height: number, clusters: number): string {
  return `${clusters} ${clusters === 1 ? "cluster" : "clusters"}, cut at ${showNumber(height)}`;
}

/** The drawing may be shown smaller than it was drawn. */
function heightAt({ element, from, to, root }: Drawn, clientX: number): number {
  const box = element.getBoundingClientRect();
  const x = ((clientX - box.left) / box.width) * Number(element.getAttribute("width"));
  return Math.min(root, Math.max(0, (root * (x - from)) / (to - from)));
}

/** Right and up: more clusters, which are lower heights. */
function heightOf(key: string, cuts: readonly number[], height: number): number | undefined {
  const lower = cuts.findIndex((cut) => cut < height);
  const below = lower < 0 ? cuts.length - 1 : lower;
  const above = cuts.filter((cut) => cut > height).length - 1;
  const to: Readonly<Record<string, number>> = {
    ArrowRight: below,
    ArrowUp: below,
    ArrowLeft: above,
    ArrowDown: above,
    PageUp: below + 4,
    PageDown: above - 4,
    Home: 0,
    End: cuts.length - 1,
  };
  const place = to[key];
  return place === undefined ? undefined : cuts[Math.min(cuts.length - 1, Math.max(0, place))];
}
