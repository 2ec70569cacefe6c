import { shorten } from "../../words.ts";
import { element } from "./element.ts";

/** The text, or of a long one both ends, with the whole to be read by pointing at it. */
export function words(text: string, longest: number): string | HTMLElement {
  const shown = shorten(text, longest);
  return shown === text ? text : element("span", { title: text }, [shown]);
}

/** Each line of a tip, shortened. */
export function shortLines(text: string): string {
  return text
    .split("\n")
    .map((line) => shorten(line, 60))
    .join("\n");
}
