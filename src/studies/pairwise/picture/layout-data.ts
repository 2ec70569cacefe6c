import type { WorstPair } from "../../../geometry/goodness.ts";
import type { LinkageMethod } from "../../../geometry/linkage.ts";

/** Where things stand in the pictures of one result. */
export interface Layout {
  /** Rows in the order of the tree's leaves; columns too, where there is a tree. Else as given. Of `seen`, if there is that. */
  readonly order: readonly number[];
  /**
   * Of very many networks, all in the order of the tree, by their number in the result: each that is not in the
   * tree stands beside the one of the tree that it resembles most.
   */
  readonly everyone?: readonly number[];
  /** What was done to the values to get distances, a sentence each. */
  readonly changes: readonly string[];
  readonly tree?: TreeLayout;
  readonly map?: MapLayout;
  /** Of very many networks, those in heat map and tree, by their number in the result. */
  readonly seen?: readonly number[];
  /** Of very many networks, those on the map, by their number in the result. */
  readonly placed?: readonly number[];
  /** Why there is neither map nor tree. */
  readonly without?: string;
}

export interface TreeLayout {
  readonly method: LinkageMethod;
  /** Rows of the linkage in the optimal leaf order: [first, second, height, size]. */
  readonly merges: readonly (readonly number[])[];
}

export interface MapLayout {
  /** One point a representation, in the unit of the distances. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Share of the variance on each axis, 0 … 1. */
  readonly varianceExplained: readonly [number, number];
  /** Stress-1: 0 when every distance on the map is exact. */
  readonly stress: number;
  readonly worstPair: WorstPair;
}
