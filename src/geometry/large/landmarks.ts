import { OptionError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { createRandom, shuffled } from "../../base/random.ts";

/** How landmarks are chosen. */
export type LandmarkChoice = "maxmin" | "random";

/** Some items, and their distances to all. */
export interface Landmarks {
  /** In the order in which they were chosen. */
  readonly indices: readonly number[];
  /** landmarks × n. */
  readonly rows: Matrix;
}

/**
 * Chooses items of which the distances to all are then known. With `maxmin` the first is drawn, and each further one is that which
 * is furthest from all before it; with `random` all are drawn.
 *
 * @param rowOf - distances from one item to all n
 *
 * Source: de Silva & Tenenbaum, "Sparse multidimensional scaling using landmark points", technical report, Stanford 2004, §2.3 (choice of landmarks).
 */
export async function chooseLandmarks(
  n: number,
  asked: { readonly count: number; readonly choice: LandmarkChoice; readonly seed: number },
  rowOf: (item: number) => Promise<ArrayLike<number>>,
): Promise<Landmarks> {
  const { choice, seed } = asked;
  const count = Math.min(n, asked.count);
  const random = createRandom(seed);
  const drawn = choice === "random" ? shuffled(n, random).slice(0, count) : [random.below(n)];
  const rows = matrix(count, n);
  const reach = new Float64Array(n).fill(Infinity);
  const indices: number[] = [];
  while (indices.length < count) {
    const item = drawn[indices.length] ?? furthest(reach);
    const row = await rowOf(item);
    rows.data.set(row, indices.length * n);
    indices.push(item);
    for (let i = 0; i < n; i++) reach[i] = Math.min(reach[i]!, row[i]!);
    for (const chosen of indices) reach[chosen] = -1;
  }
  return { indices, rows };
}

function furthest(reach: Float64Array): number {
  return reach.reduce((best, value, i) => (value > reach[best]! ? i : best), 0);
}

/** @throws {OptionError} for fewer than one more than axes, unless all items are landmarks. */
export function assertLandmarks(landmarks: number, dimensions: number, items: number): void {
  if (landmarks > dimensions || landmarks >= items) return;
  throw new OptionError(
    `embed: landmarks is ${landmarks}; accepted: more than the number of dimensions, ${dimensions}, as fewer do not span them. Many more give a better map.`,
    "landmarks",
  );
}
