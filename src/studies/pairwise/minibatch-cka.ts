import { largestOf } from "../../base/lists.ts";
import { NumericalError, ShapeError } from "../../base/errors.ts";
import { assertComparable } from "../../data/kinds.ts";
import { byUnits, innerProduct } from "../../metrics/kernel/by-units.ts";
import { cheaperWay } from "../../metrics/kernel/operations.ts";
import { centerRegion, gramSums, regionsOf, shiftsOf } from "../../metrics/kernel/gram.ts";
import type { Matrix } from "../../base/matrix.ts";
import {
  assertFinite,
  toRepresentation,
  type Representation,
  type RepresentationLike,
} from "../../data/representation.ts";
import { scaleAndCenter } from "../../data/responses.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf } from "../../run/runtime.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** Responses of two networks to the same few stimuli. */
export interface Batch {
  readonly x: RepresentationLike;
  readonly y: RepresentationLike;
}

/**
 * CKA of two networks whose responses come in batches of stimuli, linear kernel:
 *
 *   Σ HSIC₁(Kᵢ, Lᵢ) / √(Σ HSIC₁(Kᵢ, Kᵢ) · Σ HSIC₁(Lᵢ, Lᵢ))
 *
 * over batches i, with the unbiased HSIC₁ of Song et al. (2012), which is what makes
 * the value not depend on the size of the batches on average. One batch of all stimuli
 * gives `cka` with `debiased`. Memory is that of one batch.
 *
 * Source: Nguyen, Raghu & Kornblith, ICLR 2021, arXiv:2010.15327, §2.1.
 *
 * @param batches - at least 4 stimuli each; the same units in all
 * @returns a number in [−1, 1]
 * @throws {ShapeError} if stimuli differ in number within a batch, or units between batches.
 * @throws {NumericalError} if a batch has fewer than 4 stimuli or a number that is not finite, or there is no variance in all.
 */
export async function minibatchCka(
  batches: Iterable<Batch> | AsyncIterable<Batch>,
  control: Control = {},
): Promise<number> {
  const { alone, kernels } = await runtimeOf(control);
  const terms: Terms[] = [];
  let first: readonly Representation[] | undefined;
  for await (const batch of batches) {
    const pair = named(batch, terms.length);
    first ??= pair;
    for (const side of [0, 1] as const) assertSameUnits(first[side]!, pair[side]!);
    control.signal?.throwIfAborted();
    terms.push(await alone(async () => kernels.scope(() => termsOf(pair[0]!, pair[1]!, kernels))));
  }
  return finish(terms);
}

/** HSIC₁ of one batch; the responses of x are 2^exponentX times what they were taken from. */
interface Terms {
  xy: number;
  xx: number;
  yy: number;
  exponentX: number;
  exponentY: number;
}

function named({ x, y }: Batch, index: number): Representation[] {
  const pair = [toRepresentation(x, "x"), toRepresentation(y, "y")].map((one) => ({
    ...one,
    name: `batch ${index}, ${one.name}`,
  }));
  assertComparable(pair, "minibatchCka", "matrix");
  pair.forEach(assertFinite);
  return pair;
}

function assertSameUnits(first: Representation, other: Representation): void {
  if (first.shape[1] === other.shape[1]) return;
  throw new ShapeError(
    `${first.name} has ${first.shape[1]} units, ${other.name} has ${other.shape[1]}; a network has the same units in every batch.`,
  );
}

function termsOf(x: Representation, y: Representation, kernels: Kernels): Terms {
  const m = x.shape[0]!;
  if (m < 4) throw new NumericalError(`${x.name}: the unbiased HSIC needs at least 4 stimuli, got ${m}.`);
  const [one, other] = [centredAt(x, kernels), centredAt(y, kernels)];
  const pair = { rows: { start: 0, end: 1 }, cols: { start: 1, end: 2 }, triangle: false };
  const way = cheaperWay({ stimuli: m, units: [one.responses.cols, other.responses.cols], pairs: pair });
  const products = (way === "units" ? productsByUnits : productsByStimuli)(
    one.responses,
    other.responses,
    kernels,
  );
  const [xy, xx, yy] = products.map((product) => product / (m * (m - 3))) as [number, number, number];
  return { xy, xx, yy, exponentX: one.exponent, exponentY: other.exponent };
}

function centredAt({ name, shape, data }: Representation, kernels: Kernels) {
  const [m, n] = shape as [number, number];
  const responses = kernels.place(m, n, data);
  const { matrix: centered, exponent } = scaleAndCenter({ name, shape, responses }, true, kernels);
  return { responses: centered, exponent };
}

/** ⟨x, y⟩, ⟨x, x⟩ and ⟨y, y⟩ of the U-centred Gram matrices. */
function productsByUnits(x: Matrix, y: Matrix, kernels: Kernels): number[] {
  const [one, other] = [byUnits(x, true, kernels), byUnits(y, true, kernels)];
  if (one.losesDigits || other.losesDigits) return productsByStimuli(x, y, kernels);
  return [innerProduct(one, other, kernels), one.self, other.self];
}

function productsByStimuli(x: Matrix, y: Matrix, kernels: Kernels): number[] {
  const [k, l] = [uCentred(x, kernels), uCentred(y, kernels)];
  return [kernels.dot(k, l), kernels.dot(k, k), kernels.dot(l, l)];
}

/** The U-centred Gram matrix of centred responses. */
function uCentred(responses: Matrix, kernels: Kernels): Matrix {
  const m = responses.rows;
  const gram = kernels.syrk(responses);
  const { rows } = gramSums({ source: gram, isGram: 1, sigma: 0, less: 0 }, false, kernels);
  const whole = { start: 0, end: m };
  const [region] = regionsOf({ ...whole, columns: whole, length: m * m }, m);
  centerRegion(gram, region!, shiftsOf(rows, true).data, true);
  return gram;
}

/** Batches at different scales are brought to the largest. */
function finish(terms: readonly Terms[]): number {
  const [largestX, largestY] = [
    largestOf(terms.map(({ exponentX }) => exponentX)),
    largestOf(terms.map(({ exponentY }) => exponentY)),
  ];
  let [xy, xx, yy] = [0, 0, 0];
  for (const term of terms) {
    const [p, q] = [4 ** (term.exponentX - largestX), 4 ** (term.exponentY - largestY)];
    xy += term.xy * p * q;
    xx += term.xx * p * p;
    yy += term.yy * q * q;
  }
  if (xx > 0 && yy > 0) return Math.max(-1, Math.min(1, xy / Math.sqrt(xx) / Math.sqrt(yy)));
  throw new NumericalError(
    terms.length === 0
      ? "minibatchCka: there were no batches."
      : `minibatchCka: the responses of ${xx > 0 ? "y" : "x"} do not vary within any of the ${terms.length} batches.`,
  );
}
