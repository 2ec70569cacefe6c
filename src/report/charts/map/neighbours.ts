import type { MapFigure } from "../../figures.ts";
import { holdsOf, selectionOf, type Link } from "../link.ts";
import { element, fill, svg } from "../parts/element.ts";
import { declared, linked } from "../parts/linked.ts";

/** As many are shown. */
const count = 5;

/**
 * The nearest of the one item that is selected, as lines to them and as a list: those that the figure
 * gives, or else by its coordinates.
 *
 * @param stage - where the drawing is; `update` reads from its marks where items are
 */
export function neighboursOf(
  figure: MapFigure,
  points: readonly { readonly item: number }[],
  stage: HTMLElement,
  link: Link,
): { list: HTMLElement; update: () => void } {
  const names = declared(figure, figure.names);
  const list = element("p", { class: "nearest", "aria-live": "polite", hidden: "" }, []);
  const items = linked(list, link);
  const update = () => {
    const holds = holdsOf(link.selected);
    const chosen = names
      ? points.filter(({ item }) => holds.holds(selectionOf(names.kind, [names.names[item]!])))
      : [];
    const [only] = chosen;
    const nearest = chosen.length === 1 && points.length > 2 ? nearestTo(figure, only!.item) : [];
    list.hidden = nearest.length === 0;
    const words = nearest.map((item) =>
      element("span", { tabindex: "0", role: "button" }, [figure.names[item]!]),
    );
    fill(
      list,
      nearest.length === 0 ? [] : [`Nearest to ${figure.names[only!.item]!}: `, ...separated(words)],
    );
    items.show(
      words.map((one, k) => ({
        elements: [one],
        stands: selectionOf(names!.kind, [names!.names[nearest[k]!]!]),
      })),
    );
    drawLines(stage, only?.item, nearest);
  };
  return { list, update };
}

function separated(words: readonly HTMLElement[]): (HTMLElement | string)[] {
  return words.flatMap((word, k) => (k === 0 ? [word] : [", ", word]));
}

/** Those that the figure gives, or else by its coordinates. */
export function nearestTo({ neighbors, points }: MapFigure, item: number): number[] {
  if (neighbors) return [...neighbors[item]!].slice(0, count);
  const own = points[item]!;
  const far = points.map((point) =>
    Array.from(point).reduce<number>((sum, value, k) => sum + ((value ?? NaN) - (own[k] ?? NaN)) ** 2, 0),
  );
  return points
    .map((_, k) => k)
    .filter((k) => k !== item && Number.isFinite(far[k]))
    .sort((a, b) => far[a]! - far[b]!)
    .slice(0, count);
}

/** From the place of one item to those of the others, as far as they are seen. */
function drawLines(stage: HTMLElement, from: number | undefined, to: readonly number[]): void {
  stage.querySelector(".neighbours")?.remove();
  const dots = stage.querySelector("g[aria-label='dot']");
  const placeOf = (item: number) => stage.querySelector(`.hit[data-item='${item}']`);
  const start = from === undefined ? null : placeOf(from);
  if (!dots || !start) return;
  const group = svg("g", { class: "neighbours", stroke: "var(--quiet)", "stroke-width": "1" });
  const at = (one: Element, name: string) => String(Number(one.getAttribute(name)) + 9);
  for (const item of to) {
    const end = placeOf(item);
    if (!end) continue;
    group.append(svg("line", { x1: at(start, "x"), y1: at(start, "y"), x2: at(end, "x"), y2: at(end, "y") }));
  }
  dots.before(group);
}
