import { acos } from "../../base/math/arc.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { ChannelGroup, Factor } from "./channel-groups.ts";
import { halfOf, rowsOfGrid, transformGrid, undoWidths, type Grid } from "./grid-transform.ts";

/** One network's images, ready to be compared at every circular shift. */
export type PreparedShifts = {
  /**
   * Transform of the factor over positions: for each frequency the stimuli × rank real
   * parts, then the imaginary ones, all stacked.
   */
  spectrum: Matrix;
  /** ‖X·Z‖, at a scale near 1. */
  norm: number;
  /** X·Z is 2^exponent times that. */
  exponent: number;
  stimuli: number;
  height: number;
  width: number;
};

/** Rows of shifts whose products are held at a time. */
const band = 8;
/** 1 − |cos θ| below which θ from the product has lost more than half of its digits. */
const nearlyEqual = 1e-4;
/** Room for rounding before a shift is left out for its bound. */
const margin = 1 - 1e-9;

/** @param factor - (stimuli · height · width) × rank, in this order */
export function prepareShifts(
  factor: Matrix,
  exponent: number,
  [stimuli, height, width]: readonly [number, number, number],
  kernels: Kernels,
): PreparedShifts {
  const norm = kernels.norm(factor);
  const rank = factor.cols;
  const byPosition = positionsFirst(factor, stimuli, height, width, kernels);
  const spectrum = transformGrid(byPosition, { height, width }, kernels);
  const stacked = kernels.reshape(spectrum, spectrum.rows * stimuli, rank);
  return { spectrum: stacked, norm, exponent, stimuli, height, width };
}

/** The least angle over all circular shifts of x; shifts that cannot have it are not computed. */
export function leastAngle(
  x: PreparedShifts,
  y: PreparedShifts,
  group: ChannelGroup,
  kernels: Kernels,
): number {
  return bestShift(x, y, group, kernels).angle;
}

/** The same, and the shift that has it; the first of several. */
export function bestShift(
  x: PreparedShifts,
  y: PreparedShifts,
  group: ChannelGroup,
  kernels: Kernels,
): { readonly angle: number; readonly shift: Shift } {
  let [least, best] = [Infinity, -Infinity];
  let at: Shift = [0, 0];
  eachShift(x, y, kernels, (product, shift) => {
    if (group.bound(product, kernels) < best * (best > 0 ? margin : 1 / margin)) return;
    const { angle, gain } = angleAt(x, y, product, shift, group, kernels);
    best = Math.max(best, gain);
    if (angle < least) [least, at] = [angle, shift];
  });
  return { angle: least, shift: at };
}

/** The angle at each shift: height × width, no shift at ⌊height / 2⌋, ⌊width / 2⌋. */
export function angleTable(
  x: PreparedShifts,
  y: PreparedShifts,
  group: ChannelGroup,
  kernels: Kernels,
): Float64Array {
  const { height, width } = x;
  const table = new Float64Array(height * width);
  eachShift(x, y, kernels, (product, [down, right]) => {
    const row = (down + Math.floor(height / 2)) % height;
    const col = (right + Math.floor(width / 2)) % width;
    table[row * width + col] = angleAt(x, y, product, [down, right], group, kernels).angle;
  });
  return table;
}

/** Rows and columns by which x is rolled, from 0. */
export type Shift = readonly [down: number, right: number];

function angleAt(
  x: PreparedShifts,
  y: PreparedShifts,
  product: Matrix,
  shift: Shift,
  group: ChannelGroup,
  kernels: Kernels,
): { angle: number; gain: number } {
  const gain = group.gain(product, kernels);
  const cosine = gain / (x.norm * y.norm);
  if (1 - Math.abs(cosine) >= nearlyEqual) return { angle: acos(cosine), gain };
  const [left, right] = [factorOf(x, shift, kernels), factorOf(y, [0, 0], kernels)];
  return { angle: group.angle(left, right, kernels), gain };
}

/**
 * Calls `visit` with (x rolled by the shift)ᵀ·y for every shift, no shift first. The
 * product over positions is a correlation, which in frequencies is one product each:
 * half of height · width times fewer multiplications than one for each shift.
 */
function eachShift(
  x: PreparedShifts,
  y: PreparedShifts,
  kernels: Kernels,
  visit: (product: Matrix, shift: Shift) => void,
): void {
  const { height, width } = x;
  const rank = x.spectrum.cols;
  const undone = undoWidths(crossSpectrum(x, y, kernels), x, kernels);
  for (let start = 0; start < height; start += band) {
    kernels.scope(() => {
      const end = Math.min(height, start + band);
      const flat = rowsOfGrid(undone, x, start, end, kernels);
      const products = kernels.reshape(flat, (end - start) * width * rank, y.spectrum.cols);
      for (let k = 0; k < (end - start) * width; k++) {
        const product = kernels.rows(products, k * rank, (k + 1) * rank);
        kernels.scope(() => visit(product, [start + Math.floor(k / width), k % width]));
      }
    });
  }
}

