import * as Plot from "@observablehq/plot";
import { between, colourCount, none, type ItemLook, type Property } from "../../look/item-look.ts";
import { colourAt } from "./palette.ts";

/** How one item is drawn. */
export interface Drawn {
  readonly colour: string;
  /** Number of its shape. */
  readonly shape: number;
}

/** Colour of what has no value. */
const missing = "var(--quiet)";

/** How the items of a figure are drawn. */
export interface DrawnLook {
  of(item: number): Drawn;
  /** What is drawn in place of the name. */
  label(item: number, name: string): string;
  /** Lines of the tip after the name. */
  tip(item: number): string[];
}

/**
 * The look of a figure, or of one without a table.
 * @param usual - the colour of items that have none
 */
export function drawnLook(look: ItemLook | undefined, usual: string): DrawnLook {
  const { colour, labels, tips } = look ?? {};
  const colourOf = colour ? paint(colour) : () => usual;
  const shapeOf = shapesOf(look);
  return {
    of: (item) => ({ colour: colourOf(item), shape: shapeOf(item) }),
    label: (item, name) => labels?.[item] ?? name,
    tip: (item) => tips?.[item]?.split("\n").filter(Boolean) ?? [],
  };
}

/** Another scale than that of the cells of a heat map, beside which it stands. */
export function propertyScale(domain: [number, number]): Plot.ScaleOptions {
  return { type: "linear", scheme: "plasma", clamp: true, domain };
}

/** The colour of each item. */
export function paint({ values, groups, domain }: Property): (item: number) => string {
  if (groups) return (item) => colourOfGroup(groups, values[item] ?? -1);
  const scale = Plot.scale({ color: propertyScale(spreadOf(domain ?? [0, 1])) });
  return (item) => {
    const value = values[item] ?? NaN;
    return Number.isFinite(value) ? (scale.apply(value) as string) : missing;
  };
}

export function colourOfGroup(groups: readonly string[], group: number): string {
  const name = groups[group];
  return name === undefined || name === none || name === between ? missing : colourAt(group);
}

/** The shape that its column gives; without one the shape tells groups apart that share a colour. */
function shapesOf({ shape, colour }: ItemLook = {}): (item: number) => number {
  if (shape) return (item) => shape.values[item] ?? 0;
  if (colour?.groups) return (item) => Math.floor((colour.values[item] ?? 0) / colourCount);
  return () => 0;
}

/** Both ends of a scale; a single value is in its middle. */
export function spreadOf([low, high]: readonly [number, number]): [number, number] {
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}
