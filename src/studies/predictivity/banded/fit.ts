import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { halvesOf, partsOfFold } from "../splits.ts";
import {
  blockNumbers,
  foldGram,
  spectrumOf,
  type FoldGram,
  type SpaceGram,
  type WeightedSpectrum,
} from "./kernels.ts";
import { addHalf, noMoments, type Moments } from "./moments.ts";

/** What every fold is fitted from; crosses threads. */
export interface FitSetup {
  readonly grams: readonly SpaceGram[];
  /** Stimuli × repeats × voxels. */
  readonly responses: Float64Array;
  readonly repeats: number;
  readonly splits: number;
  readonly seed: number;
  /** Mean of each voxel over stimuli and repeats. */
  readonly centre: Float64Array;
  readonly folds: Int32Array;
  /** Candidates × spaces. */
  readonly weights: Matrix;
  readonly penalties: readonly number[];
}

/** One fold with what was chosen for it, for each voxel. */
export interface FitPiece {
  readonly fold: number;
  readonly candidates: Int32Array;
  readonly penalties: Int32Array;
}

/** Fits both halves of every split on the training stimuli of a fold, and sums over the tested ones. */
export function openFit(setup: FitSetup, kernels: Kernels): (piece: FitPiece) => Moments {
  const { splits, weights, centre, folds } = setup;
  const halves = Array.from({ length: splits }, (_, index) => halvesOf(setup, index)).flat();
  return (piece) => {
    const { trained, tested } = partsOfFold(folds, piece.fold);
    const grams = setup.grams.map((gram) => foldGram(gram, trained, tested));
    const moments = noMoments({ splits, voxels: centre.length, spaces: weights.cols });
    const width = Math.max(1, Math.floor(blockNumbers / (trained.length * halves.length)));
    for (const [candidate, voxels] of voxelsByChoice(piece.candidates)) {
      kernels.scope(() => {
        const own = weights.data.subarray(candidate * weights.cols, (candidate + 1) * weights.cols);
        const fold = { grams, weights: own, spectrum: spectrumOf(grams, own, kernels), trained, tested };
        for (let start = 0; start < voxels.length; start += width) {
          const some = voxels.slice(start, start + width);
          kernels.scope(() => addVoxels(some, halves, fold, piece, setup, moments, kernels));
        }
      });
    }
    return moments;
  };
}

interface Fold {
  readonly grams: readonly FoldGram[];
  readonly weights: Float64Array;
  readonly spectrum: WeightedSpectrum;
  readonly trained: readonly number[];
  readonly tested: readonly number[];
}

function voxelsByChoice(candidates: Int32Array): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const [voxel, candidate] of candidates.entries())
    groups.set(candidate, [...(groups.get(candidate) ?? []), voxel]);
  return groups;
}

/** A column a voxel and half: predictions of the tested stimuli, space by space, added to the sums. */
function addVoxels(
  voxels: readonly number[],
  halves: readonly (readonly number[])[],
  { grams, weights, spectrum, trained, tested }: Fold,
  { penalties }: FitPiece,
  setup: FitSetup,
  moments: Moments,
  kernels: Kernels,
): void {
  const { centered, means } = kernels.centerColumns(halfMeans(trained, voxels, halves, setup));
  const penaltyOf = (column: number) =>
    setup.penalties[penalties[voxels[Math.floor(column / halves.length)]!]!]!;
  const dual = dualOf(centered, spectrum, penaltyOf, kernels);
  const parts = grams.map((gram, b) =>
    weights[b] === 0 ? undefined : kernels.gemm(gram.test, dual, { alpha: weights[b]! }).data,
  );
  const given = halfMeans(tested, voxels, halves, setup);
  const predicted = { parts, level: means.data, given: given.data };
  for (let i = 0; i < tested.length; i++)
    for (let column = 0; column < given.cols; column += 2) {
      const split = (column % halves.length) / 2;
      const at = { voxel: voxels[Math.floor(column / halves.length)]!, split, voxels: setup.centre.length };
      addStimulus(predicted, i * given.cols + column, column, at, moments);
    }
}

/** Predictions of tested stimuli × columns: the parts of each space, and the training mean of each column. */
interface Predicted {
  readonly parts: readonly (Float64Array | undefined)[];
  readonly level: Float64Array;
  readonly given: Float64Array;
}

/** Both halves of one split, of one stimulus and voxel. */
function addStimulus(
  { parts, level, given }: Predicted,
  first: number,
  column: number,
  { voxel, split, voxels }: { readonly voxel: number; readonly split: number; readonly voxels: number },
  moments: Moments,
): void {
  let product = 1;
  for (const side of [0, 1]) {
    const [own, other] = [given[first + side]!, given[first + 1 - side]!];
    const at = (2 * split + side) * voxels + voxel;
    let p = level[column + side]!;
    for (let b = 0; b < parts.length; b++) {
      const part = parts[b]?.[first + side] ?? 0;
      p += part;
      moments.parts[b]!.p[at]! += part;
      moments.parts[b]!.py[at]! += part * other;
    }
    addHalf(moments, at, p, own, other);
    product *= p;
  }
  moments.bothP[split * voxels + voxel]! += product;
  moments.bothY[split * voxels + voxel]! += given[first]! * given[first + 1]!;
}

/** (K + λ)⁻¹ y of each column, K's directions that are no more than rounding left out. */
function dualOf(
  centered: Matrix,
  { vectors, values }: WeightedSpectrum,
  penaltyOf: (column: number) => number,
  kernels: Kernels,
): Matrix {
  const rotated = kernels.gemm(vectors, centered);
  const penalties = Float64Array.from({ length: rotated.cols }, (_, column) => penaltyOf(column));
  const { data, cols } = rotated;
  values.forEach((value, r) => {
    for (let c = 0; c < cols; c++) data[r * cols + c]! *= value === 0 ? 0 : 1 / (value + penalties[c]!);
  });
  return kernels.gemm(vectors, rotated, { transA: true });
}

/** Mean over the repeats of each half, less the mean of the voxel: stimuli × (voxels × halves). */
function halfMeans(
  stimuli: readonly number[],
  voxels: readonly number[],
  halves: readonly (readonly number[])[],
  { responses, repeats, centre }: FitSetup,
): Matrix {
  const means = matrix(stimuli.length, voxels.length * halves.length);
  let next = 0;
  for (const stimulus of stimuli) {
    for (const voxel of voxels) {
      const offset = stimulus * repeats * centre.length + voxel;
      for (const half of halves) {
        let sum = 0;
        for (const repeat of half) sum += responses[offset + repeat * centre.length]!;
        means.data[next++] = sum / half.length - centre[voxel]!;
      }
    }
  }
  return means;
}
