import { fill } from "../src/report/charts/parts/element.ts";
import { words } from "../src/report/charts/parts/words.ts";
import { most } from "../src/report/words.ts";

/** The element of the page with this id. It must exist in index.html. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** Shows an error message in its place on the page; an empty message hides the place. */
export function say(message: string): void {
  const box = byId("message");
  box.hidden = message === "";
  fill(box, [words(message, most.sentence)]);
  if (message) box.scrollIntoView({ block: "nearest" });
}

/** Runs `work`. If it throws, the message is shown on the page and the error is not thrown again. */
export async function orSay(work: () => void | Promise<void>): Promise<void> {
  say("");
  try {
    await work();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}
