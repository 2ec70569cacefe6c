import type { Side } from "../../base/statistics.ts";
import { clustersAbove, enhanced, type Links } from "./connected.ts";
import type { MapMethod } from "./options.ts";

/** How t become what is compared between exchanges. */
export interface Statistic {
  readonly method: MapMethod;
  readonly side: Side;
  readonly threshold: number;
  readonly extent: number;
  readonly height: number;
  /** Absent for max. */
  readonly links?: Links | undefined;
}

/** Connected places beyond the threshold on one side. */
export interface Cluster {
  readonly places: Int32Array;
  /** Sum of t, below 0 on the left. */
  readonly mass: number;
}

/** On which sides of 0 values count: 1 above, −1 below. */
function signsOf(side: Side): readonly (1 | -1)[] {
  if (side === "two-sided") return [1, -1];
  return side === "right" ? [1] : [-1];
}

/** What each place has of the statistic, at least 0: larger is more extreme. For cluster the mass of its cluster. */
export function extremes(t: Float64Array, statistic: Statistic): Float64Array {
  const { method, side, extent, height, links } = statistic;
  if (method === "cluster") {
    const found = new Float64Array(t.length);
    for (const { places, mass } of clustersOf(t, statistic))
      for (const place of places) found[place] = Math.abs(mass);
    return found;
  }
  const found = new Float64Array(t.length).fill(method === "max" ? -Infinity : 0);
  for (const sign of signsOf(side)) {
    const turned = sign === 1 ? t : t.map((value) => -value);
    const values = method === "max" ? turned : enhanced(turned, extent, height, links!);
    values.forEach((value, place) => (found[place] = Math.max(found[place]!, value)));
  }
  return found;
}

/** The largest over all places. */
export function largestExtreme(t: Float64Array, statistic: Statistic): number {
  const { method, side, threshold, links } = statistic;
  if (method !== "cluster") return extremes(t, statistic).reduce((a, b) => Math.max(a, b), -Infinity);
  let most = 0;
  for (const sign of signsOf(side)) {
    const turned = sign === 1 ? t : t.map((value) => -value);
    for (const mass of clustersAbove(turned, threshold, links!).masses) most = Math.max(most, mass);
  }
  return most;
}

/** Clusters from the largest mass to the smallest. */
export function clustersOf(t: Float64Array, { side, threshold, links }: Statistic): Cluster[] {
  const clusters = signsOf(side).flatMap((sign) => {
    const { labels, masses } = clustersAbove(sign === 1 ? t : t.map((value) => -value), threshold, links!);
    const places: number[][] = masses.map(() => []);
    labels.forEach((label, place) => label >= 0 && places[label]!.push(place));
    return masses.map((mass, k) => ({ places: Int32Array.from(places[k]!), mass: sign * mass }));
  });
  return clusters.sort((a, b) => Math.abs(b.mass) - Math.abs(a.mass));
}
