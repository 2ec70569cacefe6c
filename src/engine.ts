/** An engine with every function that computes as a method of it. This file only lists. */
import type { Control, EngineHandle } from "./run/lanes/control.ts";
import { eigh } from "./run/eigh.ts";
import { createHandle, type EngineOptions } from "./run/runtime.ts";
import { checkMetric } from "./studies/check-metric/check-metric.ts";
import { compareMetrics } from "./studies/compare-metrics/compare-metrics.ts";
import { describe } from "./studies/describe/describe.ts";
import { explain } from "./studies/explain/explain.ts";
import { consensus } from "./studies/fusion/consensus.ts";
import { fuse } from "./studies/fusion/fuse.ts";
import { gradient } from "./studies/gradient/gradient.ts";
import { isc, isfc } from "./studies/isc/isc.ts";
import { layerStudy } from "./studies/layers/layers.ts";
import { mapInference } from "./studies/map-test/map-inference.ts";
import { neighborIndex, openNeighborIndex } from "./studies/neighbors/neighbors.ts";
import { align } from "./studies/pairwise/align.ts";
import { minibatchCka } from "./studies/pairwise/minibatch/minibatch-cka.ts";
import { compare, cross, pairwise } from "./studies/pairwise/pairwise.ts";
import { estimate } from "./studies/pairwise/single/estimate.ts";
import { table } from "./studies/pairwise/table.ts";
import { bandedPredictivity } from "./studies/predictivity/banded/banded.ts";
import { predictivity } from "./studies/predictivity/predictivity.ts";
import { compareRdms } from "./studies/rdm/compare-rdms.ts";
import { noiseCovariance, noisePrecision, rdm, rdmMovie } from "./studies/rdm/rdm.ts";
import { reliability } from "./studies/reliability/reliability.ts";
import { rsaGroups } from "./studies/rsa/groups/groups.ts";
import { partialRsa, regressRdms } from "./studies/rsa/regression/regression.ts";
import { rsa } from "./studies/rsa/rsa.ts";
import { correlateRsms, irsm, rsmAgreement, rsmsAgainst, wrsm } from "./studies/rsm/similarity.ts";
import { searchlight } from "./studies/searchlight/searchlight.ts";
import { arrangeUnits } from "./studies/units/arrange-units.ts";
import { barycenter, kmeans, tangentSpace } from "./studies/shapes/shape-space.ts";
import { fastSrm } from "./studies/shared-space/fast.ts";
import { robustSrm } from "./studies/shared-space/robust.ts";
import { hyperalign, srm } from "./studies/shared-space/shared-space.ts";
import { clusterAsync } from "./studies/space/cluster.ts";
import { embed } from "./studies/space/embed.ts";
import { distancesAmong } from "./studies/space/large/among.ts";
import {
  anosimAsync,
  kMedoidsAsync,
  linkageAsync,
  mantelAsync,
  optimalLeafOrderAsync,
  partialMantelAsync,
  permanovaAsync,
  silhouetteAsync,
  smacofAsync,
} from "./studies/geometry/async.ts";
import { predictAsync } from "./studies/space/predict.ts";
import { regressAsync } from "./studies/space/regress.ts";

// The compiler checks that the control really is the argument that each table says.
type Second = (a: never, control: Control) => unknown;
type Third = (a: never, b: never, control: Control) => unknown;
type Fourth = (a: never, b: never, c: never, control: Control) => unknown;
type Fifth = (a: never, b: never, c: never, d: never, control: Control) => unknown;

const controlledSecond = {
  eigh,
  layerStudy,
  minibatchCka,
  partialRsa,
  regressRdms,
  rsa,
  rsaGroups,
} satisfies Record<string, Second>;

const controlledThird = {
  arrangeUnits,
  barycenter,
  checkMetric,
  clusterAsync,
  compareMetrics,
  consensus,
  describe,
  distancesAmong,
  embed,
  fastSrm,
  fuse,
  hyperalign,
  irsm,
  isc,
  isfc,
  kmeans,
  linkageAsync,
  noiseCovariance,
  noisePrecision,
  openNeighborIndex,
  optimalLeafOrderAsync,
  pairwise,
  rdm,
  rdmMovie,
  reliability,
  robustSrm,
  rsmAgreement,
  rsmsAgainst,
  silhouetteAsync,
  smacofAsync,
  srm,
  tangentSpace,
  wrsm,
} satisfies Record<string, Third>;

const controlledFourth = {
  align,
  anosimAsync,
  bandedPredictivity,
  compare,
  compareRdms,
  correlateRsms,
  cross,
  gradient,
  kMedoidsAsync,
  mantelAsync,
  mapInference,
  neighborIndex,
  permanovaAsync,
  predictAsync,
  predictivity,
  regressAsync,
  searchlight,
  estimate,
  table,
} satisfies Record<string, Fourth>;

const controlledFifth = { explain, partialMantelAsync } satisfies Record<string, Fifth>;

/** The functions of the library that compute, each with the engine chosen. */
export type EngineMethods = typeof controlledSecond &
  typeof controlledThird &
  typeof controlledFourth &
  typeof controlledFifth;

/**
 * Threads and memory of its own, and every function that computes as a method:
 * `engine.isc(subjects)` is `isc(subjects, {}, { engine })`. Safe to call concurrently.
 */
export interface Engine extends EngineHandle, EngineMethods {}

/**
 * An engine of its own, with its threads and its build of the kernels.
 * @throws {OptionError} naming the option and what it accepts.
 */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const handle = await createHandle(options);
  return Object.assign(handle, methodsOf(handle));
}

function methodsOf(engine: EngineHandle): EngineMethods {
  return {
    ...bound(controlledSecond, 1, engine),
    ...bound(controlledThird, 2, engine),
    ...bound(controlledFourth, 3, engine),
    ...bound(controlledFifth, 4, engine),
  };
}

/** The functions with `engine` in their argument number `at`, counted from 0: the control. */
function bound<T extends object>(functions: T, at: number, engine: EngineHandle): T {
  const bind = (work: (...given: unknown[]) => unknown) => {
    return (...given: unknown[]) => {
      const before = Array.from({ length: at }, (_, k) => given[k]);
      return work(...before, { ...(given[at] as Control | undefined), engine });
    };
  };
  return Object.fromEntries(Object.entries(functions).map(([name, work]) => [name, bind(work)])) as T;
}
