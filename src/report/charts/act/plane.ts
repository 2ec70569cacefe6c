import { isEmpty, nothing, type Link, type Selection } from "../link.ts";
import { element, svg } from "../parts/element.ts";
import { unpinned } from "../parts/hover-tip.ts";
import { linked, type Item } from "../parts/linked.ts";
import { listenToDrags } from "./drag.ts";
import { pathOf, within, type Corner } from "./lasso.ts";
import { moved, wheelFactor, whole, zoomed, type View } from "./zoom.ts";

/** Where the points of a drawing lie, in its pixels. */
export interface PlaneFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Shown {
  readonly drawing: Element;
  readonly frame: PlaneFrame;
  /** What points stand for, and where each is, in pixels of the drawing. */
  readonly points: readonly { readonly at: Corner; readonly stands: Selection | undefined }[];
  readonly items: readonly Item[];
}

/** A drawing of points that are selected by a click or a lasso, and seen from nearer. */
export interface Plane {
  /** Stays when the drawing in it is made anew. */
  readonly stage: HTMLElement;
  readonly controls: HTMLElement;
  readonly view: () => View;
  /** Puts a new drawing on the stage. */
  show(shown: Shown): void;
}

/** What a drag does, and whether the plane can be seen from nearer. */
interface Moving {
  /**
   * Draws again, after the view changed; without it the plane cannot be seen from nearer.
   * @param isMoving - whether the view is likely to change again at once
   */
  readonly changed?: (isMoving: boolean) => void;
  /** What a drag does in place of moving the plane, in pixels. */
  readonly turn?: (right: number, down: number) => void;
}

export function planeOf(link: Link, { changed, turn }: Moving = {}): Plane {
  const stage = element("div", { class: "stage" }, []);
  const items = linked(stage, link);
  let [view, isLasso, waits, rest] = [whole, false, false, 0];
  let shown: Shown | undefined;
  const set = (next: View) => {
    view = next;
    mark();
    if (waits) return;
    waits = true;
    clearTimeout(rest);
    requestAnimationFrame(() => {
      waits = false;
      changed!(true);
      rest = window.setTimeout(() => changed!(false), 120);
    });
  };
  const mark = () => {
    stage.classList.toggle("near", view.scale > 1);
    stage.classList.toggle("lassoing", isLasso);
  };
  /** In shares of the frame, from its lower left. */
  const share = ([x, y]: Corner): Corner => {
    const { frame, drawing } = shown!;
    const { left, top } = drawing.getBoundingClientRect();
    return [(x - left - frame.left) / frame.width, 1 - (y - top - frame.top) / frame.height];
  };
  listenToDrags(stage, {
    kind: (event) =>
      isLasso || event.shiftKey ? "lasso" : turn || (changed && view.scale > 1) ? "move" : undefined,
    move: (right, down) =>
      turn ? turn(right, down) : set(moved(view, right / shown!.frame.width, -down / shown!.frame.height)),
    pinch: (factor, about) => changed && set(zoomed(view, factor, share(about))),
    lasso: (line, isDone, event) => shown && drawLasso(shown, line, isDone, link, event.shiftKey),
  });
  clearByClick(stage, link, () => shown);
  if (changed)
    stage.addEventListener("wheel", (event) => wheel(event, (next) => set(next(view, share))), {
      passive: false,
    });
  const lasso = lassoButton((isOn) => {
    isLasso = isOn;
    mark();
  });
  const zooms = changed ? zoomButtons((next) => set(next(view))) : [];
  const about = { class: "controls", role: "group", "aria-label": "Selecting and zooming" };
  return {
    stage,
    controls: element("div", about, [lasso, ...zooms]),
    view: () => view,
    show(next) {
      const focused = indexOfFocus(shown);
      shown = next;
      if (stage.firstChild !== next.drawing) stage.replaceChildren(unpinned(next.drawing));
      items.show(next.items);
      (next.items[focused]?.elements[0] as SVGElement | undefined)?.focus();
    },
  };
}

function lassoButton(turn: (isOn: boolean) => void): HTMLButtonElement {
  const title = "Draw a line around points to select them; or drag with the shift key.";
  const made = button("Lasso", title, () => {
    const isOn = made.ariaPressed !== "true";
    made.ariaPressed = String(isOn);
    turn(isOn);
  });
  made.ariaPressed = "false";
  return made;
}

function zoomButtons(set: (next: (view: View) => View) => void): HTMLButtonElement[] {
  const nearer = "Nearer. Also the wheel with the control or command key, or two fingers.";
  return [
    button("+", nearer, () => set((view) => zoomed(view, 1.6))),
    button("−", "Farther", () => set((view) => zoomed(view, 1 / 1.6))),
    button("All", "The whole map", () => set(() => whole)),
  ];
}

type Share = (at: Corner) => Corner;

function wheel(event: WheelEvent, set: (next: (view: View, share: Share) => View) => void): void {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  set((view, share) => zoomed(view, wheelFactor(event), share([event.clientX, event.clientY])));
}

/** The item that has the focus: its element is about to be replaced. */
function indexOfFocus(shown: Shown | undefined): number {
  const focus = document.activeElement;
  return shown && focus ? shown.items.findIndex(({ elements }) => elements[0] === focus) : -1;
}

function button(text: string, title: string, act: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", title, "aria-label": text.length > 1 ? text : title }, [
    text,
  ]);
  made.addEventListener("click", act);
  return made;
}

/** A click beside all points selects nothing. */
function clearByClick(stage: HTMLElement, link: Link, shown: () => Shown | undefined): void {
  stage.addEventListener("click", ({ target, shiftKey }) => {
    const isItem = shown()?.items.some(({ elements }) =>
      elements.some((one) => one.contains(target as Node)),
    );
    if (!isItem && !shiftKey) link.select(nothing);
  });
}

function drawLasso(
  { drawing, points }: Shown,
  corners: readonly Corner[],
  isDone: boolean,
  link: Link,
  adds: boolean,
) {
  drawing.querySelector(".lasso")?.remove();
  const { left, top } = drawing.getBoundingClientRect();
  const line = corners.map(([x, y]): Corner => [x - left, y - top]);
  if (!isDone) return drawing.append(svg("path", { class: "lasso", "data-passing": "", d: pathOf(line) }));
  const inside = within(
    line,
    points.map(({ at }) => at),
  ).flatMap((k) => points[k]!.stands ?? []);
  const found = together(adds ? [link.selected, ...inside] : inside);
  if (!isEmpty(found) || !adds) link.select(found);
}

/** Everything that is in one of them. */
export function together(selections: readonly Selection[]): Selection {
  const all = <T>(of: (one: Selection) => readonly T[]) => [...new Set(selections.flatMap(of))];
  const pairs = new Map(
    selections.flatMap((one) => one.pairs).map((pair) => [pair.toSorted().join("\n"), pair]),
  );
  return {
    networks: all((one) => one.networks),
    stimuli: all((one) => one.stimuli),
    pairs: [...pairs.values()],
  };
}