/** conj(X̂)ᵀ·Ŷ at each frequency, real rows, then imaginary ones: as `transformGrid` would give it. */
function crossSpectrum(x: PreparedShifts, y: PreparedShifts, kernels: Kernels): Matrix {
  const frequencies = halfOf(x) * x.width;
  const size = x.spectrum.cols * y.spectrum.cols;
  const cross = kernels.uninitialized(2 * frequencies, size);
  for (let f = 0; f < frequencies; f++) {
    kernels.scope(() => {
      const [left, right] = [x, y].map(({ spectrum, stimuli: m }) =>
        kernels.rows(spectrum, f * 2 * m, (f + 1) * 2 * m),
      ) as [Matrix, Matrix];
      const real = kernels.gemm(left, right, { transA: true });
      const imaginary = kernels.gemm(left, quarterTurn(right, kernels), { transA: true });
      cross.data.set(real.data, 2 * f * size);
      cross.data.set(imaginary.data, (2 * f + 1) * size);
    });
  }
  return cross;
}

/** Real and imaginary parts times −i. */
function quarterTurn(a: Matrix, kernels: Kernels): Matrix {
  const turned = kernels.uninitialized(a.rows, a.cols);
  const [from, to] = [a.data, turned.data];
  const half = from.length / 2;
  to.set(from.subarray(half));
  for (let k = 0; k < half; k++) to[half + k] = -from[k]!;
  return turned;
}

/** The factor again, rolled by the shift. */
function factorOf(x: PreparedShifts, [down, right]: Shift, kernels: Kernels): Factor {
  const { stimuli, height, width, norm } = x;
  const rank = x.spectrum.cols;
  const spectrum = kernels.reshape(kernels.copy(x.spectrum), x.spectrum.rows / stimuli, stimuli * rank);
  const grid = rowsOfGrid(undoWidths(spectrum, x, kernels), x, 0, height, kernels);
  const factor = kernels.uninitialized(stimuli * height * width, rank);
  const [from, to] = [grid.data, factor.data];
  eachCell(x, stimuli, [down, right], (stimulusFirst, positionFirst) => {
    to.set(from.subarray(positionFirst * rank, (positionFirst + 1) * rank), stimulusFirst * rank);
  });
  return { factor, norm };
}

/** Every image rolled by the shift. @param a - (stimuli · height · width) × any number, in this order */
export function rolled(a: Matrix, grid: Grid, [down, right]: Shift, kernels: Kernels): Matrix {
  const { height, width } = grid;
  const images = a.rows / (height * width);
  const result = kernels.uninitialized(a.rows, a.cols);
  const [from, to, n] = [a.data, result.data, a.cols];
  for (let row = 0; row < images * height * width; row++) {
    const image = Math.floor(row / (height * width));
    const [i, j] = [Math.floor(row / width) % height, row % width];
    const target = (image * height + ((i + down) % height)) * width + ((j + right) % width);
    to.set(from.subarray(row * n, (row + 1) * n), target * n);
  }
  return result;
}

/** height × (width · stimuli · rank). */
function positionsFirst(
  factor: Matrix,
  stimuli: number,
  height: number,
  width: number,
  kernels: Kernels,
): Matrix {
  const rank = factor.cols;
  const turned = kernels.uninitialized(height, width * stimuli * rank);
  const [from, to] = [factor.data, turned.data];
  eachCell({ height, width }, stimuli, [0, 0], (stimulusFirst, positionFirst) => {
    to.set(from.subarray(stimulusFirst * rank, (stimulusFirst + 1) * rank), positionFirst * rank);
  });
  return turned;
}

/** Every stimulus at every position, as rolled in the order stimulus, position and as it was in the other. */
function eachCell(
  { height, width }: Grid,
  stimuli: number,
  [down, right]: Shift,
  visit: (stimulusFirst: number, positionFirst: number) => void,
): void {
  for (let stimulus = 0; stimulus < stimuli; stimulus++) {
    for (let i = 0; i < height; i++) {
      const row = (stimulus * height + ((i + down) % height)) * width;
      for (let j = 0; j < width; j++) {
        visit(row + ((j + right) % width), (i * width + j) * stimuli + stimulus);
      }
    }
  }
}
