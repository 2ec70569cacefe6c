import { cross } from "../pairwise/pairwise.ts";
import { OptionError, ShapeError } from "../../base/errors.ts";
import { matrix, shapeOf, type Matrix } from "../../base/matrix.ts";
import {
  metricOf,
  metrics,
  resolveSpec,
  type MetricSpec,
  type ResolvedSpec,
} from "../../metrics/registry.ts";
import type { Control } from "../../run/control.ts";
import { toRepresentation, type Representation, type RepresentationLike } from "../../data/representation.ts";

export interface NeighborOptions {
  /**
   * Networks whose distances to all others are computed beforehand; 0 for none, which leaves
   * nothing to prune by. @default 8, or all if there are fewer
   */
  readonly pivots?: number;
  /** The distances among the networks, where `pairwise` gave them already: K × K. All are pivots then. */
  readonly distances?: Matrix;
}

/** One network near the query. */
export interface Neighbor {
  readonly name: string;
  /** Its place in the list that was searched. */
  readonly index: number;
  readonly distance: number;
}

/** The nearest networks, and what finding them took. */
export interface Neighbors {
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

/** Comparisons that go to the engine together: enough for its threads, few enough to prune between them. */
const batchSize = 8;

/** Lower bounds must be above the k-th distance by this share, so that rounding never prunes a neighbour. */
const slack = 1e-9;

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
 * @throws {OptionError} for a metric that is no distance under these options, which has no such bound.
 * @throws {ShapeError} if `distances` is not K × K.
 *
 * Source: Micó, Oncina & Vidal, "A new version of the nearest-neighbour approximating and
 * eliminating search algorithm (AESA)", Pattern Recognition Letters 15, 1994.
 */
export async function neighborIndex(
  among: readonly RepresentationLike[],
  spec: MetricSpec,
  { pivots = 8, distances }: NeighborOptions = {},
  control: Control = {},
): Promise<NeighborIndex> {
  assertDistance(resolveSpec(spec as { metric: string }));
  const networks = among.map((one, k) => toRepresentation(one, String(k)));
  if (networks.length === 0) throw new OptionError("neighbors: no networks to search among were given.");
  const { engine } = control;
  const compare: Compare = async (from, indices, control) => {
    const { values } = await cross(
      [from],
      indices.map((i) => networks[i]!),
      spec,
      { ...control, engine: control.engine ?? engine },
    );
    return values;
  };
  const table = distances
    ? tableFrom(distances, networks.length)
    : await choosePivots(networks, pivots, compare, control);
  return {
    size: networks.length,
    computed: distances ? 0 : table.size * (networks.length - 1),
    async nearest(query, k, queryControl = {}) {
      if (!Number.isInteger(k) || k < 1 || k > networks.length) {
        throw new OptionError(`neighbors: k must be a whole number from 1 to ${networks.length}; got ${k}.`);
      }
      const found = await search(
        toRepresentation(query, "query"),
        k,
        table,
        networks.length,
        compare,
        queryControl,
      );
      const computed = found.size;
      const nearest = nearestOf(found, k).map(([index, distance]) => ({
        name: networks[index]!.name,
        index,
        distance,
      }));
      return { neighbors: nearest, computed, fraction: computed / networks.length };
    },
  };
}

type Compare = (from: Representation, indices: readonly number[], control: Control) => Promise<Float64Array>;

/** Distances from each pivot, by its index, to all networks. */
type PivotTable = ReadonlyMap<number, Float64Array>;

function assertDistance({ metric: name, options }: ResolvedSpec): void {
  const { kind, symmetric } = metricOf({ metric: name, options }).properties(options);
  if (kind === "distance" && symmetric) return;
  const what = kind === "distance" ? "an asymmetric measure" : `a ${kind}`;
  throw new OptionError(
    `${name} is ${what} under these options: it need not obey the triangle inequality, so nothing can be left out. ` +
      `Distances: ${distanceSpecs().join("; ")}. To compare with all, use cross.`,
  );
}

/** Every metric that is a distance, with the options that make it one. */
function distanceSpecs(): string[] {
  return Object.entries(metrics).flatMap(([name, metric]) => {
    const sets = metric.testedWith as readonly Record<string, unknown>[];
    const isDistance = (chosen: object) => {
      const spec = resolveSpec({ metric: name, ...chosen });
      return metricOf(spec).properties(spec.options).kind === "distance";
    };
    if (isDistance({})) return [name];
    const grounds = sets.filter((set) => Object.keys(set).length === 1 && isDistance(set));
    return grounds.slice(0, 1).map(
      (set) =>
        `${name} with ${Object.entries(set)
          .map((pair) => pair.join(" "))
          .join(", ")}`,
    );
  });
}

function tableFrom({ rows, cols, data }: Matrix, count: number): PivotTable {
  if (rows !== count || cols !== count) {
    throw new ShapeError(
      `neighbors: the distances among ${count} networks are ${count} × ${count}; got ${shapeOf(matrix(rows, cols))}.`,
    );
  }
  return new Map(Array.from({ length: count }, (_, i) => [i, data.subarray(i * cols, (i + 1) * cols)]));
}

/** Each pivot is the network furthest from all pivots before it. */
async function choosePivots(
  networks: readonly Representation[],
  pivots: number,
  compare: Compare,
  control: Control,
): Promise<PivotTable> {
  if (!Number.isInteger(pivots) || pivots < 0) {
    throw new OptionError(`neighbors: pivots must be a whole number from 0; got ${pivots}.`);
  }
  const table = new Map<number, Float64Array>();
  const reach = new Float64Array(networks.length).fill(Infinity);
  while (table.size < Math.min(pivots, networks.length)) {
    const pivot = table.size === 0 ? 0 : indexOfLargest(reach);
    const others = networks.map((_, i) => i).filter((i) => i !== pivot);
    const values = others.length > 0 ? await compare(networks[pivot]!, others, control) : new Float64Array();
    const row = new Float64Array(networks.length);
    others.forEach((i, k) => (row[i] = values[k]!));
    table.set(pivot, row);
    row.forEach((distance, i) => (reach[i] = table.has(i) ? -1 : Math.min(reach[i]!, distance)));
  }
  return table;
}

function indexOfLargest(values: Float64Array): number {
  return values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
}

/** Distances from the query to all networks that may be among the k nearest, by index. */
async function search(
  query: Representation,
  k: number,
  table: PivotTable,
  count: number,
  compare: Compare,
  control: Control,
): Promise<Map<number, number>> {
  const known = new Map<number, number>();
  const bounds = new Float64Array(count);
  const learn = async (indices: readonly number[]) => {
    const values = await compare(query, indices, control);
    indices.forEach((index, at) => {
      known.set(index, values[at]!);
      const row = table.get(index);
      row?.forEach((distance, i) => (bounds[i] = Math.max(bounds[i]!, lowerBound(values[at]!, distance))));
    });
  };
  await learn(firstBatch(table, k, count));
  for (;;) {
    const furthest = nearestOf(known, k).at(k - 1)?.[1] ?? Infinity;
    const left = Array.from({ length: count }, (_, i) => i).filter(
      (i) => !known.has(i) && bounds[i]! <= furthest,
    );
    if (left.length === 0) return known;
    await learn(left.toSorted((a, b) => bounds[a]! - bounds[b]!).slice(0, batchSize));
  }
}

/** The pivots, as only they tell of others; of a full table, a few. At least k, or nothing can be left out yet. */
function firstBatch(table: PivotTable, k: number, count: number): number[] {
  const pivots = table.size === count ? spread(count) : [...table.keys()];
  const others = Array.from({ length: count }, (_, i) => i).filter((i) => !pivots.includes(i));
  return [...pivots, ...others.slice(0, table.size > 0 ? 0 : k)].slice(0, count);
}

/** A few indices from all over a list, whose order may mean something. */
function spread(count: number): number[] {
  const few = Math.min(batchSize / 2, count);
  return Array.from({ length: few }, (_, i) => Math.floor((i * count) / few));
}

function lowerBound(toPivot: number, fromPivot: number): number {
  return Math.abs(toPivot - fromPivot) - slack * (toPivot + fromPivot);
}

function nearestOf(known: ReadonlyMap<number, number>, k: number): [number, number][] {
  return [...known].toSorted(([i, a], [j, b]) => a - b || i - j).slice(0, k);
}
