import type { Figure } from "../../figures.ts";
import { most } from "../../words.ts";
import { element } from "./element.ts";
import { words } from "./words.ts";

/** A figure with its title above and its caption below. */
export function frame(
  { title, wide }: Pick<Figure, "title" | "wide">,
  content: readonly Node[],
  caption: readonly (string | Node)[],
): HTMLElement {
  const said = caption
    .filter((part) => part !== "")
    .map((part) => (typeof part === "string" ? words(part, most.sentence) : part));
  return element("figure", wide ? { class: "wide" } : {}, [
    element("h3", {}, [words(title, most.title)]),
    ...content,
    ...(said.length > 0 ? [element("figcaption", {}, said)] : []),
  ]);
}

/** The legends of a drawing, and on the right what acts on it. */
export function above(legend: readonly HTMLElement[], controls: HTMLElement | undefined): HTMLElement {
  return element("div", { class: "above" }, [element("div", {}, legend), ...(controls ? [controls] : [])]);
}
