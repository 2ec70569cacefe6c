/** From a representation and what the caller says of its rows to what an RDM is made from. */
import { indexNames, largestOf } from "../base/lists.ts";
import { assertLabels } from "../base/numbers.ts";
import { NumericalError, OptionError, ShapeError } from "../base/errors.ts";
import { matrix, type Matrix } from "../base/matrix.ts";
import { choice, data, optional, type OptionSchemas } from "../base/options.ts";
import { assertKind } from "../data/kinds.ts";
import type { Representation } from "../data/representation.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { dissimilarityOf, type DissimilarityName } from "./dissimilarities/registry.ts";
import type { RdmInput } from "./dissimilarities/dissimilarity.ts";
import { assertComplete, type Noise } from "./noise/kinds.ts";
import { residualsOf, stimulusMeans, type Groups } from "./observations.ts";
import { positions } from "../data/label-order.ts";
import type { Pooling } from "./pair-sums.ts";

/** What the caller says of the rows. */
export interface RowOptions {
  readonly conditions?: readonly (string | number)[] | undefined;
  readonly runs?: readonly (string | number)[] | undefined;
  readonly average?: "repeats" | undefined;
}

export const rowOptions = {
  conditions: data<readonly (string | number)[]>(
    "a list with the stimulus of each row",
    "The stimulus (condition) of each row, where several rows are of one; the RDM is over these, sorted.",
    Array.isArray,
  ),
  runs: data<readonly (string | number)[]>(
    "a list with the run of each row",
    "The run (session, fold) of each row; without it the k-th row of each condition is run k.",
    Array.isArray,
  ),
  average: optional(
    choice(
      ["repeats"],
      "Of stimuli × repeats × units the mean over repeats, for dissimilarities of one row a stimulus.",
    ),
  ),
} satisfies OptionSchemas<RowOptions>;

/** What an RDM of one representation is to be. */
export interface RdmRequest extends RowOptions {
  readonly dissimilarity: DissimilarityName;
  readonly pooling: Pooling;
  readonly noise?: Noise | undefined;
}

/**
 * Places the responses in wasm memory as the dissimilarity wants them: averaged over the rows
 * of each stimulus, or with their groups where it compares runs or pairs of rows.
 * @returns the input, and the names of the stimuli
 * @throws {ShapeError} for another number of axes, labels, or fewer than 2 stimuli.
 * @throws {NumericalError} for NaN where it is no missing value, and infinity.
 */
export function placeInput(
  representation: Representation,
  request: RdmRequest,
  kernels: Kernels,
): { input: RdmInput; stimuli: readonly string[] } {
  const { dissimilarity, noise, pooling } = request;
  const { accepts, missing } = dissimilarityOf(dissimilarity);
  const { name, shape, data: values } = representation;
  const groups = groupsOf(representation, request);
  const grouped = accepts === "repeats" || pooling !== "means";
  const averaged = groups && (request.conditions ?? request.average);
  if (!grouped && !averaged) assertOneRow(representation, dissimilarity);
  const stimuli = groups?.stimuli ?? representation.stimuli ?? indexNames(shape[0]!);
  assertPairs(name, stimuli.length);
  const units = shape.at(-1)!;
  const responses = kernels.place(values.length / units, units, values);
  if (!Number.isFinite(kernels.maxAbs(responses)))
    assertNumbers(representation, missing === true || pooling !== "means");
  const facts = { name, shape, stimuli: groups?.stimuli ?? representation.stimuli };
  if (!groups) {
    if (pooling !== "means") throw noRepeats(name, `pooling "${pooling}"`);
    return { input: { ...facts, responses, noise }, stimuli };
  }
  if (grouped) return { input: { ...facts, responses, groups, noise }, stimuli };
  const means = stimulusMeans(responses, groups, kernels);
  return {
    input: { ...facts, responses: means, noise: fromRows(name, noise, responses, groups, kernels) },
    stimuli,
  };
}

/** @throws {ShapeError} for repeats, which are averaged only when asked. */
function assertOneRow(representation: Representation, dissimilarity: string): void {
  const { name, shape, repeats } = representation;
  if (shape.length !== 3 && !repeats) return assertKind(representation, `rdm of ${dissimilarity}`, "matrix");
  throw new ShapeError(
    `rdm: ${dissimilarity} is of one row a stimulus; ${name} has repeats, ${shape.join(" × ")}. ` +
      `Average them: average "repeats"; take crossnobis or poisson-crossvalidated; or name the axes if one is time.`,
  );
}

