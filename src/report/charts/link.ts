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

/** Both together: what a click with the shift key does. What is in both of one kind is taken out. */
export function toggled(before: Selection, change: Selection): Selection {
  return {
    networks: either(before.networks, change.networks),
    stimuli: either(before.stimuli, change.stimuli),
    pairs: either(before.pairs.map(keyOf), change.pairs.map(keyOf)).map((key) => JSON.parse(key) as Pair),
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

function keyOf(pair: Pair): string {
  return JSON.stringify(pair);
}

function either(before: readonly string[], change: readonly string[]): string[] {
  const had = new Set(before);
  const all = change.every((name) => had.has(name));
  if (all) return before.filter((name) => !change.includes(name));
  return [...new Set([...before, ...change])];
}

function isSame(a: Selection, b: Selection): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
