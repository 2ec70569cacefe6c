// What everybody does first: one comparison, without an engine and without options of it. Imports nothing.

const matrix = (rows, cols, at) => ({
  shape: [rows, cols],
  data: Float64Array.from({ length: rows * cols }, (_, k) => at(Math.floor(k / cols), k % cols)),
});

/** Two representations of twelve stimuli, by five and by three units. */
export const x = matrix(12, 5, (i, j) => ((i * 7 + j * 3) % 11) / 4 + i * j);
export const y = matrix(12, 3, (i, j) => ((i * 5 + j * 2) % 7) / 2 - i);

/** @returns linear CKA of `x` and `y` */
export const plain = ({ compare }) => compare({ name: "x", ...x }, { name: "y", ...y }, { metric: "cka" });

/** Linear CKA by its definition: ⟨K, L⟩ / (‖K‖ ‖L‖) of centred Gram matrices (Kornblith et al. 2019, §3). */
export function expected() {
  const [k, l] = [gram(x), gram(y)];
  return inner(k, l) / Math.sqrt(inner(k, k) * inner(l, l));
}

const inner = (a, b) => a.reduce((sum, value, at) => sum + value * b[at], 0);

function gram({ shape: [rows, cols], data }) {
  const means = Array.from({ length: cols }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += data[i * cols + j];
    return sum / rows;
  });
  const at = (i, j) => data[i * cols + j] - means[j];
  return Float64Array.from({ length: rows * rows }, (_, k) => {
    const [a, b] = [Math.floor(k / rows), k % rows];
    return means.reduce((sum, _mean, j) => sum + at(a, j) * at(b, j), 0);
  });
}

/** @throws unless `value` is the linear CKA of `x` and `y` */
export function expectPlain(value) {
  if (!(Math.abs(value - expected()) < 1e-12)) {
    throw new Error(`Linear CKA without configuration: expected ${expected()}, got ${value}.`);
  }
}
