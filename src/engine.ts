import { platform } from "#platform";
import { OptionError } from "./base/errors.ts";
import { assertComparable } from "./data/kinds.ts";
import type { Alignment } from "./metrics/metric.ts";
import { metricOf, resolveSpec, type MetricSpec, type ResolvedSpec } from "./metrics/registry.ts";
import type { Control } from "./run/lanes.ts";
import type { Pairs } from "./run/pairs/plan.ts";
import { runPairs } from "./run/pairs/run.ts";
import { metricComparison, type MetricComparison } from "./studies/compare-metrics/compare-metrics.ts";
import { rdmComparison, type RdmComparison } from "./studies/rdm/compare-rdms.ts";
import { rdmMaking, type RdmMaking } from "./studies/rdm/rdm.ts";
import {
  toRepresentation,
  type Representation,
  type RepresentationLike,
  type TrainedRepresentation,
} from "./data/representation.ts";
import { comparisons, type Comparisons } from "./data/comparisons.ts";
import { executorSource } from "./run/executors.ts";
import { createKernels, type Eigh } from "./wasm/kernels.ts";
import { chooseBuild, loadModule } from "./wasm/load.ts";
import { crossvalidate } from "./studies/pairwise/crossvalidate.ts";
import { layerMethods, type LayerMethods } from "./studies/layers/layers.ts";
import { predictivityMethods, type PredictivityMethods } from "./studies/predictivity/predictivity.ts";
import { rsaMethods, type RsaMethods } from "./studies/rsa/rsa.ts";
import { searchlightFeature, type SearchlightFeature } from "./studies/searchlight/searchlight.ts";
import { shapeSpace, type ShapeSpace } from "./studies/shapes/shape-space.ts";
import { sharedResponses, type SharedResponses } from "./studies/shared-space/shared-space.ts";
import { alignPair } from "./studies/pairwise/align.ts";
import { tableOfPair } from "./studies/pairwise/table.ts";
import { assertHeldOut } from "./studies/pairwise/held-out.ts";
import type { Matrix } from "./base/matrix.ts";
import { accumulateCka, type Batch } from "./studies/pairwise/minibatch-cka.ts";
import { interSubject, type InterSubject } from "./studies/isc/isc.ts";
import { withUncertainty, type UncertaintyOptions } from "./studies/pairwise/uncertainty.ts";
import type { EngineContext } from "./run/context.ts";

export interface EngineOptions {
  /**
   * Worker threads for comparisons; 0 computes on the calling thread.
   * @default the processors of the host
   */
  threads?: number;
  /**
   * The same bits on every machine, at some cost in speed: no fused multiply-add.
   * @default false
   */
  deterministic?: boolean;
  /**
   * A compiled build of the kernels, for hosts that cannot compile at run time.
   * @default the better of the two builds that this host can run
   */
  module?: WebAssembly.Module;
  /**
   * Bytes of prepared representations that each thread holds in its wasm memory.
   * @default 128 MiB
   */
  budget?: number;
}

/** Options of one run. */
export type RunOptions = Control;

/** Options of `pairwise`. */
export interface PairwiseOptions extends RunOptions, UncertaintyOptions {
  /**
   * Responses of the same networks, in the same order, to other stimuli: the result's
   * `test` then says how well what was fitted on the first holds on these.
   */
  readonly test?: readonly RepresentationLike[] | undefined;
  /** Cross-validation over stimuli in so many parts: values are means over held-out parts. */
  readonly folds?: number | undefined;
  /** Decides the parts, or the resamples. @default 1 */
  readonly seed?: number | undefined;
}

/** Compares representations. Everything public on it is safe to call concurrently. */
export interface Engine
  extends
    MetricComparison,
    InterSubject,
    RdmComparison,
    RdmMaking,
    SearchlightFeature,
    ShapeSpace,
    SharedResponses,
    LayerMethods,
    PredictivityMethods,
    RsaMethods {
  /** Worker threads that a run may use; 0 when it computes on the calling thread. */
  readonly threads: number;
  /** The value of one pair; equals `pairwise([x, y], spec).at(0, 1)` bit for bit. */
  compare(
    x: RepresentationLike,
    y: RepresentationLike,
    spec: MetricSpec,
    control?: RunOptions,
  ): Promise<number>;
  /** All pairs of K representations: K × K. */
  pairwise(
    representations: readonly RepresentationLike[],
    spec: MetricSpec,
    control?: PairwiseOptions,
  ): Promise<Comparisons>;
  /** Each of `rows` with each of `cols`. */
  cross(
    rows: readonly RepresentationLike[],
    cols: readonly RepresentationLike[],
    spec: MetricSpec,
    control?: RunOptions,
  ): Promise<Comparisons>;
  /**
   * Both representations in common axes, the motions and the means.
   * @throws {OptionError} if the metric has no motion.
   */
  align(x: RepresentationLike, y: RepresentationLike, spec: MetricSpec): Promise<Alignment>;
  /**
   * All values that the value of one pair is the least of: for `convolutional` height ×
   * width, one for each circular shift of x, no shift at ⌊height / 2⌋, ⌊width / 2⌋.
   * @throws {OptionError} if the metric is a single number for a pair.
   */
  table(x: RepresentationLike, y: RepresentationLike, spec: MetricSpec): Promise<Matrix>;
  /**
   * Linear CKA of two networks from batches of stimuli, one batch in memory at a time.
   * @throws {ShapeError | NumericalError} naming the batch it is about.
   */
  minibatchCka(batches: Iterable<Batch> | AsyncIterable<Batch>): Promise<number>;
  /** Eigenvalues (rising) and eigenvectors (rows) of a symmetric matrix. */
  eigh(a: Matrix): Promise<Eigh>;
  /** Ends the worker threads. The engine can still be used and starts new ones then. */
  close(): void;
}

