import { OptionError } from "../../base/errors.ts";
import { resolveOptions, unknownOption } from "../../base/options.ts";
import { comparisons, type Comparisons } from "../../data/comparisons.ts";
import {
  loaded,
  toInputs,
  toRepresentations,
  type UnreadRepresentation,
  type Representation,
  type RepresentationLike,
} from "../../data/representation.ts";
import type { MetricSpecLike } from "../../metrics/registry.ts";
import { findMetric, metricOf, withMetric, type ResolvedSpec } from "../../metrics/resolve.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf, type Runtime } from "../../run/runtime.ts";
import { arrangeHeldOut, arrangeUnits } from "../units/arrange-units.ts";
import { crossvalidate } from "./crossvalidate.ts";
import { assertHeldOut } from "./held-out.ts";
import { checked, pairOf } from "./inputs.ts";
import {
  crossOptions,
  pairwiseOptions,
  type ChosenPairwise,
  type CrossOptions,
  type PairwiseOptions,
} from "./options.ts";
import { rectangle, square, valueOf } from "./square.ts";
import { withUncertainty } from "./uncertainty.ts";

/**
 * The value of one pair of representations: `pairwise([x, y], spec).at(0, 1)`, bit for bit. Among more networks,
 * `cka` and `rv` may be computed in another way, which agrees to about 1e-13 (see `Comparisons.way`).
 *
 * @param x - stimuli × units (or the kind of input that the metric accepts)
 * @param y - responses to the same stimuli; the units may be others
 * @param spec - the metric, by name or itself (`import { cka } from "repgeom/metrics/cka"`), with its options beside
 * @returns in the range that `metrics[name].properties(options).range` gives
 * @throws {OptionError | ShapeError | NumericalError} naming the option, or the representation it is about.
 */
export async function compare(
  x: RepresentationLike,
  y: RepresentationLike,
  spec: MetricSpecLike,
  control: Control = {},
): Promise<number> {
  const [left, right] = pairOf(x, y);
  // The metric and the kernels are both loaded, where they are not there yet.
  const [resolved, runtime] = await Promise.all([checked([left, right], spec), runtimeOf(control)]);
  return valueOf(left, right, resolved, runtime, control);
}

/**
 * Each of `rows` with each of `cols`.
 * @param rows - representations of the same stimuli; those of `readLazily` are read one by one, unless
 *   `bootstrap` or `permutation` need all at once
 * @param cols - further ones
 * @param options - the metric, by name or itself, with its options beside, and what is to be known of the values,
 *   by the same statistics as those of `pairwise`: `bootstrap` and `permutation`. A corrected p is for
 *   the number of cells
 * @returns rows × cols
 * @throws as `compare`.
 */
export async function cross(
  rows: readonly (RepresentationLike | UnreadRepresentation)[],
  cols: readonly (RepresentationLike | UnreadRepresentation)[],
  options: MetricSpecLike & CrossOptions,
  control: Control = {},
): Promise<Comparisons> {
  const [left, right] = [toInputs(rows, "cross"), toInputs(cols, "cross")];
  const [spec, about] = await divided("cross", options, Object.keys(crossOptions));
  const chosen = resolveOptions("cross", crossOptions, about);
  const resolved = await checked([...left, ...right], spec);
  const runtime = await runtimeOf(control);
  if (!chosen.bootstrap && !chosen.permutation) return rectangle(left, right, resolved, runtime, control);
  const [ofRows, ofCols] = [await loaded(left, control.signal), await loaded(right, control.signal)];
  const observed = await rectangle(ofRows, ofCols, resolved, runtime, control);
  const representations = [...ofRows, ...ofCols];
  const work = { observed, representations, square: false, spec: resolved, runtime };
  return withUncertainty(work, chosen, control);
}

