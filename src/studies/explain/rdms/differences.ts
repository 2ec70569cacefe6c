import { pow } from "../../../base/math/pow.ts";
import { square } from "../../../base/math/powers.ts";
import type { Matrix } from "../../../base/matrix.ts";
import type { ExplainRdms } from "./rdm-pair.ts";
import { ofPairs } from "./of-pairs.ts";

export const explainSquares: ExplainRdms = (rdms) =>
  ofPairs(
    differences(rdms, square),
    "the sum of squared differences of the RDMs, which is the value squared",
    rdms,
  );

export const explainAbsolutes: ExplainRdms = (rdms) =>
  ofPairs(
    differences(rdms, Math.abs),
    "the sum of absolute differences of the RDMs, which is the value",
    rdms,
  );

export const explainPowers: ExplainRdms = (rdms) => {
  const { p } = rdms.context.options;
  const of = `the sum of differences of the RDMs to the power of ${p}, of which the value is the root of that order`;
  return ofPairs(
    differences(rdms, (gap) => pow(Math.abs(gap), p)),
    of,
    rdms,
  );
};

/** P / present · Σ (aₚ − bₚ)² over the entries that both have; the others have no share. */
export const explainPresent: ExplainRdms = (rdms) => {
  const squares = differences(rdms, square);
  const present = squares.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  const terms = squares.map((value) => (Number.isNaN(value) ? 0 : (value * squares.length) / present));
  return ofPairs(
    terms,
    "the sum of squared differences of the entries present, scaled up to all, which is the value squared",
    rdms,
  );
};

function differences({ a, b }: { a: Matrix; b: Matrix }, of: (gap: number) => number): Float64Array {
  const other = b.data;
  return a.data.map((value, p) => of(value - other[p]!));
}
