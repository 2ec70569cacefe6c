import type { Figure } from "../../figures.ts";
import {
  holdsOf,
  isEmpty,
  nothing,
  selectionOf,
  selectionOfPair,
  toggled,
  type Holds,
  type ItemKind,
  type Link,
  type Selection,
} from "../link.ts";

/** Something drawn, and what it stands for: `selectionOf("networks", [name])`, `selectionOfPair(pair)`. */
export interface Item {
  /** Marks, names and whatever else shows it. */
  readonly elements: readonly Element[];
  readonly stands: Selection;
}

/** The linked items of one chart. */
export interface Linked {
  /** After each drawing: the items that are there now. */
  show(items: readonly Item[]): void;
}

/** Classes of an item that is selected, under the pointer somewhere, or neither while others are selected. */
const [chosen, lit, dim] = ["chosen", "lit", "dim"];

/**
 * Links the items of a drawing. They light what they stand for under the pointer and with the focus;
 * a click (Enter and Space with the focus) selects it, with the shift, control or command key in
 * addition. Items get the classes `chosen`, `lit` and `dim`.
 *
 * @param box - what is there as long as the chart is, e.g. `drawingBox(…).box`; the items lie inside it
 */
export function linked(box: Element, link: Link): Linked {
  let items: readonly Item[] = [];
  let standing = new WeakMap<Element, Selection>();
  const found = ({ target }: Event) => closest(target as Element | null, box, standing);
  const paint = () => paintItems(items, link);
  listen(box, link, found);
  whileKept(box, link, paint);
  return {
    show(next) {
      items = next;
      standing = new WeakMap(next.flatMap(({ elements, stands }) => elements.map((one) => [one, stands])));
      paint();
    },
  };
}

/** What the innermost item around this element stands for. */
function closest(
  from: Element | null,
  box: Element,
  standing: WeakMap<Element, Selection>,
): Selection | undefined {
  for (let at = from; at && at !== box; at = at.parentElement) {
    const stands = standing.get(at);
    if (stands) return stands;
  }
  return undefined;
}

function listen(box: Element, link: Link, found: (event: Event) => Selection | undefined): void {
  const over = (event: Event) => link.light(found(event) ?? nothing);
  const out = () => link.light(nothing);
  const pick = (event: MouseEvent | KeyboardEvent) => {
    const stands = found(event);
    if (stands) choose(link, stands, event);
    return stands !== undefined;
  };
  for (const type of ["pointerover", "focusin"]) box.addEventListener(type, over);
  for (const type of ["pointerleave", "focusout"]) box.addEventListener(type, out);
  box.addEventListener("click", (event) => pick(event as MouseEvent));
  box.addEventListener("keydown", (event) => {
    const { key } = event as KeyboardEvent;
    if ((key === "Enter" || key === " ") && pick(event as KeyboardEvent)) event.preventDefault();
  });
}

/**
 * Selects what was clicked; in addition to what is selected with the shift, control or command key.
 * A second click on what is selected alone lets it go.
 */
export function choose(
  link: Link,
  stands: Selection,
  { shiftKey, ctrlKey, metaKey }: Pick<MouseEvent, "shiftKey" | "ctrlKey" | "metaKey">,
): void {
  if (shiftKey || ctrlKey || metaKey) return link.select(toggled(link.selected, stands));
  const without = toggled(link.selected, stands);
  link.select(isEmpty(without) ? nothing : stands);
}

/**
 * Calls `changed` after changes of the link, once a frame at most, for as long as somebody holds
 * `element`: a chart that was taken out of the page and let go is forgotten.
 */
export function whileKept(element: Element, link: Link, changed: () => void): void {
  let waits = false;
  const later = () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      changed();
    });
  };
  keptBy.set(element, [...(keptBy.get(element) ?? []), later]);
  listenWeakly(link, new WeakRef(later));
}

/** In a function of its own: what closures of one function share is held by each of them. */
function listenWeakly(link: Link, held: WeakRef<() => void>): void {
  const end = link.subscribe(() => {
    const call = held.deref();
    if (call) call();
    else end();
  });
}

/** What listens for an element lives as long as the element does; the link holds it weakly. */
const keptBy = new WeakMap<Element, (() => void)[]>();

function paintItems(items: readonly Item[], link: Link): void {
  const [selected, under] = [holdsOf(link.selected), holdsOf(link.lit)];
  for (const { elements, stands } of items) {
    const state = stateOf(stands, selected, under);
    for (const one of elements) paintItem(one, state);
  }
}

/** A row of a table says it with `aria-selected` too. */
function paintItem(element: Element, state: readonly [string, boolean][]): void {
  const { classList } = element;
  for (const [name, is] of state) if (classList.contains(name) !== is) classList.toggle(name, is);
  if (element.hasAttribute("aria-selected")) element.setAttribute("aria-selected", String(state[0]![1]));
}

function stateOf(stands: Selection, selected: Holds, under: Holds): [string, boolean][] {
  const [isChosen, isLit] = [selected.holds(stands), under.holds(stands)];
  return [
    [chosen!, isChosen],
    [lit!, isLit],
    [dim!, !isChosen && !isLit && selected.concerns(stands)],
  ];
}

/** Which names the items of a figure, or the rows or columns of its matrices, have in the link. */
export interface Names {
  readonly kind: ItemKind;
  readonly names: readonly string[];
}

/**
 * What a figure declares of its items (`stimuli`, else `networks`); undefined where they are neither.
 * @param own - the names that the items have in the figure
 * @param side - of matrices; "items" of everything else
 */
export function declared(
  figure: Pick<Figure, "networks" | "stimuli">,
  own: readonly string[],
  side: "items" | "rows" | "columns" = "items",
): Names | undefined {
  for (const kind of ["stimuli", "networks"] as const) {
    const given = figure[kind];
    if (given === undefined) continue;
    if (typeof given !== "string") return { kind, names: given };
    if (given === "items" || given === side) return { kind, names: own };
  }
  return undefined;
}

/** What each item of a figure stands for: `pairs`, `networks` or `stimuli` as it declares them. */
export function standing(
  figure: Pick<Figure, "networks" | "stimuli" | "pairs">,
  own: readonly string[],
): (item: number) => Selection | undefined {
  const { pairs } = figure;
  if (pairs) return (item) => (pairs[item] ? selectionOfPair(pairs[item]) : undefined);
  const found = declared(figure, own);
  return (item) => {
    const name = found?.names[item];
    return name === undefined ? undefined : selectionOf(found!.kind, [name]);
  };
}
