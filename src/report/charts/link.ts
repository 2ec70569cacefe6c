/**
 * What is selected, and what is under the pointer, in all charts of one page. A chart reads and writes
 * nothing else, so charts that share a link light the same networks, pairs and stimuli, and know
 * nothing of each other. Everything is said by name.
 */

/** Two networks: that of the row and that of the column. */
export type Pair = readonly [first: string, second: string];

/** Names of networks (or subjects, layers, regions), pairs of them, and names of stimuli. */
export interface Selection {
  readonly networks: readonly string[];
  readonly pairs: readonly Pair[];
  readonly stimuli: readonly string[];
}

/** What the items of a figure are. */
export type ItemKind = "networks" | "stimuli";

export interface Link {
  /** What the reader has chosen. */
  readonly selected: Selection;
  /** What is under the pointer, or has the focus. */
  readonly lit: Selection;
  select(next: Selection): void;
  light(next: Selection): void;
  /**
   * Calls `changed` after each change, until the function that it returns is called.
   * @returns ends it
   */
  subscribe(changed: () => void): () => void;
}

export const nothing: Selection = { networks: [], pairs: [], stimuli: [] };

/** A link in which nothing is selected. */
export function createLink(): Link {
  const listeners = new Set<() => void>();
  let [selected, lit] = [nothing, nothing];
  const tell = () => [...listeners].forEach((listener) => listener());
  return {
    get selected() {
      return selected;
    },
    get lit() {
      return lit;
    },
    select(next) {
      if (isSame(selected, next)) return;
      selected = next;
      tell();
    },
    light(next) {
      if (isSame(lit, next)) return;
      lit = next;
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A selection of these items alone. */
export function selectionOf(kind: ItemKind, names: readonly string[]): Selection {
  return { ...nothing, [kind]: names };
}

/** A selection of this pair and of its two networks. */
export function selectionOfPair(pair: Pair): Selection {
  return { ...nothing, networks: [...new Set(pair)], pairs: [pair] };
}

/**
 * Both together: what a click with the shift key does. What is in both of one kind is taken out; the
 * networks of pairs that stay are kept.
 */
export function toggled(before: Selection, change: Selection): Selection {
  const pairs = either(before.pairs.map(keyOf), change.pairs.map(keyOf)).map(
    (key) => JSON.parse(key) as Pair,
  );
  const networks = either(before.networks, change.networks);
  return {
    networks: change.pairs.length > 0 ? [...new Set([...networks, ...pairs.flat()])] : networks,
    stimuli: either(before.stimuli, change.stimuli),
    pairs,
  };
}

/** Whether nothing is in it. */
export function isEmpty({ networks, pairs, stimuli }: Selection): boolean {
  return networks.length + pairs.length + stimuli.length === 0;
}

/** Whether this pair is in the selection, in either order. */
export function hasPair({ pairs }: Selection, [a, b]: Pair): boolean {
  return pairs.some(([x, y]) => (x === a && y === b) || (x === b && y === a));
}

/** A pair has one key in either order. */
function keyOf([a, b]: Pair): string {
  return JSON.stringify(a < b ? [a, b] : [b, a]);
}

/** A question that is asked of many items after one change. */
export interface Holds {
  /** Whether the selection says anything of items of this kind: then the others are dimmed. */
  concerns(item: Selection): boolean;
  /** Whether the item is in the selection. */
  holds(item: Selection): boolean;
}

/**
 * What of the items of a drawing is in a selection. An item of several names (a cluster) is in it if
 * all of them are. A pair is in it if it was chosen itself; where no pair was, if both of its networks
 * were, or the only one that was chosen is one of them.
 */
export function holdsOf(selection: Selection): Holds {
  const networks = new Set(selection.networks);
  const stimuli = new Set(selection.stimuli);
  const pairs = new Set(selection.pairs.map(keyOf));
  const all = (names: readonly string[], chosen: ReadonlySet<string>) =>
    names.length > 0 && chosen.size > 0 && names.every((name) => chosen.has(name));
  const holdsPair = (pair: Pair) =>
    pairs.size > 0
      ? pairs.has(keyOf(pair))
      : networks.size === 1
        ? pair.some((name) => networks.has(name))
        : all(pair, networks);
  return {
    concerns: (item) =>
      item.pairs.length > 0
        ? pairs.size + networks.size > 0
        : (item.networks.length > 0 && networks.size > 0) || (item.stimuli.length > 0 && stimuli.size > 0),
    holds: (item) =>
      item.pairs.length > 0
        ? item.pairs.every(holdsPair)
        : all(item.networks, networks) || all(item.stimuli, stimuli),
  };
}

function either(before: readonly string[], change: readonly string[]): string[] {
  const had = new Set(before);
  const changed = new Set(change);
  if (change.every((name) => had.has(name))) return before.filter((name) => !changed.has(name));
  return [...new Set([...before, ...change])];
}

function isSame(a: Selection, b: Selection): boolean {
  return (
    a === b ||
    (isSameList(a.networks, b.networks) &&
      isSameList(a.stimuli, b.stimuli) &&
      isSameList(a.pairs.map(keyOf), b.pairs.map(keyOf)))
  );
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, k) => name === b[k]);
}
