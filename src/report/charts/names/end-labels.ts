import { shorten } from "../../words.ts";
import { svg } from "../parts/element.ts";
import { widthOf } from "./point-labels.ts";

/** A name at the right end of a line, in pixels. */
export interface EndLabel {
  readonly text: string;
  readonly y: number;
  readonly colour: string;
}

const height = 13;

/** Farther from its line a name would not be read as its own. */
const farthest = 20;

const widest = 150;

/**
 * Moves names apart that would stand on one another.
 * @returns where each stands, or undefined if one would be far from its line
 */
export function spreadEnds(wanted: readonly number[], top: number, bottom: number): number[] | undefined {
  const order = [...wanted.keys()].sort((a, b) => wanted[a]! - wanted[b]!);
  const at = [...wanted];
  for (let turn = 0; turn < 40; turn++) {
    for (const [k, i] of order.entries()) {
      const j = order[k + 1];
      const short = j === undefined ? 0 : height - (at[j]! - at[i]!);
      if (short <= 0) continue;
      at[i]! -= short / 2;
      at[j!]! += short / 2;
    }
    for (const [i, y] of at.entries()) at[i] = Math.min(bottom, Math.max(top, y));
  }
  const isApart = order.every((i, k) => k === 0 || at[i]! - at[order[k - 1]!]! > height - 1);
  return isApart && at.every((y, i) => Math.abs(y - wanted[i]!) <= farthest) ? at : undefined;
}

/** Pixels that names at the ends take, or undefined if they are too long. */
export function endRoom(names: readonly string[], width: number): number | undefined {
  const room = names.reduce((most, name) => Math.max(most, widthOf(name)), 0) + 14;
  return room <= Math.min(widest, 0.3 * width) ? room : undefined;
}

export function endElement({ text, y, colour }: EndLabel, x: number): SVGElement {
  const made = svg("text", {
    x: x.toFixed(1),
    y: y.toFixed(1),
    dy: "0.32em",
    "text-anchor": "start",
    fill: colour,
  });
  made.textContent = shorten(text, 40);
  return made;
}
