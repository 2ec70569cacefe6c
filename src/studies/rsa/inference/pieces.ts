import { square } from "../../../base/math/powers.ts";
import type { Study } from "../study.ts";

/** Resamples in one piece of work: some milliseconds. */
const pieceLength = 50;

/** `count` resamples or permutations, cut into pieces of work. */
export function rangesOf(count: number): { first: number; count: number }[] {
  return Array.from({ length: Math.ceil(count / pieceLength) }, (_, k) => ({
    first: k * pieceLength,
    count: Math.min(pieceLength, count - k * pieceLength),
  }));
}

/** About how many additions and multiplications so many evaluations of the data take. */
export function operationsOf({ data, models }: Study, evaluations: number): number {
  return evaluations * data.cols * square(data.rows + models.length);
}
