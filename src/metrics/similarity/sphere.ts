import type { Matrix } from "../../base/matrix.ts";
import { assertVaries, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { RankFacts } from "../linear/notes.ts";
import { positiveRankOf, rankRule, type RankOptions } from "../linear/rank.ts";
import { reduce } from "../linear/reduce.ts";
import { whiten } from "../linear/whiten.ts";

/**
 * Orthonormal columns that span what the units of a network span, without directions that are no more than rounding.
 * @returns (stimuli, less 1 if centred) × rank
 * @throws {NumericalError} if there are none.
 */
export function sphereOf(
  input: Responses,
  { center, tolerance }: RankOptions & { readonly center: boolean },
  kernels: Kernels,
): { sphere: Matrix; facts: RankFacts } {
  const reduced = reduce(input, center, kernels);
  const { matrix, overwrite } = reduced;
  assertVaries(input, kernels.norm(matrix), center);
  const { rows, cols } = matrix;
  const rule = rankRule(input, reduced, tolerance);
  const whitened = whiten(matrix, { alpha: 0, unit: 1, rule }, kernels, { overwrite });
  const rank = whitened.cols;
  if (rank === 0) positiveRankOf(input, new Float64Array(1), rule); // throws
  // Whitening keeps the variance: all columns have one length.
  const sphere = kernels.scale(whitened, Math.sqrt(rank) / kernels.norm(whitened), { overwrite: true });
  return { sphere, facts: { rank, rows, cut: cols - rank } };
}
