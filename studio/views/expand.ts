/** One card over the whole window. */
import { signal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";

/** The card that fills the window. */
export const expanded = signal<string | undefined>(undefined);

/**
 * While the card fills the window nothing else can be reached, and Escape gives the page back. It stays where
 * it is in the document and is shown in the top layer, so that its chart keeps zoom and selection.
 */
export function useExpanded(card: { readonly current: HTMLElement | null }, isExpanded: boolean): void {
  useLayoutEffect(() => {
    if (!isExpanded) return;
    const element = card.current!;
    const before = document.activeElement as HTMLElement | null;
    element.popover = "manual";
    element.showPopover();
    const release = isolate(element);
    document.addEventListener("keydown", closeByEscape);
    return () => {
      document.removeEventListener("keydown", closeByEscape);
      release();
      element.popover = null;
      before?.focus();
    };
  }, [isExpanded]);
}

function closeByEscape(event: KeyboardEvent): void {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector(".popup:popover-open"))
    return;
  event.preventDefault();
  expanded.value = undefined;
}

/** Makes everything but this element inert. @returns undoes it */
function isolate(element: HTMLElement): () => void {
  const made: HTMLElement[] = [];
  for (let at = element; at.parentElement && at !== document.body; at = at.parentElement)
    for (const other of at.parentElement.children)
      if (other !== at && other instanceof HTMLElement && !other.inert) {
        other.inert = true;
        made.push(other);
      }
  return () => made.forEach((one) => (one.inert = false));
}
