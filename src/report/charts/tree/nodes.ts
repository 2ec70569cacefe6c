import { largestOf } from "../../../base/lists.ts";
import type { TreeFigure } from "../../figures.ts";
import { showNumber } from "../../numbers.ts";
import { drawnLook } from "../parts/look.ts";

/** A cluster and its place in the drawing. Leaves are at height 0, a merge is halfway between its two parts. */
export interface Node {
  readonly height: number;
  readonly position: number;
  /** Its leaves are at positions first … last. */
  readonly first: number;
  readonly last: number;
  readonly title: string;
}

/** Leaves by index, then merges, so that the indices are the ids of the linkage. */
export function nodesOf({ names, merges, labels, look }: TreeFigure, order: readonly number[]): Node[] {
  const drawn = drawnLook(look, "");
  const positions = new Map(order.map((row, position) => [row, position]));
  const nodes: Node[] = names.map((name, row) => {
    const position = positions.get(row)!;
    const title = [name, ...(labels ? [`cluster ${labels[row]}`] : []), ...drawn.tip(row)].join("\n");
    return { height: 0, position, first: position, last: position, title };
  });
  for (const merge of merges) {
    const [a, b, height] = [merge[0]!, merge[1]!, merge[2]!];
    const first = Math.min(nodes[a]!.first, nodes[b]!.first);
    const last = Math.max(nodes[a]!.last, nodes[b]!.last);
    const position = (nodes[a]!.position + nodes[b]!.position) / 2;
    const inside = order.slice(first, Math.min(last + 1, first + mostListed)).map((row) => names[row]!);
    const listed = list(inside, last + 1 - first);
    nodes.push({ height, position, first, last, title: `joined at ${showNumber(height)}\n${listed}` });
  }
  return nodes;
}

/** Names of one cluster in its tip. */
const mostListed = 8;

/** The first names of so many. */
function list(names: readonly string[], count: number): string {
  const rest = count - names.length;
  return [...names, ...(rest > 0 ? [`and ${rest} more`] : [])].join("\n");
}

export function highest(nodes: readonly Node[]): number {
  return largestOf(nodes.map((node) => node.height)) || 1;
}

/** The clusters of a tree that is cut at a height. */
export interface Clusters {
  readonly count: number;
  /** Of each item, from 0 in the order in which they first occur. */
  readonly labels: number[];
  /** Of each merge that is below the cut the cluster that it is in. */
  readonly merges: (number | undefined)[];
}

/** A merge is below the cut if it and all merges inside it are at most so high. */
export function clustersAt({ names, merges }: TreeFigure, height: number): Clusters {
  const n = names.length;
  const owner = Array.from({ length: n + merges.length }, (_, id) => id);
  const isFormed = (id: number) => id < n || formed[id - n]!;
  const formed: boolean[] = [];
  for (const [a, b, at] of merges.map((merge) => Array.from(merge) as number[]))
    formed.push(at! <= height && isFormed(a!) && isFormed(b!));
  // Parents come after their children, so that from the last one each owner is known already.
  for (let k = merges.length - 1; k >= 0; k--)
    if (formed[k]) owner[merges[k]![0]!] = owner[merges[k]![1]!] = owner[n + k]!;
  const numbers = new Map<number, number>();
  const labels = names.map((_, item) => {
    const own = owner[item]!;
    if (!numbers.has(own)) numbers.set(own, numbers.size);
    return numbers.get(own)!;
  });
  return {
    count: numbers.size,
    labels,
    merges: merges.map((_, k) => (formed[k] ? numbers.get(owner[n + k]!) : undefined)),
  };
}

/** The heights to cut at, one for each number of clusters that can be had. */
export interface Cuts {
  /** Halfway between two merges, falling, so that clusters get more. */
  readonly heights: readonly number[];
  /** Place of the one that cuts into the same clusters as this height. */
  placeOf(height: number): number;
}

export function cutsOf({ merges }: TreeFigure): Cuts {
  const merged = [...new Set(merges.map((merge) => merge[2]!))].sort((a, b) => b - a);
  const last = merged.at(-1) ?? 0;
  const between = merged.map((height, k) => (k === 0 ? height : (height + merged[k - 1]!) / 2));
  return {
    heights: last > 0 ? [...between, last / 2] : between,
    placeOf: (height) => merged.filter((one) => one > height).length,
  };
}
