import { square } from "../../base/math/powers.ts";
import { NumericalError, OptionError, ShapeError } from "../../base/errors.ts";
import { assertNumbers, kindOf } from "../../base/numbers.ts";
import type { Matrix } from "../../base/matrix.ts";
import { designOf } from "../../geometry/confounds.ts";
import { canExchange, codesOf, type Ties } from "../../geometry/exchange.ts";

/** Values of items: finite numbers, or names of classes. */
export type Covariate = ArrayLike<number> | readonly string[];

/**
 * Checks that there is one value for each item, all of one kind, and numbers finite.
 * @param owner - begins messages
 * @param what - the values in words: `the covariate`
 */
export function assertCovariate(owner: string, what: string, covariate: Covariate, n: number): void {
  assertKind(`${owner}: ${what}`, covariate);
  if (covariate.length !== n)
    throw new ShapeError(
      `${owner}: ${covariate.length} values of ${what} for ${n} items; expected one for each.`,
    );
  if (isClasses(covariate)) return;
  const bad = Array.from(covariate).findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new NumericalError(
      `${owner}: ${what} of item ${bad} is ${covariate[bad]}; expected a finite number.`,
    );
}

/**
 * Confounds as columns for a linear fit; undefined where there are none.
 * @param training - items of the smallest training part
 * @throws {OptionError} if they have as many columns as could fit anything.
 */
export function confoundsOf(
  owner: string,
  confounds: readonly Covariate[] | undefined,
  n: number,
  training: number,
): Matrix | undefined {
  if (confounds === undefined || confounds.length === 0) return undefined;
  confounds.forEach((one, k) => assertCovariate(owner, `confound ${k}`, one, n));
  const design = designOf(confounds, n);
  if (design.cols <= training - 2) return design;
  throw new OptionError(
    `${owner}: the confounds have ${design.cols - 1} columns (a class counts one, but the first of a confound) and the smallest training part ` +
      `${training} items; accepted: ${Math.max(0, training - 3)} at most, so that something is left.`,
    "confounds",
  );
}

export function isClasses(covariate: Covariate): covariate is readonly string[] {
  return typeof covariate[0] === "string";
}

/** All names, or all numbers: one of the other kind would be taken for missing, or for a class. */
function assertKind(what: string, covariate: Covariate): void {
  if (!isClasses(covariate)) return assertNumbers(covariate, what);
  const at = covariate.findIndex((name: unknown) => typeof name !== "string");
  if (at < 0) return;
  throw new ShapeError(
    `${what}: expected the name of a class at place ${at}, counted from 0, got ${kindOf(covariate[at])}.`,
  );
}

/** At mean 0 and deviation 1: predictions do not depend on the unit of the covariate. */
export function standardized(owner: string, covariate: ArrayLike<number>) {
  const n = covariate.length;
  const y = Float64Array.from(covariate);
  const mean = y.reduce((sum, value) => sum + value / n, 0);
  const largest = y.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  if (!(largest > n * Number.EPSILON * Math.abs(mean))) throw nothingToPredict(owner, y[0]!);
  const spread = y.reduce((sum, value) => sum + square((value - mean) / largest), 0);
  const deviation = largest * Math.sqrt(spread / n);
  return { values: y.map((value) => (value - mean) / deviation), mean, deviation };
}

export function nothingToPredict(owner: string, value: number | string): NumericalError {
  return new NumericalError(
    `${owner}: the covariate is ${value} for every item; there is nothing to predict.`,
  );
}

/** What limits folds and permutations, as options give it. */
export interface TiedBy {
  readonly together?: Covariate | undefined;
  readonly within?: Covariate | undefined;
}

/**
 * What limits folds and permutations, as codes; undefined where nothing does.
 * @param isTested - whether items are permuted
 * @throws {OptionError} for fewer than two values of `together`, values of it that lie in several of
 *   `within`, or where nothing is left to exchange.
 * @throws {ShapeError} if there is not one value for each item.
 */
export function tiesOf(
  owner: string,
  n: number,
  { together, within }: TiedBy,
  isTested: boolean,
): Ties | undefined {
  if (together === undefined && within === undefined) return undefined;
  const ties = { together: codes(owner, "together", together, n), within: codes(owner, "within", within, n) };
  assertTogether(owner, ties);
  assertNested(owner, ties);
  if (!isTested || canExchange(n, ties)) return ties;
  const option = within === undefined ? "together" : "within";
  throw new OptionError(
    `${owner}: ${option} leaves nothing to exchange; accepted: values that several items have, or permutations 0.`,
    option,
  );
}

function codes(owner: string, what: string, values: Covariate | undefined, n: number) {
  if (values === undefined) return undefined;
  assertCovariate(owner, what, values, n);
  return codesOf(values);
}

function assertTogether(owner: string, { together }: Ties): void {
  if (together === undefined || together.some((code) => code > 0)) return;
  throw new OptionError(
    `${owner}: together has one value; accepted: two or more, for what is held out together must leave other items.`,
    "together",
  );
}

function assertNested(owner: string, { together, within }: Ties): void {
  if (together === undefined || within === undefined) return;
  const blockOf = new Map<number, number>();
  together.forEach((code, i) => {
    const block = blockOf.get(code) ?? within[i]!;
    blockOf.set(code, block);
    if (block === within[i]) return;
    throw new OptionError(
      `${owner}: items of one value of together have different values of within (item ${i}, counted from 0); accepted: values of together that lie in one of within.`,
      "together",
    );
  });
}
