import { colourCount } from "../../look/item-look.ts";
import { most } from "../../words.ts";
import { element } from "./element.ts";
import { words } from "./words.ts";

/** A colour for each distinct word, in order of first occurrence. */
export function paletteOf(groups: readonly string[]): Map<string, string> {
  const distinct = [...new Set(groups)];
  return new Map(distinct.map((group, k) => [group, colourAt(k)]));
}

/** The k-th colour. After the last, the first is used again. */
export function colourAt(k: number): string {
  return `var(--group-${k % colourCount})`;
}

/** The words with their colours. Empty if there is only one word. */
export function legendOf(palette: ReadonlyMap<string, string>): HTMLElement[] {
  if (palette.size < 2) return [];
  const items = [...palette].map(([word, colour]) =>
    element("span", {}, [swatch(colour), words(word, most.word)]),
  );
  return [element("div", { class: "swatches" }, items)];
}

function swatch(colour: string): HTMLElement {
  const made = element("i", {}, []);
  made.style.background = colour; // a style attribute would be forbidden in a page with a strict policy
  return made;
}