/**
 * All pairs of K representations of the same stimuli.
 *
 * @param representations - stimuli × units each (or the kind of input that the metric accepts); those of
 *   `readLazily` are read one by one, unless `folds`, `test`, `bootstrap` or `permutation` need all at once
 * @param options - the metric, by name or itself, with its options beside, and what is to be known of the
 *   values: `test` or `folds` (held-out stimuli), `bootstrap` and `permutation` (resampled ones)
 * @param control - may hold what is to be known of the values too
 * @returns K × K
 * @throws {OptionError | ShapeError | NumericalError} naming the option, or the representation it is about.
 */
export async function pairwise(
  representations: readonly (RepresentationLike | UnreadRepresentation)[],
  options: MetricSpecLike & PairwiseOptions,
  control: Control & PairwiseOptions = {},
): Promise<Comparisons> {
  const { spec, validation, rest } = await sorted(options, control);
  const inputs = toInputs(representations, "pairwise");
  const resolved = await checked(inputs, spec);
  return validated(inputs, resolved, validation, await runtimeOf(rest), rest);
}

/** The metric's options, those about its values, and the control, from the two arguments that may hold them. */
async function sorted(options: MetricSpecLike & PairwiseOptions, control: Control & PairwiseOptions) {
  const { engine, signal, onProgress, ...statistics } = control;
  const [spec, about] = await divided("pairwise", options, Object.keys(pairwiseOptions));
  const validation = resolveOptions("pairwise", pairwiseOptions, { ...about, ...statistics });
  return { spec, validation, rest: { engine, signal, onProgress } };
}

/** The metric with its options, and the options about its values, of which the names are given. */
async function divided<O extends object>(
  owner: string,
  options: MetricSpecLike & O,
  names: readonly string[],
): Promise<[MetricSpecLike, Partial<O>]> {
  const given = withMetric(options) as { readonly metric?: unknown };
  const metric = await findMetric(given.metric);
  const own = ["metric", ...Object.keys(metric?.options ?? {})];
  const all = Object.entries(given);
  const unknown = all.find(([name]) => !own.includes(name) && !names.includes(name));
  if (unknown && metric) throw unknownOption(`${owner} with ${metric.name}`, unknown[0], [...own, ...names]);
  const about = all.filter(([name]) => names.includes(name));
  const spec = all.filter(([name]) => !names.includes(name) || own.includes(name));
  return [Object.fromEntries(spec) as MetricSpecLike, Object.fromEntries(about) as Partial<O>];
}

async function validated(
  inputs: readonly (Representation | UnreadRepresentation)[],
  spec: ResolvedSpec,
  options: ChosenPairwise,
  runtime: Runtime,
  control: Control,
): Promise<Comparisons> {
  const { folds, test, bootstrap, permutation, arrange, extend, extrapolate } = options;
  assertOneWay(options);
  assertSameUnits(spec, arrange);
  if (folds === undefined && !test && !bootstrap && !permutation && !arrange && !extrapolate) {
    const known = extend && (await import("./known/known.ts")).knownTable(extend);
    return square(inputs, spec, runtime, control, known);
  }
  const all = await loaded(inputs, control.signal);
  // What is fitted on the training stimuli waits for them.
  const given =
    arrange && folds === undefined && !test ? await arrangeUnits(all, arrange, handle(control)) : all;
  return resampled(given, spec, options, runtime, control);
}

/** Without progress, which is that of the pairs. */
function handle({ engine, signal }: Control): Control {
  return { ...(engine && { engine }), ...(signal && { signal }) };
}

