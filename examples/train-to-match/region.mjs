// A SIMULATED region and its stimuli: no recording of any brain. Its 40 units are a random nonlinear function of the
// stimuli that stretches some features and nearly ignores others, with noise. The classes are those of other features.

/** Seeded normal numbers: sums of twelve uniform ones. */
export function normals(seed) {
  let state = seed;
  const uniform = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);
}

const filled = (rows, cols, make) => ({ rows, cols, data: Float64Array.from({ length: rows * cols }, make) });

/** Responses of the simulated region to stimuli × features, and the class of each stimulus. */
export function simulate({ seed = 1, stimuli = 160, features = 24, units = 40, classes = 4 } = {}) {
  const normal = normals(seed);
  const input = filled(stimuli, features, normal);
  const mixing = filled(features, units, (_, at) => (normal() * 2) / (1 + Math.floor(at / units)));
  const region = filled(stimuli, units, (_, at) => {
    const [i, unit] = [Math.floor(at / units), at % units];
    let sum = 0;
    for (let k = 0; k < features; k++) sum += input.data[i * features + k] * mixing.data[k * units + unit];
    return Math.tanh(sum / 2) + 0.2 * normal();
  });
  const labels = Array.from({ length: stimuli }, (_, i) => {
    const last = [...input.data.subarray((i + 1) * features - classes, (i + 1) * features)];
    return last.indexOf(Math.max(...last));
  });
  return { input, region, labels };
}

/** Rows start … end − 1. */
export const rowsOf = ({ cols, data }, start, end) => ({
  rows: end - start,
  cols,
  data: data.slice(start * cols, end * cols),
});
