import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";

/** Rows start … end − 1 of a symmetric stimuli × stimuli matrix, in wasm memory. */
export interface SymmetricRows {
  readonly stimuli: number;
  rows(start: number, end: number): Matrix;
  /** Units of the network, where the matrix is the sum of their own matrices, centred alike: stimuli × units. */
  readonly units?: Matrix;
}

/** Sums of the products of the entries of two symmetric matrices. */
export interface GramProducts {
  /** ⟨K, L⟩ = Σᵢⱼ Kᵢⱼ·Lᵢⱼ, ‖K‖² and ‖L‖². */
  readonly inner: number;
  readonly selfX: number;
  readonly selfY: number;
  /** Σⱼ Kᵢⱼ·Lᵢⱼ. */
  readonly stimuli: Float64Array;
  /** Σⱼ Kᵢⱼ², and Σⱼ Lᵢⱼ². */
  readonly ofX: Float64Array;
  readonly ofY: Float64Array;
  /** Kᵢⱼ·Lᵢⱼ, if wanted. */
  readonly square: Matrix | undefined;
  /** ⟨kⱼkⱼᵀ, L⟩ = kⱼᵀ·L·kⱼ of each unit, where there are units. */
  readonly unitsX: Float64Array | undefined;
  readonly unitsY: Float64Array | undefined;
}

/** Entries of both matrices that are in memory at once: 16 MiB. */
const atOnce = 2 ** 20;

/** Both matrices some rows at a time: memory does not grow with stimuli². */
export function gramProducts(
  x: SymmetricRows,
  y: SymmetricRows,
  wantsSquare: boolean,
  kernels: Kernels,
): GramProducts {
  const m = x.stimuli;
  const sums = {
    inner: 0,
    selfX: 0,
    selfY: 0,
    stimuli: new Float64Array(m),
    ofX: new Float64Array(m),
    ofY: new Float64Array(m),
  };
  const square = wantsSquare ? matrix(m, m) : undefined;
  const [unitsX, unitsY] = [x, y].map(({ units }) => units && new Float64Array(units.cols));
  const count = Math.max(1, Math.floor(atOnce / m));
  for (let start = 0; start < m; start += count) {
    const end = Math.min(m, start + count);
    kernels.scope(() => {
      const [k, l] = [x.rows(start, end), y.rows(start, end)];
      if (unitsX) addUnits(unitsX, x.units!, l, start, kernels);
      if (unitsY) addUnits(unitsY, y.units!, k, start, kernels);
      addProducts(sums, k.data, l.data, start * m, square?.data);
    });
  }
  return { ...sums, square, unitsX, unitsY };
}

function addProducts(
  sums: {
    inner: number;
    selfX: number;
    selfY: number;
    stimuli: Float64Array;
    ofX: Float64Array;
    ofY: Float64Array;
  },
  k: Float64Array,
  l: Float64Array,
  offset: number,
  square: Float64Array | undefined,
): void {
  const m = sums.stimuli.length;
  for (let at = 0; at < k.length; at++) {
    const [a, b] = [k[at]!, l[at]!];
    const product = a * b;
    sums.inner += product;
    sums.selfX += a * a;
    sums.selfY += b * b;
    const i = Math.floor((offset + at) / m);
    sums.stimuli[i]! += product;
    sums.ofX[i]! += a * a;
    sums.ofY[i]! += b * b;
    if (square) square[offset + at] = product;
  }
}

/** Adds Σᵢ uᵢⱼ·(L·U)ᵢⱼ over these rows i to each unit j. */
function addUnits(sums: Float64Array, units: Matrix, rows: Matrix, start: number, kernels: Kernels): void {
  const product = kernels.gemm(rows, units);
  const [own, other, n] = [units.data, product.data, units.cols];
  for (let k = 0; k < other.length; k++) sums[k % n]! += own[start * n + k]! * other[k]!;
}
