/** Where cards stand. Each function gives a new arrangement; the session keeps it. */
import { change } from "../session/store.ts";
import type { Placed } from "../session/types.ts";

/** What stands in a grid: the keys of its views, as they come by themselves. */
export interface Standing {
  readonly id: string;
  /** Takes the whole width unless the person says otherwise. */
  readonly wide?: boolean;
}

/** The views in the order that the person gave them; new ones come last. */
export function arranged<V extends Standing>(
  views: readonly V[],
  arrangement: readonly Placed[],
): { readonly view: V; readonly placed: Placed }[] {
  const places = new Map(arrangement.map((placed, at) => [placed.view, at]));
  return views
    .map((view) => ({ view, at: places.get(view.id) ?? Infinity }))
    .sort((a, b) => (a.at === b.at ? 0 : a.at - b.at))
    .map(({ view, at }) => ({ view, placed: arrangement[at] ?? { view: view.id } }));
}

/** Writes down where all cards of a grid stand, after `next` changed the list. */
function rearrange(
  views: readonly Standing[],
  next: (all: readonly Placed[]) => readonly Placed[],
  what: string,
): void {
  const own = new Set(views.map(({ id }) => id));
  change((session) => {
    const now = arranged(views, session.arrangement).map(({ placed }) => placed);
    const others = session.arrangement.filter(({ view }) => !own.has(view));
    return { ...session, arrangement: [...others, ...next(now)] };
  }, what);
}

export function changePlaced(
  views: readonly Standing[],
  id: string,
  next: Partial<Placed>,
  what: string,
): void {
  rearrange(views, (all) => all.map((one) => (one.view === id ? { ...one, ...next } : one)), what);
}

/** Puts a card before or after another one. */
export function moveTo(
  views: readonly Standing[],
  id: string,
  to: { readonly id: string; readonly side: "before" | "after" },
): void {
  const move = (all: readonly Placed[]) => {
    const moved = all.find(({ view }) => view === id);
    const others = all.filter(({ view }) => view !== id);
    const at = others.findIndex(({ view }) => view === to.id) + (to.side === "after" ? 1 : 0);
    return moved ? [...others.slice(0, at), moved, ...others.slice(at)] : all;
  };
  rearrange(views, move, "move a view");
}

/** One place earlier or later among those that are open. */
export function moveBy(views: readonly Standing[], id: string, by: -1 | 1, open: readonly string[]): void {
  const other = open[open.indexOf(id) + by];
  if (other !== undefined) moveTo(views, id, { id: other, side: by < 0 ? "before" : "after" });
}