/** Noise that is to come from repeats, before these are averaged away. */
function fromRows(
  name: string,
  noise: Noise | undefined,
  rows: Matrix,
  groups: Groups,
  kernels: Kernels,
): Noise | undefined {
  if (!noise || !("method" in noise) || noise.residuals) return noise;
  assertComplete(name, rows);
  return {
    dof: rows.rows - groups.stimuli.length,
    ...noise,
    residuals: residualsOf(rows, groups, kernels).residuals,
  };
}

/** Stimulus and run of each row, if rows of one stimulus may be several. */
export function groupsOf(representation: Representation, facts: RowOptions): Groups | undefined {
  const { name, shape, repeats, stimuli } = representation;
  if (facts.conditions) return fromLabels(representation, facts.conditions, facts.runs);
  if (facts.runs) throw new OptionError(`rdm: ${name}: runs need conditions: the stimulus of each row.`);
  const counts =
    repeats ?? (shape.length === 3 ? Array.from({ length: shape[0]! }, () => shape[1]!) : undefined);
  if (!counts) return undefined;
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const [stimulusOf, runOf] = [new Int32Array(rows), new Int32Array(rows)];
  let row = 0;
  for (const [stimulus, count] of counts.entries()) {
    for (let repeat = 0; repeat < count; repeat++, row++) [stimulusOf[row], runOf[row]] = [stimulus, repeat];
  }
  return {
    stimuli: stimuli ?? indexNames(counts.length),
    runs: indexNames(largestOf(counts)),
    stimulusOf,
    runOf,
  };
}

function fromLabels(
  { name, shape }: Representation,
  conditions: readonly (string | number)[],
  runs: RowOptions["runs"],
): Groups {
  if (shape.length !== 2) {
    throw new ShapeError(`rdm: conditions are of rows × units; ${name} is ${shape.join(" × ")}.`);
  }
  for (const [what, labels] of Object.entries({ conditions, ...(runs && { runs }) })) {
    assertLabels(labels, `rdm: ${name}`, what);
    if (labels.length === shape[0]) continue;
    throw new ShapeError(
      `rdm: ${name} has ${shape[0]} rows, but there are ${labels.length} ${what}; give one for each row.`,
    );
  }
  const [stimuli, stimulusOf] = positions(conditions);
  const [runNames, runOf] = runs ? positions(runs) : occurrences(stimulusOf);
  return { stimuli, runs: runNames, stimulusOf, runOf };
}

/** For each row how many rows of its stimulus come before it. */
function occurrences(stimulusOf: Int32Array): [names: string[], runOf: Int32Array] {
  const seen = new Map<number, number>();
  const runOf = stimulusOf.map((stimulus) => {
    const before = seen.get(stimulus) ?? 0;
    seen.set(stimulus, before + 1);
    return before;
  });
  return [indexNames(largestOf([...seen.values()])), runOf];
}

/** @throws {ShapeError} for fewer than 2 stimuli. */
function assertPairs(name: string, m: number): void {
  if (m >= 2) return;
  throw new ShapeError(
    `rdm: ${name} has ${m} stimulus; an RDM is of pairs, so at least 2 are needed. Is the array units × stimuli? Read it with axes units,stimuli.`,
  );
}

function noRepeats(name: string, what: string): ShapeError {
  return new ShapeError(
    `rdm: ${what} is for several rows a stimulus: repeats, or rows with conditions; ${name} has one.`,
  );
}

/** Of responses that are not all finite. @throws {NumericalError} naming row and unit of the first infinity, or NaN unless it means missing. */
function assertNumbers({ name, shape, data, stimuli }: Representation, missing: boolean): void {
  let bad = 0;
  for (const value of data) {
    if (!Number.isFinite(value) && !(missing && Number.isNaN(value))) break;
    bad++;
  }
  if (bad === data.length) return;
  const units = shape.at(-1)!;
  const row = Math.floor(bad / units);
  const label = shape.length === 2 && stimuli?.[row] !== undefined ? ` (${stimuli[row]})` : "";
  throw new NumericalError(
    `${name}: the response of unit ${bad % units} in row ${row}${label}, counted from 0, is ${data[bad]}; finite numbers are needed` +
      `${missing ? ", or NaN for a missing one" : '. Missing responses: dissimilarity "nan-euclidean"'}.`,
  );
}

/** A matrix in ordinary memory of what a representation holds. */
export function matrixOf({ shape, data }: Representation): Matrix {
  const units = shape.at(-1)!;
  return matrix(data.length / units, units, Float64Array.from(data));
}
