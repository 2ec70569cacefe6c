import { NumericalError } from "../../base/errors.ts";
import { matrix, norm, type Matrix } from "../../base/matrix.ts";
import { centeredSquares } from "../pcoa.ts";
import { powerOfTwoNear, scaled } from "../square.ts";

/** Several matrices of distances as inner products. */
export interface Grams {
  /** −J·D²·J / 2 of each, at Frobenius norm 1, n × n. */
  readonly all: readonly Matrix[];
  readonly mean: Matrix;
}

/** @param squares - one below the other, (matrices · n) × n. @throws {NumericalError} naming a matrix of zeros by number. */
export function gramsOf({ rows, cols: n, data }: Matrix): Grams {
  const all = Array.from({ length: rows / n }, (_, v) => {
    const square = matrix(n, n, data.slice(v * n * n, (v + 1) * n * n));
    const gram = centeredSquares(scaled(square, 1 / powerOfTwoNear(square.data)));
    const size = norm(gram.data);
    if (size > 0) return scaled(gram, 1 / size);
    throw new NumericalError(
      `consensus: all distances of matrix ${v}, counted from 0, are 0, so it has no map.`,
    );
  });
  const mean = matrix(n, n);
  for (const { data } of all) data.forEach((value, at) => (mean.data[at]! += value / all.length));
  return { all, mean };
}

/** A · B. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const product = matrix(a.rows, b.cols);
  const [x, y, z] = [a.data, b.data, product.data];
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.cols; k++) {
      const factor = x[i * a.cols + k]!;
      for (let j = 0; j < b.cols; j++) z[i * b.cols + j]! += factor * y[k * b.cols + j]!;
    }
  }
  return product;
}
