import type { Corner } from "../act/lasso.ts";
import { svg } from "../parts/element.ts";
import { characterWidth, shortenAll } from "../parts/labels.ts";
import { placeNames, type Stand } from "./place-names.ts";

/** The name of a point, and where it stands if there is room for it. */
export interface Label {
  readonly text: string;
  readonly stand: Stand | undefined;
}

/** With more points, few names would find room, and finding it would take longer than a frame. */
const mostPlaced = 1500;

/**
 * Finds a place for the name of each point.
 * @param points - in pixels of the frame
 */
export function labelled(
  names: readonly string[],
  points: readonly Corner[],
  frame: { readonly width: number; readonly height: number },
  placing?: Parameters<typeof placeNames>[3],
): Label[] {
  const texts = shortenAll(names, 22);
  const stands = points.length > mostPlaced ? [] : placeNames(points, texts.map(widthOf), frame, placing);
  return texts.map((text, k) => ({ text, stand: stands[k] }));
}

let pen: CanvasRenderingContext2D | null | undefined;

/** Pixels that a text takes in the charts' font of 11 px. */
export function widthOf(text: string): number {
  if (pen === undefined && typeof document !== "undefined") {
    pen = document.createElement("canvas").getContext("2d");
    if (pen) pen.font = `11px ${getComputedStyle(document.body).fontFamily}`;
  }
  return pen ? pen.measureText(text).width + 1 : text.length * characterWidth;
}

/** Names as elements, with a thin line to the point where they stand apart. @param left, top - of the frame in the drawing */
export function labelElement(
  { text, stand }: Label,
  [x, y]: Corner,
  { left, top }: { readonly left: number; readonly top: number },
): SVGElement | undefined {
  if (!stand) return undefined;
  const made = svg("text", {
    x: (stand.x + left).toFixed(1),
    y: (stand.y + top).toFixed(1),
    dy: "0.32em",
    "text-anchor": stand.anchor,
    fill: "currentColor",
    stroke: "var(--paper)",
    "stroke-width": "3",
    "stroke-linejoin": "round",
    "paint-order": "stroke",
  });
  made.textContent = text;
  if (!stand.leads) return made;
  const group = svg("g", {});
  const ends = { x1: x + left, y1: y + top, x2: stand.x + left, y2: stand.y + top };
  const places = Object.fromEntries(Object.entries(ends).map(([name, value]) => [name, value.toFixed(1)]));
  group.append(svg("line", { ...places, stroke: "var(--quiet)", "stroke-width": "0.7" }), made);
  return group;
}
