import type { TableFigure } from "../../figures.ts";
import type { Link } from "../link.ts";
import { element, fill } from "../parts/element.ts";
import { frame } from "../parts/frame.ts";
import { tableOf } from "../table/table.ts";
import { words } from "../parts/words.ts";
import { most } from "../../words.ts";
import { valuesOf } from "../values/values.ts";

export function tableFigure(figure: TableFigure, link: Link): HTMLElement[] {
  const { title, collapsed, caption = "" } = figure;
  const make = () => tableOf(title, valuesOf(figure), link);
  if (!collapsed) return [frame(figure, make(), [caption])];
  return [element("figure", { class: "wide" }, [collapsible(title, make)])];
}

/** Content below a summary. It is made each time the reader opens it. */
export function collapsible(
  text: string,
  make: () => readonly Node[],
  attributes: Readonly<Record<string, string>> = {},
): HTMLElement {
  const content = element("div", {}, []);
  const summary = element("summary", attributes, [words(text, most.title)]);
  const details = element("details", {}, [summary, content]);
  details.addEventListener("toggle", () => fill(content, details.open ? make() : []));
  return details;
}
