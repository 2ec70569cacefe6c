import { OptionError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { data, resolveOptions, whole, type OptionSchemas } from "../../base/options.ts";
import type { MetricSpecLike } from "../../metrics/registry.ts";
import { resolveSpec } from "../../metrics/resolve.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { assertDistance } from "./distance-metrics.ts";
import { indexOf } from "./index-of.ts";
import { type LoadNetwork, networksAtHand, type NetworkLike } from "./networks.ts";
import { comparing } from "./parts.ts";
import { choosePivots, tableFrom } from "./pivots.ts";
import type { NeighborIndex } from "./result.ts";

/** What a search is prepared with. */
export interface NeighborOptions {
  readonly pivots?: number | undefined;
  readonly distances?: Matrix | undefined;
  readonly places?: readonly string[] | undefined;
}

export const neighborOptions = {
  pivots: whole(
    8,
    0,
    1e9,
    "Networks whose distances to all others are computed first; all, if there are fewer. With 0 nothing can be left out later.",
  ),
  distances: data<Matrix>(
    "a matrix, networks × networks",
    "Distances among the networks, where pairwise gave them already. All networks are pivots then.",
  ),
  places: data<readonly string[]>(
    "a list of texts, one for each network",
    "Where each network is, for an index that is kept: what openNeighborIndex hands to its load.",
    Array.isArray,
  ),
} satisfies OptionSchemas<NeighborOptions>;

/**
 * Prepares a search by the triangle inequality: the distances d(p, i) from some networks p, the
 * pivots, to all are kept, and with d(q, p) of a query each gives
 *
 *   d(q, i) ≥ |d(q, p) − d(p, i)|.
 *
 * Networks come in the order of their bounds; what is further by its bound than the k-th
 * nearest so far is never compared. Answers are those of comparing all.
 *
 * @param among - the networks: stimuli × units each (or the kind of input that the metric accepts); those of
 *   `readLazily` are read when they are compared
 * @throws {OptionError} for a metric that is no distance under these options, which has no such bound;
 *   naming the option and what it accepts.
 * @throws {ShapeError} if `distances` is not K × K.
 *
 * Source: Micó, Oncina & Vidal, "A new version of the nearest-neighbour approximating and
 * eliminating search algorithm (AESA)", Pattern Recognition Letters 15, 1994.
 */
export async function neighborIndex(
  among: readonly NetworkLike[],
  spec: MetricSpecLike,
  options: NeighborOptions = {},
  control: Control = {},
): Promise<NeighborIndex> {
  const { pivots, distances, places } = resolveOptions("neighborIndex", neighborOptions, options);
  const resolved = await resolveSpec(spec);
  await assertDistance(resolved);
  const networks = networksAtHand(among, "neighborIndex", places);
  const count = networks.length;
  if (count === 0) throw new OptionError("neighborIndex: no networks to search among were given.");
  const compare = comparing(networks, spec, control);
  const table = distances ? tableFrom(distances, count) : await choosePivots(count, pivots, compare, control);
  const computed = distances ? 0 : table.size * (count - 1);
  return indexOf({ networks, spec, resolved, table, computed, control });
}

/**
 * An index that was kept by `toBytes`. Networks are loaded when they are compared: the pivots, and those that their bounds do not
 * rule out.
 *
 * @param bytes - of `toBytes`
 * @param load - gives a network by its name and place
 * @param name - of the bytes, for messages
 * @throws {FormatError} for bytes that are something else, damaged, or of another version.
 */
export async function openNeighborIndex(
  bytes: Uint8Array,
  load: LoadNetwork,
  control: Control = {},
  name = "index",
): Promise<NeighborIndex> {
  const [{ partsFrom }] = await Promise.all([import("./kept.ts"), runtimeOf(control)]);
  control.signal?.throwIfAborted();
  return indexOf(await partsFrom(bytes, load, control, name));
}
