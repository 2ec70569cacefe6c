import { rsmOfNetwork } from "./task.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { OptionError, ShapeError } from "../../base/errors.ts";
import { assertComparable } from "../../data/kinds.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Control } from "../../run/lanes/control.ts";
import {
  assertFinite,
  oneByOne,
  toInputs,
  type Representation,
  type RepresentationLike,
  type UnreadRepresentation,
} from "../../data/representation.ts";
import type { RsmSetup } from "./parts.ts";
import { agreementOf, correlationOfMeans, correlationsWith, type RsmAgreement } from "./statistics.ts";
import {
  networkBootstrapOptions,
  rsmOptions,
  type NetworkBootstrapOptions,
  type RsmOptions,
} from "./options.ts";
import { resolveOptions } from "../../base/options.ts";
import { runSteps } from "../../base/steps.ts";
import type { Estimate } from "../../base/statistics.ts";
import { rsmStack, type RsmStack } from "./rsm.ts";
import { sharedDoubles } from "../../base/thread-memory.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/**
 * Representational similarity within each network: how similar its responses to two stimuli are,
 * after each unit's mean over stimuli was subtracted.
 *
 * @param representations - stimuli × units each; the same stimuli, at least 2
 * @throws {OptionError} naming the option and what it accepts.
 * @throws {ShapeError} naming the network of other stimuli.
 * @throws {NumericalError} if a response is not finite, or those to a stimulus have no direction.
 */
export function wrsm(
  representations: readonly (RepresentationLike | UnreadRepresentation)[],
  options: RsmOptions = {},
  control: Control = {},
): Promise<RsmStack> {
  return stackOf("wrsm", representations, options, control);
}

/**
 * Representational similarity between networks: the mean response of the others to a stimulus (row)
 * against the response of the network that was held out (column), centred as in `wrsm`. Units must
 * correspond: native units, or the features of a shared space (`aligned`).
 *
 * @param representations - stimuli × units each, all of one width
 * @throws as `wrsm`, and for fewer than two networks or other numbers of units.
 */
export function irsm(
  representations: readonly (RepresentationLike | UnreadRepresentation)[],
  options: RsmOptions = {},
  control: Control = {},
): Promise<RsmStack> {
  return stackOf("irsm", representations, options, control);
}

/**
 * Correlation of the mean of one stack of RSMs with the mean of another, over all pairs of different
 * stimuli, with a bootstrap interval over networks.
 *
 * @throws {ShapeError} if the stacks are of other networks or stimuli.
 * @throws {OptionError} naming the option and what it accepts.
 */
export async function correlateRsms(
  a: RsmStack,
  b: RsmStack,
  options: NetworkBootstrapOptions = {},
  control: Control = {},
): Promise<Estimate> {
  const chosen = resolveOptions("correlateRsms", networkBootstrapOptions, options);
  const { alone, kernels } = await runtimeOf(control);
  return alone(() => runSteps(correlationOfMeans(a, b, chosen, kernels), control.signal));
}

/**
 * Correlations of the RSMs of networks with one another, and their mean with a bootstrap interval
 * over networks.
 *
 * @throws {OptionError} naming the option and what it accepts.
 */
export async function rsmAgreement(
  stack: RsmStack,
  options: NetworkBootstrapOptions = {},
  control: Control = {},
): Promise<RsmAgreement> {
  const chosen = resolveOptions("rsmAgreement", networkBootstrapOptions, options);
  const { alone, kernels } = await runtimeOf(control);
  return alone(() => runSteps(agreementOf(stack, chosen, kernels), control.signal));
}

/**
 * Correlation of each RSM with a given one, e.g. of checkpoints with the last.
 *
 * @param reference - stimuli × stimuli
 * @returns one correlation for each network
 * @throws {ShapeError} if the reference is of other stimuli.
 */
export async function rsmsAgainst(
  stack: RsmStack,
  reference: Matrix,
  control: Control = {},
): Promise<Float64Array> {
  const { alone, kernels } = await runtimeOf(control);
  return alone(() => runSteps(correlationsWith(stack, reference, kernels), control.signal));
}

/** Networks are the pieces of work. */
async function stackOf(
  kind: "wrsm" | "irsm",
  given: readonly (RepresentationLike | UnreadRepresentation)[],
  options: RsmOptions,
  control: Control,
): Promise<RsmStack> {
  const { similarity } = resolveOptions(kind, rsmOptions, options);
  const inputs = toInputs(given, kind);
  const { kernels, tasks } = await runtimeOf(control);
  const setup = await setupOf(kind, inputs, similarity, kernels, control.signal);
  const { names, stimuli } = setup;
  const m = stimuli.length;
  const operations = setup.responses.reduce((sum, { cols }) => sum + 2 * m * m * cols, 0);
  const pieces = [...inputs.keys()];
  const found = await tasks.run(rsmOfNetwork, setup, pieces, { ...control, operations });
  const data = new Float64Array(names.length * m * m);
  found.forEach((one, k) => data.set(one, k * m * m));
  return rsmStack({ kind, similarity, names, stimuli, data });
}

async function setupOf(
  kind: RsmSetup["kind"],
  inputs: readonly (Representation | UnreadRepresentation)[],
  similarity: RsmSetup["similarity"],
  kernels: Kernels,
  signal: AbortSignal | undefined,
): Promise<RsmSetup> {
  assertComparable(inputs, kind, "matrix", kind === "irsm" ? ["units"] : []);
  if (kind === "irsm" && inputs.length < 2) {
    throw new OptionError(`irsm compares a network with the others; got ${inputs.length} network.`);
  }
  const responses = await oneByOne(inputs, signal, (one) => {
    assertFinite(one);
    return centredOf(one, kernels);
  });
  const first = inputs[0]!;
  const m = first.shape[0]!;
  if (m < 2) throw new ShapeError(`${kind}: ${first.name} has ${m} stimulus; at least 2 are needed.`);
  const stimuli = first.stimuli ?? Array.from({ length: m }, (_, i) => String(i));
  const names = inputs.map(({ name }) => name);
  const setup = { kind, similarity, names, stimuli, responses };
  return kind === "irsm" ? { ...setup, total: sumOf(responses) } : setup;
}

function centredOf({ shape, data }: Representation, kernels: Kernels): Matrix {
  const [rows, cols] = shape as [number, number];
  return kernels.scope(() => {
    const { centered } = kernels.centerColumns(kernels.place(rows, cols, data));
    const out = sharedDoubles(rows * cols);
    out.set(centered.data);
    return matrix(rows, cols, out);
  });
}

function sumOf(matrices: readonly Matrix[]): Matrix {
  const [{ rows, cols }] = matrices as [Matrix];
  const sum = matrix(rows, cols, sharedDoubles(rows * cols));
  for (const { data } of matrices) for (let k = 0; k < data.length; k++) sum.data[k]! += data[k]!;
  return sum;
}
