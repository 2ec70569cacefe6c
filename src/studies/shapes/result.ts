import { toRows, type Matrix } from "../../base/matrix.ts";
import { numbered, written, type Written } from "../../data/written.ts";
import type { Normalization } from "../../data/normalize.ts";
import type { Group } from "./options.ts";

/** The network in the middle of others; table and array are its responses. */
export interface Barycenter extends Written {
  readonly group: Group;
  /** How the networks were brought to one scale: what was asked for, or what their scales called for. */
  readonly normalize: Normalization;
  /** Names of the networks. */
  readonly names: readonly string[];
  /** Names of the stimuli, where known. */
  readonly stimuli?: readonly string[];
  /** stimuli × units of the widest network; its axes are free under the group. */
  readonly mean: Matrix;
  /** Mean over networks of the squared distance to it, in squared units of the responses as `normalize` left them. */
  readonly loss: number;
  /** Squared distance of each network to it. */
  readonly losses: Float64Array;
  /** Passes from the start that won, and whether it ended by the tolerance. */
  readonly iterations: number;
  readonly converged: boolean;
  /** What a reader of the numbers must know, a sentence each. */
  readonly warnings: readonly string[];
  /** After each pass of that start: mean squared distance of the networks, as they were moved, to the new mean. */
  readonly history: Float64Array;
}

/** Networks as vectors at a mean: the flat space that fits the shape space best there. Table and array are the coordinates. */
export interface TangentSpace extends Written {
  /** How the networks were brought to one scale: what was asked for, or what their scales called for. */
  readonly normalize: Normalization;
  /** Names of the networks. */
  readonly names: readonly string[];
  /** X̄ − X_k·T_k for each network, stimuli × width: netrep's sign. */
  readonly vectors: readonly Matrix[];
  /** Principal components of the vectors: networks × dimensions, in the unit of the responses. */
  readonly coordinates: Matrix;
  /** Share of the variance of the vectors that each component has. Range [0, 1]. */
  readonly varianceExplained: Float64Array;
  /** What a reader of the numbers must know, a sentence each. */
  readonly warnings: readonly string[];
}

/** Clusters of networks; table and array are the labels. */
export interface KMeans extends Written {
  /** How the networks were brought to one scale: what was asked for, or what their scales called for. */
  readonly normalize: Normalization;
  /** Names of the networks. */
  readonly names: readonly string[];
  /** The cluster of each network, from 0. */
  readonly labels: Int32Array;
  /** Mean of each cluster, stimuli × width. */
  readonly centers: readonly Matrix[];
  /** Sum of the squared distances of the networks to their centers, in squared units of the responses as `normalize` left them. */
  readonly loss: number;
  /** Rounds from the start that won, and whether the labels stayed at the end. */
  readonly iterations: number;
  readonly converged: boolean;
  /** What a reader of the numbers must know, a sentence each. */
  readonly warnings: readonly string[];
}

type Facts<T extends Written> = Omit<T, keyof Written>;

export function barycenterResult(facts: Facts<Barycenter>): Barycenter {
  const { group, normalize, names, stimuli, mean, loss, losses, iterations, converged, history, warnings } =
    facts;
  const document = () => ({
    group,
    normalize,
    loss,
    losses: [...losses],
    iterations,
    converged,
    history: [...history],
    warnings,
    names,
    mean: toRows(mean),
  });
  const table = () => ({
    rowNames: stimuli ?? counted(mean.rows),
    colNames: counted(mean.cols),
    values: mean.data,
  });
  return { ...facts, ...written({ document, table }) };
}

function counted(length: number): string[] {
  return Array.from({ length }, (_, k) => String(k));
}

export function tangentResult(facts: Facts<TangentSpace>): TangentSpace {
  const { names, normalize, vectors, coordinates, varianceExplained, warnings } = facts;
  const document = () => ({
    names,
    normalize,
    coordinates: toRows(coordinates),
    varianceExplained: [...varianceExplained],
    warnings,
    vectors: vectors.map(toRows),
  });
  const colNames = numbered("component", coordinates.cols);
  const table = () => ({ rowNames: names, colNames, values: coordinates.data });
  return { ...facts, ...written({ document, table }) };
}

export function kMeansResult(facts: Facts<KMeans>): KMeans {
  const { names, normalize, labels, centers, loss, iterations, converged, warnings } = facts;
  const document = () => ({
    names,
    normalize,
    labels: [...labels],
    loss,
    iterations,
    converged,
    warnings,
    centers: centers.map(toRows),
  });
  const table = () => ({ rowNames: names, colNames: ["cluster"], values: labels });
  const array = () => ({ shape: [labels.length], data: labels });
  return { ...facts, ...written({ document, table, array }) };
}
