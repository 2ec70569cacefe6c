import { largestOf } from "../../base/lists.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Dissimilarity } from "./dissimilarity.ts";
import { decodingFolds, type DecodingFold } from "./shared/decoding.ts";

/**
 * How well a linear discriminant tells two stimuli apart: it is trained on all runs but one, and the share of the rows
 * of that run that fall on the side of their own stimulus is its accuracy. Both stimuli count the same, and all runs.
 *
 * A row x is of a where (x − (a + b) / 2)ᵀ Σ⁻¹ (a − b) > 0, with training means a and b; on the border it counts half.
 * Chance is 0.5. With few tested rows it has few values, and it is full at 1, so that what differs more shows no more.
 */
export const ldaAccuracy: Dissimilarity = {
  title: "Pairwise LDA accuracy",
  equation:
    "mean over runs of the share of rows with (x − (a + b) / 2)ᵀ Σᵗʳᵃⁱⁿ⁻¹ (a − b) on the side of their stimulus",
  source: "Walther et al., NeuroImage 137, 2016, §2.2",
  accepts: "repeats",
  noise: "taken",
  options: [],
  range: [0, 1],
  degree: 0,
  properties: () => ({ kind: "dissimilarity", invariantTo: ["isotropic-scaling", "translation"] }),
  prepare(input, kernels) {
    const { groups, folds } = decodingFolds(input, "lda-accuracy", kernels);
    const packed = pack(folds, groups.stimuli.length);
    return { rows: kernels.place(packed.rows, packed.cols, packed.data), exponent: 0 };
  },
  between(rows, count, kernels) {
    const values = kernels.place(count, rows.rows, new Float64Array(count * rows.rows));
    const [folds, most] = [rows.data[0]!, rows.data[1]!];
    const width = (rows.cols - 2) / folds;
    const units = (width - 1) / (most + 1);
    for (let f = 0; f < folds; f++)
      addFold(values.data, rows, count, { at: 2 + f * width, units, share: 1 / folds });
    return values;
  },
};

/**
 * What a row has: the number of folds, the largest number of tested rows, and of each fold the training mean, the
 * number of its tested rows, and those.
 */
function pack(folds: readonly DecodingFold[], stimuli: number): Matrix {
  const units = folds[0]!.train.cols;
  const tested = folds.map(({ stimulusOf }) => membersOf(stimulusOf, stimuli));
  const most = largestOf(tested.flatMap((members) => members.map(({ length }) => length)));
  const width = units * (most + 1) + 1;
  const packed = matrix(stimuli, 2 + folds.length * width);
  for (let i = 0; i < stimuli; i++) {
    packed.data.set([folds.length, most], i * packed.cols);
    folds.forEach(({ train, test }, f) => {
      const at = i * packed.cols + 2 + f * width;
      packed.data.set(train.data.subarray(i * units, (i + 1) * units), at);
      packed.data[at + units] = tested[f]![i]!.length;
      tested[f]![i]!.forEach((row, t) =>
        packed.data.set(test.data.subarray(row * units, (row + 1) * units), at + units + 1 + t * units),
      );
    });
  }
  return packed;
}

/** The rows of each stimulus. */
function membersOf(stimulusOf: Int32Array, stimuli: number): number[][] {
  const members = Array.from({ length: stimuli }, (): number[] => []);
  stimulusOf.forEach((stimulus, row) => members[stimulus]!.push(row));
  return members;
}

interface FoldPlace {
  readonly at: number;
  readonly units: number;
  readonly share: number;
}

function addFold(into: Float64Array, rows: Matrix, count: number, { at, units, share }: FoldPlace): void {
  const x = rows.data;
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < rows.rows; j++) {
      const [a, b] = [i * rows.cols + at, j * rows.cols + at];
      const own = shareRight(x, a, b, units);
      const other = shareRight(x, b, a, units);
      into[i * rows.rows + j]! += (share * (own + other)) / 2;
    }
  }
}

/** On the border up to rounding. */
const rounding = 1e-12;

/** The share of the tested rows of `own` that are nearer to its training mean than to that of `other`. */
function shareRight(x: Float64Array, own: number, other: number, units: number): number {
  const tests = x[own + units]!;
  let right = 0;
  for (let t = 0; t < tests; t++) {
    const at = own + units + 1 + t * units;
    let [side, size] = [0, 0];
    for (let k = 0; k < units; k++) {
      const [p, q] = [x[own + k]!, x[other + k]!];
      const term = (x[at + k]! - (p + q) / 2) * (p - q);
      side += term;
      size += Math.abs(term);
    }
    right += Math.abs(side) <= rounding * size ? 0.5 : side > 0 ? 1 : 0;
  }
  return right / tests;
}
