import { Uses } from "../../src/run/pairs/paging/uses.ts";

/**
 * How many times something is read in a run on one thread: each job needs all of its own at once, `capacity` of them may be
 * here, and what is needed last is dropped.
 *
 * @param needs - for each job, in their order, what it reads
 * @param here - what is here before the first job
 */
export function plannedLoads(
  needs: readonly (readonly number[])[],
  capacity: number,
  here: Iterable<number> = [],
): number {
  const [uses, present] = [new Uses(needs), new Set(here)];
  let loads = 0;
  for (const [place, ids] of needs.entries()) {
    uses.start(place);
    const needed = new Set(ids);
    for (const id of needed) {
      if (present.has(id)) continue;
      while (present.size >= capacity) {
        const drop = uses.latest([...present].filter((one) => !needed.has(one)));
        if (drop === undefined) break;
        present.delete(drop);
      }
      present.add(id);
      loads++;
    }
  }
  return loads;
}

/**
 * Loads that no order of the pairs can do without. A load brings one network to at most `capacity` − 1 others, and so
 * makes at most that many pairs possible; of the first loads, the k-th brings it to k − 1. With C for the capacity and P
 * for the pairs of different networks, L loads make at most C(C − 1)/2 + (L − C)(C − 1) pairs possible, so
 * L ≥ C/2 + P/(C − 1); and each network is read at least once. (The argument of Hong & Kung, STOC 1981, for one load at a time.)
 *
 * @param networks - how many take part @param pairs - of different networks
 */
export function leastLoads(networks: number, pairs: number, capacity: number): number {
  if (capacity >= networks) return networks;
  return Math.max(networks, Math.ceil(capacity / 2 + pairs / (capacity - 1)));
}
