import { largestOf, smallestOf } from "../../../base/lists.ts";
import { shorten } from "../../words.ts";

/** Names beside points and axes: shortened, and drawn only where there is room. */

/** Average width of a character in the charts' 11 px font, in pixels. */
export const characterWidth = 6.2;

/** The names shortened to `most` pixels, and the room that the longest takes. */
export function fitNames(names: readonly string[], most: number): { room: number; shown: string[] } {
  const longest = Math.max(4, Math.floor(most / characterWidth) - 1);
  const shown = shortenAll(names, longest);
  return { room: (largestOf(shown.map((name) => [...name].length)) + 1.5) * characterWidth, shown };
}

/**
 * Shortens all names to `longest` characters. If one is longer, the start that all names share is
 * removed first, because it does not tell them apart: "resnet50_seed12_layer3" becomes "…12_layer3".
 */
export function shortenAll(names: readonly string[], longest: number): string[] {
  if (names.every((name) => [...name].length <= longest)) return [...names];
  const shared = sharedStart(names);
  const rests = shared > 2 ? names.map((name) => `…${[...name].slice(shared).join("")}`) : names;
  return rests.map((name) => shorten(name, longest));
}

/** Number of characters at the start that all names share. At least one character of each name is left over. */
function sharedStart(names: readonly string[]): number {
  const [first, ...others] = names.map((name) => [...name]);
  if (!first || others.length === 0) return 0;
  const differs = first.findIndex((character, i) => others.some((other) => other[i] !== character));
  const shortest = smallestOf([first, ...others].map((name) => name.length));
  return Math.min(differs < 0 ? shortest : differs, shortest - 1);
}

/** k, if every k-th name is to be drawn so that names do not overlap. @param step - pixels between names */
export function thinning(step: number): number {
  return Math.max(1, Math.ceil(11 / step));
}

export type Side = "right" | "left" | "top" | "bottom";

interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

const height = 12;
const gap = 6;

/**
 * For each point, a side on which its name touches no other name, no other point and
 * not the frame; undefined if there is none.
 *
 * @param points - in pixels
 * @param frame - width and height in pixels
 */
export function placeLabels(
  points: readonly (readonly [number, number])[],
  names: readonly string[],
  frame: { width: number; height: number },
): (Side | undefined)[] {
  const taken: Box[] = points.map(([x, y]) => ({ x0: x - 3, y0: y - 3, x1: x + 3, y1: y + 3 }));
  const inFrame = (b: Box) => b.x0 >= 0 && b.y0 >= 0 && b.x1 <= frame.width && b.y1 <= frame.height;
  return points.map((point, i) => {
    const boxes = boxesAround(point, [...names[i]!].length * characterWidth);
    const free = (box: Box) => inFrame(box) && !taken.some((other) => overlap(box, other));
    const found = boxes.find(([, box]) => free(box));
    if (found) taken.push(found[1]);
    return found?.[0];
  });
}

function boxesAround([x, y]: readonly [number, number], width: number): [Side, Box][] {
  const beside = { y0: y - height / 2, y1: y + height / 2 };
  const around = { x0: x - width / 2, x1: x + width / 2 };
  return [
    ["right", { ...beside, x0: x + gap, x1: x + gap + width }],
    ["left", { ...beside, x0: x - gap - width, x1: x - gap }],
    ["top", { ...around, y0: y - gap - height, y1: y - gap }],
    ["bottom", { ...around, y0: y + gap, y1: y + gap + height }],
  ];
}

function overlap(a: Box, b: Box): boolean {
  return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}
