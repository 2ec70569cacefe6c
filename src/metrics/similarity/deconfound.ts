import { NumericalError, ShapeError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { placeResponses, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { CkaOptions, Use } from "../kernel/cka-prepare.ts";
import { gramBlocks, isMadeWhole } from "../kernel/gram.ts";
import type { Block } from "../metric.ts";
import { takeRows, takeRowsAndColumns } from "../resample.ts";
import type { Confounder } from "./confounder.ts";
import { structureFeatures, withFeatures } from "./features.ts";
import { prepareStructure } from "./structure.ts";
import type { PreparedStructure } from "./structure-options.ts";

/** All features at once where they fit: they are read several times. */
const asWhole: Use = { isWanted: isMadeWhole, isHalf: isMadeWhole };

/**
 * The features of a network's similarity matrix less what those of the confounder explain, by least squares over all pairs of
 * stimuli (after centring, so that a constant explains nothing):
 *
 *   f(X) − slope · f(Z),   slope = ⟨f(X), f(Z)⟩ / ⟨f(Z), f(Z)⟩
 *
 * Source: Cui, Kumar, Marttinen & Kaski, NeurIPS 2022, arXiv:2202.00095, §3.
 * @param z - of the confounder
 * @throws {NumericalError} if nothing is left.
 */
export function deconfounded(
  input: Responses,
  z: PreparedStructure,
  options: CkaOptions,
  kernels: Kernels,
): PreparedStructure {
  const made = prepareStructure(input, options, kernels, asWhole);
  const x = withFeatures(made, options.debiased, kernels);
  const stimuli = input.responses.rows;
  const blocks = gramBlocks(stimuli);
  const slope = slopeOn(x, z, blocks, options.debiased, kernels);
  const residual = { ...x, slope };
  assertSomeLeft(input, residual, z, blocks, options, kernels);
  return isMadeWhole(stimuli) ? wholeResidual(residual, z, blocks, options.debiased, kernels) : residual;
}

/** All that is left, made once. */
function wholeResidual(
  x: PreparedStructure,
  z: PreparedStructure,
  blocks: readonly Block[],
  debiased: boolean,
  kernels: Kernels,
): PreparedStructure {
  const source = kernels.uninitialized(
    1,
    blocks.reduce((sum, { length }) => sum + length, 0),
  );
  let next = 0;
  for (const block of blocks) {
    kernels.scope(() => {
      const { data } = residualIn(x, z, block, debiased, kernels);
      source.data.set(data, next);
    });
    next += block.length;
  }
  return { ...x, source, shift: matrix(1, 0), isGram: 1, slope: 0, distinct: blocks.at(-1)!.end };
}

/** Features of one block, those of the confounder subtracted: 1 × features. */
export function residualIn(
  x: PreparedStructure,
  z: PreparedStructure,
  block: Block,
  debiased: boolean,
  kernels: Kernels,
): Matrix {
  const [own, other] = [inOneRow(x, block, debiased, kernels), inOneRow(z, block, debiased, kernels)];
  const [to, from] = [own.data, other.data];
  for (let k = 0; k < to.length; k++) to[k]! -= x.slope * from[k]!;
  return own;
}

function inOneRow(x: PreparedStructure, block: Block, debiased: boolean, kernels: Kernels): Matrix {
  const parts = structureFeatures(x, block, debiased, kernels);
  const row = kernels.uninitialized(1, block.length);
  let next = 0;
  for (const part of parts) {
    row.data.set(part.data, next);
    next += part.rows * part.cols;
  }
  return row;
}

function slopeOn(
  x: PreparedStructure,
  z: PreparedStructure,
  blocks: readonly Block[],
  debiased: boolean,
  kernels: Kernels,
): number {
  let [shared, own] = [0, 0];
  for (const block of blocks) {
    kernels.scope(() => {
      const [f, g] = [inOneRow(x, block, debiased, kernels), inOneRow(z, block, debiased, kernels)];
      shared += kernels.dot(f, g);
      own += kernels.dot(g, g);
    });
  }
  return shared / own;
}

function assertSomeLeft(
  { name }: Responses,
  x: PreparedStructure,
  z: PreparedStructure,
  blocks: readonly Block[],
  { debiased, confound }: CkaOptions,
  kernels: Kernels,
): void {
  let [left, all] = [0, 0];
  for (const block of blocks) {
    kernels.scope(() => {
      const [f, rest] = [inOneRow(x, block, debiased, kernels), residualIn(x, z, block, debiased, kernels)];
      all += kernels.dot(f, f);
      left += kernels.dot(rest, rest);
    });
  }
  const rounding = Math.max(1e-13, 1e-15 * blocks.at(-1)!.end);
  if (left > rounding * rounding * all) return;
  throw new NumericalError(
    `${name}: the confounder ${(confound as Confounder).name} explains all of its similarity matrix, so nothing is left to compare.`,
  );
}

/** Of this thread, by the options that every call of one run has in common. */
const known = new WeakMap<object, PreparedStructure>();

/**
 * The confounder of these options, in ordinary memory; made once a run.
 * @throws {ShapeError} if it is not about as many stimuli, or about others.
 */
export function confounderOf(input: Responses, options: CkaOptions, kernels: Kernels): PreparedStructure {
  const confound = options.confound as Confounder;
  assertSameStimuli(input, confound);
  let found = known.get(options);
  if (!found) {
    found = kernels.scope(() => detached(prepared(placed(confound, kernels), options, kernels), kernels));
    known.set(options, found);
  }
  return found;
}

/** Of drawn stimuli, by the list of their numbers, which all networks of a resample have in common. */
const drawn = new WeakMap<readonly number[], { readonly options: object; readonly z: PreparedStructure }>();

/** @throws {NumericalError} for more stimuli than those of which all features are made at once. */
export function drawnConfounderOf(
  stimuli: readonly number[],
  options: CkaOptions,
  kernels: Kernels,
): PreparedStructure {
  if (!isMadeWhole(stimuli.length))
    throw new NumericalError(
      `With a confounder at most 4,096 stimuli are drawn again (bootstrap, permutation), got ${stimuli.length}; take some of the stimuli.`,
    );
  const before = drawn.get(stimuli);
  if (before?.options === options) return before.z;
  const z = kernels.scope(() => {
    const whole = placed(options.confound as Confounder, kernels);
    return detached(prepared(drawnFrom(whole, stimuli, isMatrix(options)), options, kernels), kernels);
  });
  drawn.set(stimuli, { options, z });
  return z;
}

/** Responses to some stimuli, or what a matrix has of them; in ordinary memory. */
export function drawnFrom(whole: Responses, stimuli: readonly number[], isMatrix: boolean): Responses {
  const { name, responses, stored } = whole;
  const taken = isMatrix ? takeRowsAndColumns(responses, stimuli) : takeRows(responses, stimuli);
  return { name, responses: taken, shape: [taken.rows, taken.cols], stored };
}

function isMatrix({ confound }: CkaOptions): boolean {
  return (confound as Confounder).as === "similarity";
}

function placed({ name, shape, data, stored, stimuli }: Confounder, kernels: Kernels): Responses {
  return placeResponses(
    { name, shape, data, ...(stored && { stored }), ...(stimuli && { stimuli }) },
    kernels,
  );
}

/** By the kernel of the networks, where it is no matrix itself. */
function prepared(input: Responses, options: CkaOptions, kernels: Kernels): PreparedStructure {
  const ofResponses = options.kernel === "given" ? "linear" : options.kernel;
  const kernel = isMatrix(options) ? "given" : ofResponses;
  const made = prepareStructure(input, { ...options, kernel }, kernels, asWhole);
  return withFeatures(made, options.debiased, kernels);
}

function detached(x: PreparedStructure, kernels: Kernels): PreparedStructure {
  const shift = matrix(1, x.shift.cols, x.shift.data.slice());
  return { ...x, source: kernels.detach(x.source), shift };
}

function assertSameStimuli({ name, responses, stimuli }: Responses, confound: Confounder): void {
  const [m] = confound.shape;
  if (m !== responses.rows)
    throw new ShapeError(
      `${name} has ${responses.rows} stimuli and the confounder ${confound.name} has ${m}; it must be about the same ones.`,
    );
  const at = stimuli?.findIndex((one, k) => one !== (confound.stimuli?.[k] ?? one)) ?? -1;
  if (at < 0) return;
  throw new ShapeError(
    `Stimulus ${at} is "${stimuli![at]}" in ${name} but "${confound.stimuli![at]}" in the confounder ${confound.name}; they must be the same, in the same order.`,
  );
}
