import { OptionError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { data, resolveOptions, whole, type OptionSchemas } from "../../base/options.ts";
import { toRepresentation, type Representation, type RepresentationLike } from "../../data/representation.ts";
import { written, type Written } from "../../data/written.ts";
import type { MetricSpecLike } from "../../metrics/registry.ts";
import { resolveSpec } from "../../metrics/resolve.ts";
import type { Control } from "../../run/lanes/control.ts";
import { cross } from "../pairwise/pairwise.ts";
import { assertDistance } from "./distance-metrics.ts";
import { choosePivots, tableFrom, type Compare, type PivotTable } from "./pivots.ts";
import { nearestOf, search } from "./search.ts";

/** What a search is prepared with. */
export interface NeighborOptions {
  readonly pivots?: number | undefined;
  readonly distances?: Matrix | undefined;
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
} satisfies OptionSchemas<NeighborOptions>;

/** One network near the query. */
export interface Neighbor {
  readonly name: string;
  /** Its place in the list that was searched. */
  readonly index: number;
  readonly distance: number;
}

/** The nearest networks, and what finding them took. */
export interface Neighbors extends Written {
  /** Nearest first, equally near ones in the order of the list. */
  readonly neighbors: readonly Neighbor[];
  /** Distances from the query that were computed, of as many as there are networks. */
  readonly computed: number;
  /** computed / networks. Range (0, 1]. */
  readonly fraction: number;
}

/** Networks in which the nearest to any number of queries can be found. */
export interface NeighborIndex {
  /** Networks in the index. */
  readonly size: number;
  /** Distances among them that were computed to make it. */
  readonly computed: number;
  /**
   * The k nearest networks to a query, exactly.
   * @param k - a whole number from 1 to the number of networks
   * @throws {OptionError} for another k.
   */
  nearest(query: RepresentationLike, k: number, control?: Control): Promise<Neighbors>;
}

/**
 * Prepares a search by the triangle inequality: the distances d(p, i) from some networks p, the
 * pivots, to all are kept, and with d(q, p) of a query each gives
 *
 *   d(q, i) ≥ |d(q, p) − d(p, i)|.
 *
 * Networks come in the order of their bounds; what is further by its bound than the k-th
 * nearest so far is never compared. Answers are those of comparing all.
 *
 * @param among - the networks: stimuli × units each (or the kind of input that the metric accepts)
 * @throws {OptionError} for a metric that is no distance under these options, which has no such bound;
 *   naming the option and what it accepts.
 * @throws {ShapeError} if `distances` is not K × K.
 *
 * Source: Micó, Oncina & Vidal, "A new version of the nearest-neighbour approximating and
 * eliminating search algorithm (AESA)", Pattern Recognition Letters 15, 1994.
 */
export async function neighborIndex(
  among: readonly RepresentationLike[],
  spec: MetricSpecLike,
  options: NeighborOptions = {},
  control: Control = {},
): Promise<NeighborIndex> {
  const { pivots, distances } = resolveOptions("neighborIndex", neighborOptions, options);
  await assertDistance(await resolveSpec(spec));
  const networks = among.map((one, k) => toRepresentation(one, String(k)));
  if (networks.length === 0) throw new OptionError("neighborIndex: no networks to search among were given.");
  const compare = comparing(networks, spec, control);
  const table = distances
    ? tableFrom(distances, networks.length)
    : await choosePivots(networks, pivots, compare, control);
  return {
    size: networks.length,
    computed: distances ? 0 : table.size * (networks.length - 1),
    nearest: (query, k, control = {}) => nearestIn(networks, table, compare, query, k, control),
  };
}

/** Compares on the engine of a query, or else on that of the index. */
function comparing(networks: readonly Representation[], spec: MetricSpecLike, { engine }: Control): Compare {
  return async (from, indices, control) => {
    const to = indices.map((i) => networks[i]!);
    const { values } = await cross([from], to, spec, { ...control, engine: control.engine ?? engine });
    return values;
  };
}

async function nearestIn(
  networks: readonly Representation[],
  table: PivotTable,
  compare: Compare,
  query: RepresentationLike,
  k: number,
  control: Control,
): Promise<Neighbors> {
  const count = networks.length;
  if (!Number.isInteger(k) || k < 1 || k > count) {
    throw new OptionError(
      `nearest: k is ${k}; accepted: a whole number from 1 to ${count}, the number of networks.`,
      "k",
    );
  }
  const found = await search(toRepresentation(query, "query"), k, table, count, compare, control);
  const neighbors = nearestOf(found, k).map(([index, distance]) => ({
    name: networks[index]!.name,
    index,
    distance,
  }));
  return neighborsResult({ neighbors, computed: found.size, fraction: found.size / count });
}

/** Facts with their writers: a row a neighbour. */
function neighborsResult(facts: Omit<Neighbors, keyof Written>): Neighbors {
  const { neighbors } = facts;
  const names = neighbors.map(({ name }) => name);
  const values = neighbors.map(({ distance }) => distance);
  const table = () => ({ rowNames: names, colNames: ["distance"], values });
  const array = () => ({ shape: [values.length], data: values });
  return { ...facts, ...written({ document: () => facts, table, array }) };
}
