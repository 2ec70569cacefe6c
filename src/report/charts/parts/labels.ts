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
