import type { Corner } from "./lasso.ts";

/** What dragging does. Places are pixels of the page's window. */
export interface Dragging {
  /** Whether a drag that begins so is a lasso; undefined if it is nothing, and the page may scroll. */
  kind(event: PointerEvent): "lasso" | "move" | undefined;
  move(right: number, down: number): void;
  /** Two fingers: nearer by a factor about a place. */
  pinch(factor: number, about: Corner): void;
  /** The line so far. @param done - whether the pointer was let go */
  lasso(line: readonly Corner[], done: boolean, event: PointerEvent): void;
}

const least = 4; // pixels; a pointer that moves less clicks

/** Listens to pointers on `target`. A drag is no click. */
export function listenToDrags(target: HTMLElement, { kind, move, pinch, lasso }: Dragging): void {
  const pointers = new Map<number, Corner>();
  let start: Corner | undefined;
  let what: "lasso" | "move" | undefined;
  let line: Corner[] = [];
  let isDragged = false;
  const placeOf = ({ clientX, clientY }: PointerEvent): Corner => [clientX, clientY];
  const begin = (event: PointerEvent) => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    pointers.set(event.pointerId, placeOf(event));
    if (pointers.size > 1) return;
    [start, what, isDragged] = [placeOf(event), kind(event), false];
    line = [start];
  };
  const go = (event: PointerEvent) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = placeOf(event);
    if (pointers.size > 1) {
      const other = [...pointers].find(([id]) => id !== event.pointerId)![1];
      const factor = distance(now, other) / (distance(before, other) || 1);
      pinch(factor, [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]);
      [isDragged, what] = [true, undefined];
    } else if (what && (isDragged || distance(now, start!) > least)) {
      if (!isDragged) target.setPointerCapture(event.pointerId);
      isDragged = true;
      line.push(now);
      if (what === "lasso") lasso(line, false, event);
      else move(now[0] - before[0], now[1] - before[1]);
    }
    pointers.set(event.pointerId, now);
  };
  const end = (event: PointerEvent) => {
    if (!pointers.delete(event.pointerId) || pointers.size > 0) return;
    if (what === "lasso" && isDragged) lasso(line, true, event);
    what = undefined;
  };
  target.addEventListener("pointerdown", begin, true); // before a drawing inside may keep it from its box
  target.addEventListener("pointermove", go);
  for (const type of ["pointerup", "pointercancel"] as const) target.addEventListener(type, end);
  target.addEventListener(
    "click",
    (event) => {
      if (isDragged) event.stopImmediatePropagation();
      isDragged = false;
    },
    true,
  );
}

function distance([x, y]: Corner, [toX, toY]: Corner): number {
  return Math.hypot(toX - x, toY - y);
}
