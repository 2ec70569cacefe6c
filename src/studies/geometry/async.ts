import type { Matrix } from "../../base/matrix.ts";
import {
  anosimSteps,
  permanovaSteps,
  type Anosim,
  type GroupTestOptions,
  type Permanova,
} from "../../geometry/group-tests.ts";
import { leafOrderSteps } from "../../geometry/leaf-order.ts";
import { type LinkageMethod, linkageSteps } from "../../geometry/linkage.ts";
import { type Mantel, type MantelOptions, mantelSteps } from "../../geometry/mantel.ts";
import { type KMedoids, type KMedoidsOptions, medoidSteps } from "../../geometry/medoids.ts";
import { type GivenMatrices, partialMantelSteps } from "../../geometry/partial-mantel.ts";
import { type Silhouette, silhouetteSteps } from "../../geometry/partition.ts";
import { type SmacofEmbedding, type SmacofOptions, smacofSteps } from "../../geometry/smacof.ts";
import type { Control } from "../../run/lanes/control.ts";
import { onThreads } from "./on-threads.ts";

/*
 * The functions of `geometry` that can take long, on the threads of an engine. Results have the same
 * bits, and the errors are the same; the calling thread stays free, so that a signal can abort them.
 */

/** As `linkage`, on the threads of an engine. */
export async function linkageAsync(
  distances: Matrix | Float64Array,
  method: LinkageMethod,
  control: Control = {},
): Promise<Matrix> {
  return onThreads(linkageSteps(distances, method), control);
}

/** As `optimalLeafOrder`, on the threads of an engine. */
export async function optimalLeafOrderAsync(
  z: Matrix,
  distances: Matrix | Float64Array,
  control: Control = {},
): Promise<Matrix> {
  return onThreads(leafOrderSteps(z, distances), control);
}

/** As `silhouette`, on the threads of an engine. */
export async function silhouetteAsync(
  distances: Matrix | Float64Array,
  labels: ArrayLike<number | string>,
  control: Control = {},
): Promise<Silhouette> {
  return onThreads(silhouetteSteps(distances, labels), control);
}

/** As `smacof`, on the threads of an engine: one start on each. */
export async function smacofAsync(
  distances: Matrix | Float64Array,
  options: SmacofOptions = {},
  control: Control = {},
): Promise<SmacofEmbedding> {
  return onThreads(smacofSteps(distances, options), control);
}

/** As `kMedoids`, on the threads of an engine: one start on each. */
export async function kMedoidsAsync(
  distances: Matrix | Float64Array,
  clusters: number,
  options: KMedoidsOptions = {},
  control: Control = {},
): Promise<KMedoids> {
  return onThreads(medoidSteps(distances, clusters, options), control);
}

/** As `mantel`, on the threads of an engine, which share the permutations. */
export async function mantelAsync(
  a: Matrix | Float64Array,
  b: Matrix | Float64Array,
  options: MantelOptions = {},
  control: Control = {},
): Promise<Mantel> {
  return onThreads(mantelSteps(a, b, options), control);
}

/** As `anosim`, on the threads of an engine, which share the permutations. */
export async function anosimAsync(
  distances: Matrix | Float64Array,
  groups: ArrayLike<number | string>,
  options: GroupTestOptions = {},
  control: Control = {},
): Promise<Anosim> {
  return onThreads(anosimSteps(distances, groups, options), control);
}

/** As `permanova`, on the threads of an engine, which share the permutations. */
export async function permanovaAsync(
  distances: Matrix | Float64Array,
  groups: ArrayLike<number | string>,
  options: GroupTestOptions = {},
  control: Control = {},
): Promise<Permanova> {
  return onThreads(permanovaSteps(distances, groups, options), control);
}

/** As `partialMantel`, on the threads of an engine, which share the permutations. */
export async function partialMantelAsync(
  a: Matrix | Float64Array,
  b: Matrix | Float64Array,
  given: GivenMatrices,
  options: MantelOptions = {},
  control: Control = {},
): Promise<Mantel> {
  return onThreads(partialMantelSteps(a, b, given, options), control);
}
