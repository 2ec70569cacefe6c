import { powerOfTwo } from "../../../base/math/powers.ts";
import { largestOf } from "../../../base/lists.ts";
import { NumericalError, ShapeError } from "../../../base/errors.ts";
import { assertComparable } from "../../../data/kinds.ts";
import {
  assertFinite,
  toRepresentation,
  type Representation,
  type RepresentationLike,
} from "../../../data/representation.ts";
import type { Control } from "../../../run/lanes/control.ts";
import { batchTerms, type Terms } from "./task.ts";
import { sharedAsStored } from "../../../base/thread-memory.ts";
import { runtimeOf } from "../../../run/runtime.ts";

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
  const { tasks } = await runtimeOf(control);
  const { signal } = control;
  const terms: Terms[] = [];
  let first: readonly Representation[] | undefined;
  for await (const batch of batches) {
    const pair = named(batch, terms.length);
    first ??= pair;
    for (const side of [0, 1] as const) assertSameUnits(first[side]!, pair[side]!);
    const operations = operationsOf(pair);
    const [term] = await tasks.run(batchTerms, pair.map(sharing), [0], { signal, operations });
    terms.push(term!);
  }
  return finish(terms);
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

/** The same responses in memory that threads can read without a copy. */
function sharing(one: Representation): Representation {
  return { ...one, data: sharedAsStored(one.data) };
}

/** About what three products of Gram matrices take. */
function operationsOf(pair: readonly Representation[]): number {
  return pair.reduce((sum, { shape: [m = 1, n = 1] }) => sum + 3 * m * n * Math.min(m, n), 0);
}

function assertSameUnits(first: Representation, other: Representation): void {
  if (first.shape[1] === other.shape[1]) return;
  throw new ShapeError(
    `${first.name} has ${first.shape[1]} units, ${other.name} has ${other.shape[1]}; a network has the same units in every batch.`,
  );
}

/** Batches at different scales are brought to the largest. */
function finish(terms: readonly Terms[]): number {
  const [largestX, largestY] = [
    largestOf(terms.map(({ exponentX }) => exponentX)),
    largestOf(terms.map(({ exponentY }) => exponentY)),
  ];
  let [xy, xx, yy] = [0, 0, 0];
  for (const term of terms) {
    const [p, q] = [powerOfTwo(2 * (term.exponentX - largestX)), powerOfTwo(2 * (term.exponentY - largestY))];
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
