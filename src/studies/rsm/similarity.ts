import { rsmOfNetwork } from "./task.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { OptionError, ShapeError } from "../../base/errors.ts";
import { assertComparable } from "../../data/kinds.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Control } from "../../run/control.ts";
import {
  assertFinite,
  toRepresentation,
  type Representation,
  type RepresentationLike,
} from "../../data/representation.ts";
import type { RsmSetup } from "./parts.ts";
import {
  agreementOf,
  correlationOfMeans,
  correlationsWith,
  type NetworkBootstrap,
  type RsmAgreement,
} from "./statistics.ts";
import { rsmSimilarities, rsmStack, type Estimate, type RsmOptions, type RsmStack } from "./rsm.ts";
import { sharedDoubles } from "../../base/thread-memory.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/**
 * Within each network: similarity of the responses to two stimuli, after subtracting each unit's
 * mean over stimuli.
 *
 * @param representations - stimuli × units each
 * @throws {OptionError | ShapeError | NumericalError} for bad options, other stimuli, responses that
 *   are not finite, or a stimulus without a direction.
 */
export function wrsm(
  representations: readonly RepresentationLike[],
  options: RsmOptions = {},
  control: Control = {},
): Promise<RsmStack> {
  return stackOf("wrsm", representations, options, control);
}

/**
 * Between networks: the mean response of all others to a stimulus (row) against the held-out
 * network's response (column), centred as in `wrsm`. Units must correspond: native ones, or the
 * `aligned` of a shared space.
 *
 * @param representations - stimuli × units each, all of one width
 * @throws as `wrsm`, and for fewer than two networks or other numbers of units.
 */
export function irsm(
  representations: readonly RepresentationLike[],
  options: RsmOptions = {},
  control: Control = {},
): Promise<RsmStack> {
  return stackOf("irsm", representations, options, control);
}

/** Correlation of the mean of one stack of RSMs with that of another. @throws {ShapeError | OptionError} */
export async function correlateRsms(
  a: RsmStack,
  b: RsmStack,
  options: NetworkBootstrap = {},
  control: Control = {},
): Promise<Estimate> {
  const { alone, kernels } = await runtimeOf(control);
  return alone(async () => correlationOfMeans(a, b, options, kernels));
}

/** Correlations of the RSMs of one stack with one another. @throws {OptionError} */
export async function rsmAgreement(
  stack: RsmStack,
  options: NetworkBootstrap = {},
  control: Control = {},
): Promise<RsmAgreement> {
  const { alone, kernels } = await runtimeOf(control);
  return alone(async () => agreementOf(stack, options, kernels));
}

/**
 * Correlation of each RSM with one, e.g. of checkpoints with the last.
 * @param reference - stimuli × stimuli
 * @throws {ShapeError}
 */
export async function rsmsAgainst(
  stack: RsmStack,
  reference: Matrix,
  control: Control = {},
): Promise<Float64Array> {
  const { alone, kernels } = await runtimeOf(control);
  return alone(async () => correlationsWith(stack, reference, kernels));
}

/** Networks are the pieces of work. */
async function stackOf(
  kind: "wrsm" | "irsm",
  given: readonly RepresentationLike[],
  { similarity = "correlation" }: RsmOptions,
  control: Control,
): Promise<RsmStack> {
  if (!rsmSimilarities.includes(similarity)) {
    throw new OptionError(
      `${kind}: similarity must be one of ${rsmSimilarities.join(", ")}; got ${JSON.stringify(similarity)}.`,
    );
  }
  const inputs = given.map((one, k) => toRepresentation(one, String(k)));
  const { kernels, tasks } = await runtimeOf(control);
  const setup = setupOf(kind, inputs, similarity, kernels);
  const { names, stimuli } = setup;
  const m = stimuli.length;
  const operations = setup.responses.reduce((sum, { cols }) => sum + 2 * m * m * cols, 0);
  const pieces = [...inputs.keys()];
  const found = await tasks.run(rsmOfNetwork, setup, pieces, { ...control, operations });
  const data = new Float64Array(names.length * m * m);
  found.forEach((one, k) => data.set(one, k * m * m));
  return rsmStack({ kind, similarity, names, stimuli, data });
}

function setupOf(
  kind: RsmSetup["kind"],
  inputs: readonly Representation[],
  similarity: RsmSetup["similarity"],
  kernels: Kernels,
): RsmSetup {
  assertComparable(inputs, kind, "matrix", kind === "irsm" ? ["units"] : []);
  if (kind === "irsm" && inputs.length < 2) {
    throw new OptionError(`irsm compares a network with the others; got ${inputs.length} network.`);
  }
  inputs.forEach(assertFinite);
  const responses = inputs.map((one) => centredOf(one, kernels));
  const [first] = inputs as [Representation];
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
