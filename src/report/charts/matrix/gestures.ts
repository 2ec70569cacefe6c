/** What a reader does with a matrix, in pixels of its drawing. */
export interface Gestures {
  point(x: number, y: number): void;
  leave(): void;
  click(x: number, y: number, event: MouseEvent): void;
  /** While a box is drawn, and at its end with the event. */
  box(from: Point, to: Point, end?: MouseEvent): void;
  zoom(factor: number, x: number, y: number): void;
  /** @returns whether it moved; if not, the page scrolls */
  pan(dx: number, dy: number): boolean;
  reset(): void;
  /** @returns whether the key does something here */
  key(event: KeyboardEvent): boolean;
}

export type Point = readonly [x: number, y: number];

/** Pixels from which on a press is a drag. */
const slack = 4;

/** Hears the pointer, the wheel, two fingers and the keys. */
export function hear(surface: HTMLElement, gestures: Gestures): void {
  const at = ({ clientX, clientY }: MouseEvent): Point => {
    const box = surface.getBoundingClientRect();
    return [clientX - box.left, clientY - box.top];
  };
  hearDrags(surface, gestures, at);
  hearFingers(surface, gestures, at);
  surface.addEventListener("pointermove", (event) => gestures.point(...at(event)));
  surface.addEventListener("pointerleave", () => gestures.leave());
  surface.addEventListener("dblclick", () => gestures.reset());
  surface.addEventListener("keydown", (event) => {
    if (!gestures.key(event)) return;
    event.preventDefault();
  });
  surface.addEventListener(
    "wheel",
    (event) => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        return gestures.zoom(Math.exp(Math.max(-1, Math.min(1, event.deltaY / 100)) * 0.35), ...at(event));
      }
      // Only after a click into it, so that a page can be scrolled with the pointer over it.
      const hasFocus = document.activeElement === surface;
      if (hasFocus && gestures.pan(event.deltaX, event.deltaY)) event.preventDefault();
    },
    { passive: false },
  );
}

/** Drags of a mouse or a pen draw a box; with the alt key or the middle button they move what is shown. */
function hearDrags(surface: HTMLElement, gestures: Gestures, at: (event: MouseEvent) => Point): void {
  let [start, last]: (Point | undefined)[] = [];
  let [isDragged, moves] = [false, false];
  surface.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" || event.button > 1) return;
    start = last = at(event);
    [isDragged, moves] = [false, event.altKey || event.button === 1];
  });
  surface.addEventListener("pointermove", (event) => {
    if (!start || !last || event.buttons === 0) return;
    const now = at(event);
    if (!isDragged && Math.hypot(now[0] - start[0], now[1] - start[1]) < slack) return;
    if (!isDragged) surface.setPointerCapture(event.pointerId);
    isDragged = true;
    if (!moves) return gestures.box(start, now);
    gestures.pan(last[0] - now[0], last[1] - now[1]);
    last = now;
  });
  surface.addEventListener("pointerup", (event) => {
    if (start && isDragged && !moves) gestures.box(start, at(event), event);
    start = undefined;
  });
  surface.addEventListener("pointercancel", () => (start = undefined));
  surface.addEventListener("click", (event) => {
    if (!isDragged) gestures.click(...at(event), event);
    isDragged = false;
  });
}

/** Two fingers zoom and move; one scrolls the page, as everywhere. */
function hearFingers(surface: HTMLElement, gestures: Gestures, at: (event: MouseEvent) => Point): void {
  const fingers = new Map<number, Point>();
  const spread = () => {
    const [a, b] = [...fingers.values()] as [Point, Point];
    return { apart: Math.hypot(a[0] - b[0], a[1] - b[1]), x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2 };
  };
  surface.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") fingers.set(event.pointerId, at(event));
  });
  surface.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    if (fingers.size !== 2) return void fingers.set(event.pointerId, at(event));
    const before = spread();
    fingers.set(event.pointerId, at(event));
    const now = spread();
    gestures.zoom(before.apart / now.apart, now.x, now.y);
    gestures.pan(before.x - now.x, before.y - now.y);
  });
  for (const type of ["pointerup", "pointercancel", "pointerleave"] as const)
    surface.addEventListener(type, (event) => void fingers.delete(event.pointerId));
}
