import type { RandomisedEmbedding } from "./randomised.ts";

/** Of axes that may be somewhat off. A residual above this share of its eigenvalue is worth a word. */
const mostResidual = 0.01;

/** Sentences for the reader of a randomised map, if there is reason. */
export function axisNotes({
  axisResiduals,
  eigenvalues,
  leading,
  unseen,
}: Pick<RandomisedEmbedding, "axisResiduals" | "eigenvalues" | "leading" | "unseen">): string[] {
  const notes: string[] = [];
  const off = axisResiduals.findIndex(
    (residual, k) => residual > mostResidual * Math.max(eigenvalues[k]!, 0),
  );
  if (off >= 0)
    notes.push(
      `axis ${off + 1} is not converged (residual ${axisResiduals[off]!.toPrecision(2)}, eigenvalue ${eigenvalues[off]!.toPrecision(4)}): raise passes or oversampling, or take fewer dimensions`,
    );
  if (!leading)
    notes.push(
      `not proven to be the leading axes: one with an eigenvalue up to ${unseen.toPrecision(4)} may be missed, which random starts make unlikely; another seed tells`,
    );
  return notes;
}

/** Negative eigenvalues, beyond what single precision makes, are a fact of the distances, however many are known. */
export function euclideanNotes(eigenvalues: Float64Array): string[] {
  const lowest = eigenvalues.at(-1)!;
  if (!(lowest < -1e-6 * Math.abs(eigenvalues[0]!))) return [];
  return ["some eigenvalues are negative: no Euclidean space has these distances exactly"];
}
