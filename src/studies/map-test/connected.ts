/** Connected places: clusters beyond a threshold, and the enhancement over all thresholds. */
import { pow } from "../../base/math/pow.ts";
import { cube } from "../../base/math/powers.ts";
import { sharedDoubles } from "../../base/thread-memory.ts";

/** Neighbours of each place, both ways: those of place i are `targets[starts[i]] … targets[starts[i + 1] − 1]`. */
export interface Links {
  readonly starts: Int32Array;
  readonly targets: Int32Array;
}

/** @param lists - of each tested place its neighbours; other numbers than places are left out */
export function linksOf(lists: readonly (readonly number[])[]): Links {
  const both: Set<number>[] = lists.map(() => new Set());
  lists.forEach((list, place) => {
    for (const other of list) {
      if (other === place) continue;
      both[place]!.add(other);
      both[other]!.add(place);
    }
  });
  const total = both.reduce((sum, { size }) => sum + size, 0);
  const starts = sharedInts(lists.length + 1);
  const targets = sharedInts(total);
  let next = 0;
  both.forEach((some, place) => {
    for (const other of some) targets[next++] = other;
    starts[place + 1] = next;
  });
  return { starts, targets };
}

function sharedInts(length: number): Int32Array {
  return new Int32Array(sharedDoubles(Math.ceil(length / 2)).buffer, 0, length);
}

/**
 * The clusters of places whose value is above a threshold, each with the sum of its values (cluster mass).
 * @returns of each place the number of its cluster, or −1, and the masses
 */
export function clustersAbove(
  values: Float64Array,
  threshold: number,
  { starts, targets }: Links,
): { labels: Int32Array; masses: number[] } {
  const labels = new Int32Array(values.length).fill(-1);
  const masses: number[] = [];
  const open: number[] = [];
  for (let seed = 0; seed < values.length; seed++) {
    if (labels[seed] !== -1 || !(values[seed]! > threshold)) continue;
    let mass = 0;
    labels[seed] = masses.length;
    open.push(seed);
    while (open.length > 0) {
      const place = open.pop()!;
      mass += values[place]!;
      for (let k = starts[place]!; k < starts[place + 1]!; k++) {
        const other = targets[k]!;
        if (labels[other] !== -1 || !(values[other]! > threshold)) continue;
        labels[other] = masses.length;
        open.push(other);
      }
    }
    masses.push(mass);
  }
  return { labels, masses };
}

/**
 * Threshold-free cluster enhancement of the values above 0, exactly:
 *
 *   TFCE(p) = ∫ e(h)^E · h^H dh   from 0 to the value of p,
 *
 * e(h) the number of places in the cluster of p above h. Between two values of the map e does not change, so the
 * integral is a sum of e^E · (h₂^(H+1) − h₁^(H+1)) / (H + 1); no step of h is chosen. Places join from the
 * largest value to the smallest, and what a cluster gains is added once, to its root.
 *
 * Source: Smith & Nichols, NeuroImage 44(1), 2009, equation 1 (E = 0.5, H = 2).
 *
 * @returns 0 at places without a value above 0
 */
export function enhanced(values: Float64Array, extent: number, height: number, links: Links): Float64Array {
  const order = risingAbove0(values);
  const powerOf = height === 2 ? cube : (value: number) => pow(value, height + 1);
  const power = values.map((value) => (value > 0 ? powerOf(value) / (height + 1) : 0));
  const forest = createForest(values.length, power, extent);
  for (let k = order.length - 1; k >= 0; k--) {
    const place = order[k]!;
    forest.add(place);
    for (let j = links.starts[place]!; j < links.starts[place + 1]!; j++)
      if (forest.has(links.targets[j]!)) forest.join(place, links.targets[j]!, power[place]!);
  }
  const found = new Float64Array(values.length);
  for (const place of order) found[place] = forest.total(place);
  return found;
}

function risingAbove0(values: Float64Array): Int32Array {
  const places = new Int32Array(values.length);
  let count = 0;
  for (let place = 0; place < values.length; place++) if (values[place]! > 0) places[count++] = place;
  return places.subarray(0, count).sort((a, b) => values[a]! - values[b]! || a - b);
}

/** Clusters that grow while the threshold falls. */
function createForest(places: number, power: Float64Array, extent: number) {
  const weightOf = extent === 0.5 ? Math.sqrt : (places: number) => pow(places, extent);
  const parent = new Int32Array(places).fill(-1);
  const size = new Int32Array(places);
  /** What a root has gained, and what a place that joined it must not have of that. */
  const gained = new Float64Array(places);
  /** The power of the threshold up to which a root's gain is counted. */
  const level = new Float64Array(places);
  const rootOf = (place: number) => {
    while (parent[place] !== place) place = parent[place]!;
    return place;
  };
  /** Counts the gain of a root down to a threshold. */
  const lower = (root: number, to: number) => {
    gained[root]! += weightOf(size[root]!) * (level[root]! - to);
    level[root] = to;
  };
  return {
    has: (place: number) => parent[place] !== -1,
    add(place: number) {
      parent[place] = place;
      size[place] = 1;
      level[place] = power[place]!;
    },
    join(a: number, b: number, at: number) {
      let [root, other] = [rootOf(a), rootOf(b)];
      if (root === other) return;
      // The smaller below the larger: ways to a root stay short.
      if (size[root]! < size[other]!) [root, other] = [other, root];
      lower(root, at);
      lower(other, at);
      parent[other] = root;
      gained[other]! -= gained[root]!;
      size[root]! += size[other]!;
    },
    total(place: number) {
      const root = rootOf(place);
      lower(root, 0);
      let sum = gained[root]!;
      for (let k = place; k !== root; k = parent[k]!) sum += gained[k]!;
      return sum;
    },
  };
}
