import { element } from "./element.ts";

/** Colours of the style sheet, told apart with every kind of colour vision, light and dark. */
const colours = 8;

/** The distinct words in the order in which they come, and a colour for each. */
export function paletteOf(groups: readonly string[]): Map<string, string> {
  const distinct = [...new Set(groups)];
  return new Map(distinct.map((group, k) => [group, colourAt(k)]));
}

/** The k-th colour; after the last the first comes again. */
export function colourAt(k: number): string {
  return `var(--group-${k % colours})`;
}

/** Words with their colours; nothing where there is one alone. */
export function legendOf(palette: ReadonlyMap<string, string>): HTMLElement[] {
  if (palette.size < 2) return [];
  const items = [...palette].map(([word, colour]) =>
    element("span", {}, [element("i", { style: `background: ${colour}` }, []), word]),
  );
  return [element("div", { class: "swatches" }, items)];
}
