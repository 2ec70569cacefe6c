/** The element of the page with this id; the page is ours, so it is there. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** Shows what went wrong, or nothing, in the place for messages. */
export function say(message: string): void {
  const box = byId("message");
  box.hidden = message === "";
  box.textContent = message;
  if (message) box.scrollIntoView({ block: "nearest" });
}

/** Runs `work`; what it throws is shown to the reader and goes no further. */
export async function orSay(work: () => void | Promise<void>): Promise<void> {
  say("");
  try {
    await work();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}