/** Values with what other stimuli say of them. */
async function resampled(
  inputs: readonly Representation[],
  spec: ResolvedSpec,
  options: ChosenPairwise,
  runtime: Runtime,
  control: Control,
): Promise<Comparisons> {
  const { folds, test } = options;
  if (folds !== undefined)
    return crossvalidate(inputs, { folds, seed: options.seed }, async (train, tests) => {
      const [trains, held] = await arranged(train, tests, options, control);
      return measured(trains, held, spec, runtime, control);
    });
  if (test) {
    const [trains, tests] = await arranged(
      inputs,
      toRepresentations(test, "pairwise: test"),
      options,
      control,
    );
    return heldOut(trains, tests, spec, runtime, control);
  }
  const observed = await square(inputs, spec, runtime, control);
  if (options.extrapolate) {
    const { withExtrapolation } = await import("./extrapolation/extrapolate.ts");
    const chosen = { over: options.extrapolate, seed: options.seed };
    return withExtrapolation(observed, { inputs, spec, runtime }, chosen, control);
  }
  return withUncertainty(
    { observed, representations: inputs, square: true, spec, runtime },
    options,
    control,
  );
}

/** Units as the options want them, fitted on the training stimuli. */
async function arranged(
  trains: readonly Representation[],
  tests: readonly Representation[],
  { arrange }: ChosenPairwise,
  control: Control,
): Promise<[trains: readonly Representation[], tests: readonly Representation[]]> {
  if (!arrange) return [trains, tests];
  if (trains.length !== tests.length) return [trains, tests]; // which `assertHeldOut` refuses
  const both = await arrangeHeldOut(trains, tests, arrange, handle(control));
  return [both.map(([train]) => train), both.map(([, test]) => test)];
}

/** Constant units are others in each network, and so are components. */
function assertSameUnits(spec: ResolvedSpec, arrange: PairwiseOptions["arrange"]): void {
  const option = (["pca", "dropConstant"] as const).find((name) => arrange?.[name]);
  if (option === undefined || !metricOf(spec).sharedAxes?.(spec.options).includes("units")) return;
  throw new OptionError(
    `arrange: ${option} makes other units of each network, and ${spec.metric} compares unit by unit. Take the same units of all by units.`,
  );
}

function assertOneWay(options: PairwiseOptions): void {
  const { folds, test, bootstrap, permutation, arrange, extend, extrapolate } = options;
  if (
    extrapolate &&
    (extrapolate.length === 0 || folds !== undefined || test || bootstrap || permutation || extend)
  )
    throw new OptionError(
      "extrapolate takes stimuli, units or both, and has a standard error of its own: leave out test, folds, bootstrap, permutation and extend.",
      "extrapolate",
    );
  if (extend && (folds !== undefined || test || bootstrap || permutation || arrange))
    throw new OptionError(
      "extend adds plain values: leave out test, folds, bootstrap, permutation and arrange.",
      "extend",
    );
  if (folds !== undefined && test)
    throw new OptionError("Give either test or folds: folds hold out part of the stimuli themselves.");
  if ((bootstrap || permutation) && (folds !== undefined || test))
    throw new OptionError("Give either bootstrap and permutation, or test and folds: not both at once.");
}

/** Values on the training stimuli, and as `test` those on held-out ones. */
async function heldOut(
  inputs: readonly Representation[],
  tests: readonly Representation[],
  spec: ResolvedSpec,
  runtime: Runtime,
  control: Control,
): Promise<Comparisons> {
  await assertHeldOut(inputs, tests, spec);
  const result = await square(inputs, spec, runtime, control);
  const measuredOnTest = await measured(inputs, tests, spec, runtime, control);
  const said = measuredOnTest.warnings.filter((note) => !result.warnings.includes(note));
  return comparisons({ ...result, warnings: [...result.warnings, ...said], test: measuredOnTest });
}

/** Values on `tests` of what is fitted on `inputs`. */
async function measured(
  inputs: readonly Representation[],
  tests: readonly Representation[],
  spec: ResolvedSpec,
  runtime: Runtime,
  control: Control,
): Promise<Comparisons> {
  await assertHeldOut(inputs, tests, spec);
  const trained = tests.map((test, k) => ({ ...inputs[k]!, test }));
  return square(trained, { ...spec, heldOut: true }, runtime, control);
}
