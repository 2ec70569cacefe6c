import type { ItemLook } from "../../look/item-look.ts";
import { svg } from "./element.ts";
import { drawnLook, paint } from "./look.ts";
import { symbolElement } from "./symbols.ts";

/** Pixels of one strip, between two, and between the last and the cells. */
const [thickness, gap] = [9, 3];

/** One strip for the colours, one for the shapes; one alone where both are of one column. */
function stripsOf({ colour, shape }: ItemLook): ("colour" | "shape")[] {
  return [
    ...(shape && shape.column !== colour?.column ? (["shape"] as const) : []),
    ...(colour ? (["colour"] as const) : []),
  ];
}

/** Pixels that the strips of these items take. */
export function stripRoom(look: ItemLook | undefined): number {
  return look ? stripsOf(look).length * (thickness + gap) : 0;
}

/** The strips of one side of a matrix. */
interface Side {
  /** In the order in which they are drawn. */
  readonly items: readonly number[];
  readonly look: ItemLook | undefined;
  readonly along: "rows" | "columns";
  /** Pixels where the first item begins, and where the cells begin across. */
  readonly from: number;
  readonly across: number;
  /** Pixels of one item. */
  readonly step: number;
}

/** Draws them into the picture of the matrix, beside its cells. */
export function drawStrips(drawing: Element, side: Side): void {
  const { look, across } = side;
  if (!look) return;
  const kinds = stripsOf(look);
  const strips = kinds.map((kind, k) => {
    const start = across - (kinds.length - k) * (thickness + gap);
    return kind === "colour" ? colours(side, look, start) : shapes(side, look, start);
  });
  const group = svg("g", { class: "strips", "aria-hidden": "true" });
  for (const part of strips.flat()) group.append(part);
  drawing.append(group);
}

/** One rectangle for neighbours of one colour, so that no lines shine between them. */
function colours(side: Side, { colour }: ItemLook, start: number): SVGElement[] {
  const colourOf = paint(colour!);
  return runsOf(side.items, colourOf).map(({ from, count, value }) => {
    const [at, length] = [side.from + from * side.step, count * side.step];
    const place =
      side.along === "rows"
        ? { x: start, y: at, width: thickness, height: length }
        : { x: at, y: start, width: length, height: thickness };
    const numbers = Object.entries(place).map(([name, value]) => [name, value.toFixed(2)]);
    return svg("rect", { ...(Object.fromEntries(numbers) as Record<string, string>), fill: value });
  });
}

/** A shape at each item; where items are thin, one in the middle of those of one shape that stand together. */
function shapes(side: Side, look: ItemLook, start: number): SVGElement[] {
  const drawn = drawnLook(look, "");
  const least = thickness - 1;
  const isThin = side.step < least;
  const shapeOf = (item: number) => drawn.of(item).shape;
  const runs = isThin
    ? runsOf(side.items, shapeOf)
    : side.items.map((item, from) => ({ from, count: 1, value: shapeOf(item) }));
  return runs
    .filter(({ count }) => count * side.step >= least)
    .map(({ from, count, value }) => {
      const [along, middle] = [side.from + (from + count / 2) * side.step, start + thickness / 2];
      const place = side.along === "rows" ? ([middle, along] as const) : ([along, middle] as const);
      return symbolElement(value, place, 3.4, { fill: "var(--ink)" });
    });
}

/** Neighbours with one value. */
function runsOf<T>(items: readonly number[], valueOf: (item: number) => T) {
  const runs: { from: number; count: number; value: T }[] = [];
  for (const [from, item] of items.entries()) {
    const value = valueOf(item);
    const last = runs.at(-1);
    if (last && last.value === value) last.count++;
    else runs.push({ from, count: 1, value });
  }
  return runs;
}