/**
 * An engine of its own, with its threads and its build of the kernels.
 * @throws {OptionError} for a number of threads that is not a whole number from 0.
 */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const { threads = platform.cores, deterministic = false, budget = 128 * 2 ** 20 } = options;
  if (!Number.isInteger(threads) || threads < 0) {
    throw new OptionError(
      `threads is ${threads}; accepted: a whole number from 0 (0 computes on the calling thread).`,
    );
  }
  const module = options.module ?? (await loadModule(chooseBuild(deterministic)));
  const kernels = await createKernels(module);
  const executors = executorSource({ threads, module, kernels, budget });
  const context: EngineContext = { kernels, alone: executors.alone, tasks: executors.tasks, threads };
  const run = (inputs: TrainedRepresentation[], spec: ResolvedSpec, pairs: Pairs, control: RunOptions) =>
    executors.use(spec, inputs, control, (executor) => runPairs(inputs, spec, pairs, executor, control));

  async function square(
    inputs: TrainedRepresentation[],
    spec: ResolvedSpec,
    control: RunOptions,
  ): Promise<Comparisons> {
    const names = inputs.map(({ name }) => name);
    const triangle = metricOf(spec).properties(spec.options).symmetric;
    const all = { start: 0, end: inputs.length };
    const result = await run(inputs, spec, { rows: all, cols: all, triangle, diagonal: true }, control);
    return comparisons({ ...describe(spec), ...result, rowNames: names, colNames: names });
  }

  const pairwise: Engine["pairwise"] = async (given, spec, control = {}) => {
    const inputs = named(given);
    const resolved = checked(inputs, spec);
    const resampled = control.bootstrap !== undefined || control.permutation !== undefined;
    if (resampled && (control.folds !== undefined || control.test))
      throw new OptionError("Give either bootstrap and permutation, or test and folds: not both at once.");
    if (control.folds !== undefined) return crossvalidate(pairwise, inputs, spec, control);
    if (resampled) return uncertain(inputs, resolved, control);
    if (!control.test) return square(inputs, resolved, control);
    const tests = named(control.test);
    assertHeldOut(inputs, tests, resolved);
    const trained = tests.map((test, k) => ({ ...inputs[k]!, test }));
    const result = await square(inputs, resolved, control);
    return comparisons({ ...result, test: await square(trained, { ...resolved, heldOut: true }, control) });
  };

  async function uncertain(
    inputs: TrainedRepresentation[],
    spec: ResolvedSpec,
    control: PairwiseOptions,
  ): Promise<Comparisons> {
    const observed = await square([...inputs], spec, control);
    const work = { observed, representations: inputs, spec, tasks: executors.tasks, budget };
    return withUncertainty(work, control, control);
  }

  const cross: Engine["cross"] = async (rows, cols, spec, control = {}) => {
    const [left, right] = [named(rows), named(cols)];
    const inputs = [...left, ...right];
    const resolved = checked(inputs, spec);
    const [rowNames, colNames] = [left.map(({ name }) => name), right.map(({ name }) => name)];
    const [start, end] = [left.length, inputs.length];
    const pairs = { rows: { start: 0, end: start }, cols: { start, end }, triangle: false, diagonal: false };
    const result = await run(inputs, resolved, pairs, control);
    return comparisons({ ...describe(resolved), ...result, rowNames, colNames });
  };

  return {
    threads,
    compare: async (x, y, spec, control) => {
      const pair = [toRepresentation(x, "x"), toRepresentation(y, "y")] as const;
      return (await cross([pair[0]], [pair[1]], spec, control)).at(0, 0);
    },
    pairwise,
    cross,
    async align(x, y, spec) {
      const pair = [toRepresentation(x, "x"), toRepresentation(y, "y")] as const;
      return alignPair(pair[0], pair[1], checked(pair, spec), kernels);
    },
    async table(x, y, spec) {
      const pair = [toRepresentation(x, "x"), toRepresentation(y, "y")] as const;
      return tableOfPair(pair[0], pair[1], checked(pair, spec), kernels);
    },
    minibatchCka: (batches) => accumulateCka(batches, kernels),
    eigh: async (a) =>
      kernels.scope(() => {
        const { values, vectors } = kernels.eigh(a);
        return { values, vectors: kernels.detach(vectors) };
      }),
    ...rdmComparison(context),
    ...metricComparison(context),
    ...rdmMaking(context),
    ...searchlightFeature(context),
    ...layerMethods(context),
    ...predictivityMethods(context),
    ...rsaMethods(context),
    ...interSubject(context),
    ...shapeSpace(context),
    ...sharedResponses(context),
    close: () => executors.close(),
  };
}

function checked(inputs: readonly Representation[], spec: MetricSpec): ResolvedSpec {
  const resolved = resolveSpec(spec as { metric: string });
  const { accepts, sharedAxes } = metricOf(resolved);
  assertComparable(inputs, resolved.metric, accepts, sharedAxes?.(resolved.options));
  return resolved;
}

function named(given: readonly RepresentationLike[]): Representation[] {
  return given.map((one, index) => toRepresentation(one, String(index)));
}

function describe({ metric: name, options, heldOut }: ResolvedSpec) {
  const metric = metricOf({ metric: name, options });
  const { kind, range, toDistance } = metric.properties(options);
  const facts = { metric: name, options, kind, range, ...(toDistance ? { toDistance } : {}) };
  return heldOut && metric.form === "pair" ? { ...facts, ...metric.heldOut!.properties(options) } : facts;
}
