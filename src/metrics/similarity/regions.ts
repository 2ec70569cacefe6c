import { exp, expm1 } from "../../base/math/exp.ts";
import { square } from "../../base/math/powers.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { gramRegion, type GramSource, type Region } from "../kernel/gram.ts";
import { rbfRegion } from "../kernel/rbf.ts";

/** How an entry comes from two rows x and y of `source`, where the matrix is not there in full. */
export const rules = {
  /** ⟨x, y⟩. */
  products: 0,
  /** exp(−‖x − y‖²/2σ²) − less. */
  rbf: 1,
  /** exp(−‖x − y‖/σ) − less. */
  laplacian: 2,
  /** ‖x − y‖. */
  distance: 3,
  /** (⟨x, y⟩ + constant)^degree. */
  polynomial: 4,
} as const;

/** Whether entries are made from products of rows, which may then be packed for that. */
export function isOfProducts(rule: number): boolean {
  return rule === rules.products || rule === rules.polynomial;
}

/** A symmetric matrix over stimuli, in full or as what its entries are made from. */
export type Structure = GramSource & {
  /** One of `rules`. */
  rule: number;
  degree: number;
  constant: number;
  /** What entries are multiplied by to be in the unit of the responses. */
  unit: number;
};

/** weight · S[rows, columns]. */
export function structureRegion(s: Structure, region: Region, kernels: Kernels): Matrix {
  if (s.isGram || s.rule === rules.products) return gramRegion(s, region, kernels);
  if (s.rule === rules.rbf) return rbfRegion(s, region, kernels);
  const { source } = s;
  const { rows, columns, weight } = region;
  const these = kernels.rows(source, rows.start, rows.end);
  const those = kernels.rows(source, columns.start, columns.end);
  const entries =
    s.rule === rules.polynomial
      ? kernels.gemm(these, those, { transB: true })
      : kernels.euclideanBetween(these, those);
  toEntries(entries.data, s, weight);
  return entries;
}

/** What an entry is made by. */
type Made = Omit<Structure, "source" | "isGram" | "unit">;

/** All entries, where products or distances are there above the diagonal, in place. */
export function wholeOf(upper: Matrix, made: Made): Matrix {
  const { rows: m, data } = upper;
  for (let i = 0; i < m; i++) toEntries(data.subarray(i * m + i, (i + 1) * m), made, 1);
  return mirrored(upper);
}

/** Products or distances become weight · entries, in place. */
function toEntries(data: Float64Array, { rule, sigma, less, degree, constant }: Made, weight: number): void {
  if (rule === rules.laplacian) toDecays(data, sigma, less === 1 ? expm1 : exp, weight);
  else if (rule === rules.polynomial && degree === 2) toSquares(data, constant, weight);
  else if (rule === rules.polynomial)
    for (let k = 0; k < data.length; k++) data[k] = weight * wholePower(data[k]! + constant, degree);
  else if (weight !== 1) for (let k = 0; k < data.length; k++) data[k]! *= weight;
}

function toDecays(data: Float64Array, sigma: number, near: (x: number) => number, weight: number): void {
  for (let k = 0; k < data.length; k++) data[k] = weight * near(-data[k]! / sigma);
}

/** `wholePower` of the usual degree. */
function toSquares(data: Float64Array, constant: number, weight: number): void {
  for (let k = 0; k < data.length; k++) data[k] = weight * square(data[k]! + constant);
}

/** xᵏ of a whole k ≥ 0, by products alone. */
export function wholePower(x: number, k: number): number {
  let power = 1;
  for (let [base, left] = [x, k]; left > 0; base *= base, left = Math.floor(left / 2))
    if (left % 2 === 1) power *= base;
  return power;
}

/** Copies what is above the diagonal below it, tile by tile. */
export function mirrored(upper: Matrix): Matrix {
  const { rows: m, data } = upper;
  const side = 64;
  for (let top = 0; top < m; top += side) {
    for (let left = 0; left <= top; left += side) {
      const bottom = Math.min(m, top + side);
      for (let i = top; i < bottom; i++)
        for (let j = left; j < Math.min(i, left + side); j++) data[i * m + j] = data[j * m + i]!;
    }
  }
  return upper;
}
