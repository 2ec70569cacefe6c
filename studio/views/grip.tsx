/** The handle that moves a card: by dragging, or with the arrow keys. */
import { useRef } from "preact/hooks";
import { moveBy, moveTo } from "./arrangement.ts";
import type { Grid } from "./card.tsx";

interface Target {
  readonly id: string;
  readonly side: "before" | "after";
}

export function Grip({
  id,
  title,
  grid,
}: {
  readonly id: string;
  readonly title: string;
  readonly grid: Grid;
}) {
  const target = useRef<Target | undefined>(undefined);
  const mark = (next: Target | undefined, card: HTMLElement) => {
    target.current = next;
    for (const other of card.parentElement!.children as Iterable<HTMLElement>) {
      const isTarget = other.dataset["card"] === next?.id;
      other.toggleAttribute("data-before", isTarget && next!.side === "before");
      other.toggleAttribute("data-after", isTarget && next!.side === "after");
    }
  };
  const cardOf = (event: Event) => (event.currentTarget as Element).closest<HTMLElement>(".card")!;
  return (
    <button
      class="icon grip"
      aria-label={`Move ${title}`}
      title="Drag it, or press the arrow keys"
      onKeyDown={(event) => {
        const by = steps[event.key];
        if (by === undefined) return;
        event.preventDefault();
        moveBy(grid.views, id, by, grid.open);
        focusAgain(event.currentTarget);
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        cardOf(event).classList.add("moving");
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId))
          mark(targetAt(event, cardOf(event)), cardOf(event));
      }}
      onPointerUp={() => {
        if (target.current) moveTo(grid.views, id, target.current);
      }}
      onLostPointerCapture={(event) => {
        mark(undefined, cardOf(event));
        cardOf(event).classList.remove("moving");
      }}
    >
      ⠿
    </button>
  );
}

const steps: Readonly<Record<string, -1 | 1>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/** The card of the same grid under the pointer, and on which side of it. */
function targetAt({ clientX, clientY }: PointerEvent, own: HTMLElement): Target | undefined {
  for (const other of own.parentElement!.children as Iterable<HTMLElement>) {
    const { left, right, top, bottom, width } = other.getBoundingClientRect();
    if (other === own || clientX < left || clientX > right || clientY < top || clientY > bottom) continue;
    return { id: other.dataset["card"]!, side: clientX < left + width / 2 ? "before" : "after" };
  }
  return undefined;
}

/** A card that was moved in the page has lost the focus. */
function focusAgain(grip: HTMLElement): void {
  requestAnimationFrame(() => {
    grip.focus();
    grip.closest(".card")?.scrollIntoView({ block: "nearest" });
  });
}
