import { cos, sin } from "../../base/math/circular.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** Positions of an image. */
export interface Grid {
  readonly height: number;
  readonly width: number;
}

/** Frequencies along the height that are kept: the others are conjugates of these. */
export function halfOf({ height }: Grid): number {
  return Math.floor(height / 2) + 1;
}

/**
 * The discrete Fourier transform over positions,
 *
 *   X̂[u, v] = Σ over (i, j) of X[i, j] · exp(−2πi·(u·i / height + v·j / width)),
 *
 * as products with the matrix of each axis in turn: height + width operations a number
 * where a fast transform takes a few times log₂(height · width), but at the speed of
 * products, for any size, and at most a fraction of what comparing costs.
 *
 * @param x - height × (width · k): k numbers at each position
 * @returns (half · width · 2) × k: at u ≤ height / 2 and v, the real row, then the imaginary one
 */
export function transformGrid(x: Matrix, grid: Grid, kernels: Kernels): Matrix {
  const columns = kernels.gemm(alongHeight(grid), x);
  const rows = kernels.reshape(columns, 2 * halfOf(grid) * grid.width, x.cols / grid.width);
  eachFrequency(rows, alongWidth(grid), grid, false, kernels);
  return rows;
}

/**
 * The first half of the way back, which overwrites its argument.
 * @param spectrum - as `transformGrid` gives it, of data without imaginary part
 * @returns (half · 2) × (width · k), for `rowsOfGrid`
 */
export function undoWidths(spectrum: Matrix, grid: Grid, kernels: Kernels): Matrix {
  eachFrequency(spectrum, alongWidth(grid), grid, true, kernels);
  return kernels.reshape(spectrum, 2 * halfOf(grid), grid.width * spectrum.cols);
}

/** Rows start … end − 1 of the data that had this spectrum: (end − start) × (width · k). */
export function rowsOfGrid(undone: Matrix, grid: Grid, start: number, end: number, kernels: Kernels): Matrix {
  const { height } = grid;
  const [half, forward] = [halfOf(grid), alongHeight(grid)];
  const back = matrix(end - start, 2 * half);
  for (let u = 0; u < half; u++) {
    const weight = (2 * u) % height === 0 ? 1 : 2;
    for (let i = start; i < end; i++) {
      for (const part of [2 * u, 2 * u + 1]) {
        back.data[(i - start) * back.cols + part] = (weight / height) * forward.data[part * height + i]!;
      }
    }
  }
  return kernels.gemm(back, undone);
}

/** Transforms, in place, the 2·width rows of each u, or undoes that. */
function eachFrequency(rows: Matrix, along: Matrix, grid: Grid, undo: boolean, kernels: Kernels): void {
  const size = 2 * grid.width;
  const how = undo ? { transA: true, alpha: 1 / grid.width } : {};
  for (let u = 0; u < halfOf(grid); u++) {
    kernels.scope(() => {
      const part = kernels.rows(rows, u * size, (u + 1) * size);
      const moved = kernels.gemm(along, part, how);
      part.data.set(moved.data);
    });
  }
}

/** (half · 2) × height: rows cos and −sin of each u. */
function alongHeight(grid: Grid): Matrix {
  const { height } = grid;
  const waves = matrix(2 * halfOf(grid), height);
  for (let u = 0; u < halfOf(grid); u++) {
    for (let i = 0; i < height; i++) {
      const { cos, sin } = wave(u * i, height);
      waves.data[2 * u * height + i] = cos;
      waves.data[(2 * u + 1) * height + i] = -sin;
    }
  }
  return waves;
}

/** 2·width × 2·width: from the real parts, then the imaginary ones, of all j to both parts of each v. */
function alongWidth({ width }: Grid): Matrix {
  const waves = matrix(2 * width, 2 * width);
  for (let v = 0; v < width; v++) {
    for (let j = 0; j < width; j++) {
      const { cos, sin } = wave(v * j, width);
      const [real, imaginary] = [2 * v * waves.cols, (2 * v + 1) * waves.cols];
      waves.data[real + j] = cos;
      waves.data[real + width + j] = sin;
      waves.data[imaginary + j] = -sin;
      waves.data[imaginary + width + j] = cos;
    }
  }
  return waves;
}

function wave(steps: number, period: number): { cos: number; sin: number } {
  const angle = (2 * Math.PI * (steps % period)) / period;
  return { cos: cos(angle), sin: sin(angle) };
}
