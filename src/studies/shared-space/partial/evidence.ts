/** What the maps of the subjects say of a shared response, each over the stimuli that it has seen. */
import { matrix, type Matrix } from "../../../base/matrix.ts";

/** What the models know of each subject. */
export interface PartialSizes {
  readonly stimuli: number;
  readonly features: number;
  /** Units of each subject that take part. */
  readonly units: readonly number[];
  /** ‖X‖² of each, over the stimuli that it has seen. */
  readonly energies: readonly number[];
  /** Which stimuli each has seen. */
  readonly seen: readonly Int32Array[];
  /** Whether each unit has a mean of its own. */
  readonly center: boolean;
}

/** A subject's X·W over the stimuli that it has seen, and ⟨X·W, S⟩ there. */
export interface Part {
  readonly projected: Matrix;
  readonly gain: number;
}

/** Σ over subjects who have seen a stimulus of weight · (X·W + offset), and of their weights. */
export function evidenceOf(
  { stimuli, features, seen }: PartialSizes,
  parts: readonly Part[],
  offsets: readonly Float64Array[],
  weights: readonly number[],
): { sums: Matrix; counts: Float64Array } {
  const sums = matrix(stimuli, features);
  const counts = new Float64Array(stimuli);
  seen.forEach((rows, i) => {
    const { data } = parts[i]!.projected;
    rows.forEach((t, row) => {
      counts[t]! += weights[i]!;
      for (let k = 0; k < features; k++)
        sums.data[t * features + k]! += weights[i]! * (data[row * features + k]! + offsets[i]![k]!);
    });
  });
  return { sums, counts };
}

/** ‖X_i − (S − m_i)·W_iᵀ‖² of each subject over what it has seen; not below 0. */
export function residualsOf(
  { energies, seen, features }: PartialSizes,
  parts: readonly Part[],
  offsets: readonly Float64Array[],
  shared: Matrix,
): Float64Array {
  return Float64Array.from(seen, (rows, i) => {
    const { data } = parts[i]!.projected;
    let left = energies[i]!;
    rows.forEach((t, row) => {
      for (let k = 0; k < features; k++) {
        const value = shared.data[t * features + k]! - offsets[i]![k]!;
        left += value * (value - 2 * data[row * features + k]!);
      }
    });
    return Math.max(0, left);
  });
}

/** For each subject the mean shared response of what it has seen; zeros where means are not free. */
export function meansOver({ seen, features, center }: PartialSizes, shared: Matrix): Float64Array[] {
  return seen.map((rows) => {
    const mean = new Float64Array(features);
    if (!center) return mean;
    for (const t of rows)
      for (let k = 0; k < features; k++) mean[k]! += shared.data[t * features + k]! / rows.length;
    return mean;
  });
}

export function noOffsets({ seen, features }: PartialSizes): Float64Array[] {
  return seen.map(() => new Float64Array(features));
}
