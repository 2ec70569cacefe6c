import { holdsOf, isEmpty, nothing, type Link } from "../link.ts";
import { labelElement, widthOf } from "../names/point-labels.ts";
import type { standing } from "../parts/linked.ts";
import type { Point } from "./drawing.ts";

/** Of more points than this that are lit, names would cover one another. */
const mostLit = 12;

/** The names of lit points that have none. */
export function nameLit(
  stage: HTMLElement,
  points: readonly Point[],
  stands: ReturnType<typeof standing>,
  link: Link,
) {
  const over = stage.querySelector(".hits");
  stage.querySelectorAll(".passing").forEach((one) => one.remove());
  const holds = holdsOf(isEmpty(link.lit) ? link.selected : link.lit);
  const lit = points.filter(({ item }) => holds.holds(stands(item) ?? nothing));
  if (!over || lit.length > mostLit) return;
  const named = new Set(
    Array.from(stage.querySelectorAll<SVGElement>(".names > [data-item]"), (one) => one.dataset["item"]),
  );
  const width = Number(stage.querySelector("svg")!.getAttribute("width"));
  for (const { item, name } of lit) {
    const place = over.querySelector(`[data-item='${item}']`);
    if (!place || named.has(String(item))) continue;
    const [x, y] = ["x", "y"].map((one) => Number(place.getAttribute(one)) + 9) as [number, number];
    const isLeft = x + widthOf(name) + 10 > width;
    const stand = { x: isLeft ? x - 7 : x + 7, y, anchor: isLeft ? "end" : "start", leads: false } as const;
    const label = labelElement({ text: name, stand }, [x, y], { left: 0, top: 0 })!;
    label.setAttribute("class", "passing lit");
    over.before(label);
  }
}
