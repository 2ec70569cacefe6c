// ml-matrix: plain JavaScript, double precision.
import { Matrix } from "ml-matrix";

export async function load(type, { m, k, n }, a, b) {
  const [x, y] = [Matrix.from1DArray(m, k, a), Matrix.from1DArray(k, n, b)];
  let product;
  return {
    run: () => (product = x.mmul(y)),
    result: () => product.to1DArray(),
  };
}
