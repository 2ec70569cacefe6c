import { colourCount, none, type ItemLook, type Property } from "../../look/item-look.ts";
import { showNumber } from "../../numbers.ts";
import { most } from "../../words.ts";
import { element, svg } from "./element.ts";
import { colourOfGroup, propertyScale, spreadOf } from "./look.ts";
import { ramp } from "./plot.ts";
import { symbolElement } from "./symbols.ts";
import { words } from "./words.ts";

/** Groups that a legend lists; the rest is told by tips. */
const mostListed = 40;

/**
 * What the colours and shapes mean: a list for each column, with the number of items in each group.
 * @param looks - of one figure, e.g. of the rows and of the columns of a matrix
 * @param hasShapes - whether the figure draws items as points
 */
export function lookLegend(
  looks: readonly (ItemLook | undefined)[],
  hasShapes: boolean,
  width: number,
): HTMLElement[] {
  const given = looks.filter((look) => look !== undefined);
  const [colours, shapes] = [
    given.flatMap(({ colour }) => colour ?? []),
    given.flatMap(({ shape }) => shape ?? []),
  ];
  const counted = given.some(({ tips, uncounted }) => tips !== undefined && !uncounted);
  const isOne = colours.length > 0 && colours[0]!.column === shapes[0]?.column;
  return [
    ...(colours.length > 0
      ? [ofColours(colours, { hasShapes: hasShapes && (isOne || shapes.length === 0), counted }, width)]
      : []),
    ...(shapes.length > 0 && !isOne ? [ofShapes(shapes, counted)] : []),
  ];
}

function ofColours(
  properties: readonly Property[],
  { hasShapes, counted }: { readonly hasShapes: boolean; readonly counted: boolean },
  width: number,
): HTMLElement {
  const [{ column, groups, domain }] = properties as [Property];
  if (!groups) return ofScale(column, domain!, properties, width);
  return list("Colour", properties, counted, (group) => {
    const colour = colourOfGroup(groups, group);
    return hasShapes ? mark(Math.floor(group / colourCount), colour) : swatch(colour);
  });
}

function ofShapes(properties: readonly Property[], counted: boolean): HTMLElement {
  return list("Shape", properties, counted, (group) => mark(group, "var(--ink)"));
}

function list(
  what: string,
  properties: readonly Property[],
  counted: boolean,
  drawn: (group: number) => Element,
): HTMLElement {
  const [{ column, groups = [] }] = properties as [Property];
  const counts = countsOf(properties);
  const present = groups.map((group, k) => [group, k] as const).filter(([, k]) => (counts.get(k) ?? 0) > 0);
  const items = present
    .slice(0, mostListed)
    .map(([group, k]) =>
      element("span", { role: "listitem" }, [
        drawn(k),
        words(group, most.word),
        ...(counted ? [element("small", {}, [` (${counts.get(k)!})`])] : []),
      ]),
    );
  const rest = present.length - items.length;
  return element("div", { class: "swatches look" }, [
    element("b", {}, [words(column, most.word)]),
    element(
      "span",
      { class: "list", role: "list", "aria-label": `${what}: ${column}${counted ? ", and how many" : ""}` },
      items,
    ),
    ...(rest > 0 ? [`and ${rest} more groups`] : []),
  ]);
}

/** Items of each group. The two sides of a square are the same items. */
function countsOf(properties: readonly Property[]): Map<number, number> {
  const counts = new Map<number, number>();
  const sides = properties.map(({ values }) => Array.from(values));
  const different = sides.filter((side, k) => k === 0 || side.join() !== sides[0]!.join());
  for (const group of different.flat()) counts.set(group ?? -1, (counts.get(group ?? -1) ?? 0) + 1);
  return counts;
}

/** A continuous scale, and what has no value. */
function ofScale(
  column: string,
  domain: readonly [number, number],
  properties: readonly Property[],
  width: number,
): HTMLElement {
  const outer = Math.min(220, width);
  const colours = ramp(propertyScale(spreadOf(domain)), {
    width: outer,
    ticks: 4,
    marginTop: 2,
    height: 34,
    style: { fontSize: "11px" },
  });
  const text = `Colour: ${column}, from ${showNumber(domain[0])} to ${showNumber(domain[1])}`;
  colours.setAttribute("role", "img");
  colours.setAttribute("aria-label", text);
  const isMissing = properties.some(({ values }) => Array.from(values).some((value) => value === null));
  return element("div", { class: "swatches look" }, [
    element("b", {}, [words(column, most.word)]),
    colours,
    ...(isMissing ? [element("span", {}, [swatch("var(--quiet)"), none])] : []),
  ]);
}

function swatch(colour: string): HTMLElement {
  const made = element("i", { "aria-hidden": "true" }, []);
  made.style.background = colour; // a style attribute would be forbidden in a page with a strict policy
  return made;
}

function mark(shape: number, colour: string): SVGElement {
  const box = svg("svg", {
    width: "12",
    height: "12",
    viewBox: "0 0 12 12",
    "aria-hidden": "true",
    class: "mark",
  });
  box.append(symbolElement(shape, [6, 6], 4, { fill: colour }));
  return box;
}
