/**
 * Which items are held out together, and which permutations exchange them.
 */

/** What items have in common that limits folds and permutations; a code for each item, from 0. */
export interface Ties {
  /** Items of one code, e.g. seeds of one configuration, share a fold, and move as a whole. */
  readonly together?: Int32Array | undefined;
  /** Items are exchanged with items of the same code alone. */
  readonly within?: Int32Array | undefined;
}

/** Values of any kind as codes from 0, in the order in which they first appear. */
export function codesOf(values: ArrayLike<number | string>): Int32Array {
  const codes = new Map<number | string, number>();
  return Int32Array.from(Array.from(values), (value) => {
    if (!codes.has(value)) codes.set(value, codes.size);
    return codes.get(value)!;
  });
}

/** Items that share a fold, in lists that rise. */
export function unitsOf(n: number, { together }: Ties): number[][] {
  const units: number[][] = [];
  for (let i = 0; i < n; i++) (units[together ? together[i]! : i] ??= []).push(i);
  return units;
}

/**
 * The fold of each item: units are dealt in the order in which their first items come.
 * @param order - all items, at random
 */
export function foldsOf(order: readonly number[], folds: number, ties: Ties): Int32Array {
  const fold = new Int32Array(order.length);
  byOrder(unitsOf(order.length, ties), order).forEach((unit, position) => {
    for (const item of unit) fold[item] = position % folds;
  });
  return fold;
}

/**
 * Makes of random orders permutations that keep the ties: units of as many items, in the same block, change places,
 * and so do the items of a unit. Without ties a permutation is the order itself.
 *
 * @returns a function of an order of all n items, which gives the item whose value each item gets
 *
 * Source: Winkler, Webster, Vidaurre, Nichols & Smith, NeuroImage 123, 2015 (multi-level block permutation).
 */
export function exchangeBy(n: number, ties: Ties): (order: readonly number[]) => readonly number[] {
  if (!ties.together && !ties.within) return (order) => order;
  const classes = classesOf(n, ties);
  return (order) => {
    const from = [...order];
    for (const units of classes) {
      const sources = byOrder(units, order);
      units.forEach((unit, k) => unit.forEach((item, j) => (from[item] = sources[k]![j]!)));
    }
    return from;
  };
}

/** Whether any permutation but none keeps the ties. */
export function canExchange(n: number, ties: Ties): boolean {
  return classesOf(n, ties).some((units) => units.length > 1 || units[0]!.length > 1);
}

/** Lists of units that may change places. */
function classesOf(n: number, ties: Ties): number[][][] {
  const classes = new Map<string, number[][]>();
  for (const unit of unitsOf(n, ties)) {
    const key = `${ties.within ? ties.within[unit[0]!] : ""}:${unit.length}`;
    if (!classes.has(key)) classes.set(key, []);
    classes.get(key)!.push(unit);
  }
  return [...classes.values()];
}

/** Units by their first item in the order, and their items in that order. */
function byOrder(units: readonly (readonly number[])[], order: readonly number[]): number[][] {
  const place = new Int32Array(order.length);
  order.forEach((item, position) => (place[item] = position));
  return units
    .map((unit) => unit.toSorted((a, b) => place[a]! - place[b]!))
    .toSorted(([a], [b]) => place[a!]! - place[b!]!);
}
