// numpy-ts: NumPy's interface on WebAssembly kernels. Needs Node 22.
import * as np from "numpy-ts";

const types = { f64: "float64", f32: "float32" };

export async function load(type, { m, k, n }, a, b) {
  const [x, y] = [np.array(a, types[type]).reshape(m, k), np.array(b, types[type]).reshape(k, n)];
  let product;
  return {
    run: () => (product = np.matmul(x, y)),
    result: () => product.data,
  };
}
