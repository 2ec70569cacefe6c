import type { RepresentationLike } from "../../data/representation.ts";
import { written, type Written } from "../../data/written.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { NetworkLike } from "./networks.ts";

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
  /** Their names, in the order of the list. */
  readonly names: readonly string[];
  /** Distances among them that were computed to make it. */
  readonly computed: number;
  /**
   * The k nearest networks to a query, exactly.
   * @param k - a whole number from 1 to the number of networks
   * @throws {OptionError} for another k.
   * @throws {FormatError} of an index that was opened, for a network whose content is not what it was.
   */
  nearest(query: RepresentationLike, k: number, control?: Control): Promise<Neighbors>;
  /**
   * An index with further networks: only their distances to the pivots are computed.
   * @param places - where each is, for `openNeighborIndex`
   * @throws {OptionError} for a name that is there already.
   */
  add(further: readonly NetworkLike[], control?: Control, places?: readonly string[]): Promise<NeighborIndex>;
  /**
   * The index as bytes, which `openNeighborIndex` takes: names, places, digests of the contents, metric, distances of the pivots. The
   * networks themselves are not in it.
   * @param about - plain data to keep beside
   * @throws {OptionError} for a metric with an option that is no plain data.
   */
  toBytes(control?: Control, about?: unknown): Promise<Uint8Array<ArrayBuffer>>;
}

/** Facts with their writers: a row a neighbour. */
export function neighborsResult(facts: Omit<Neighbors, keyof Written>): Neighbors {
  const { neighbors } = facts;
  const names = neighbors.map(({ name }) => name);
  const values = neighbors.map(({ distance }) => distance);
  const table = () => ({ rowNames: names, colNames: ["distance"], values });
  const array = () => ({ shape: [values.length], data: values });
  return { ...facts, ...written({ document: () => facts, table, array }) };
}
