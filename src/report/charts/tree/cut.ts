import { element } from "../parts/element.ts";
import { showNumber } from "../../numbers.ts";
import type { Drawn } from "./drawing.ts";
import type { Cuts } from "./nodes.ts";

/** The dashed line that cuts a tree: it is dragged, or moved with the keys from one number of clusters to the next. */
export interface Cut {
  readonly element: HTMLElement;
  /** Puts it where the tree is drawn now. */
  place(drawn: Drawn, height: number, clusters: number): void;
}

/**
 * @param cuts - heights for the keys
 * @param most - number of clusters that there can be
 * @param move - called with the height
 */
export function cutSlider(cuts: Cuts, most: number, move: (height: number) => void): Cut {
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

/** Steps of keys. Right and up: more clusters, which are lower heights. */
const steps: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 5,
  PageDown: -5,
  Home: -Infinity,
  End: Infinity,
};

function heightOf(key: string, { heights, placeOf }: Cuts, height: number): number | undefined {
  const step = steps[key];
  if (step === undefined) return undefined;
  return heights[Math.min(heights.length - 1, Math.max(0, placeOf(height) + step))];
}
