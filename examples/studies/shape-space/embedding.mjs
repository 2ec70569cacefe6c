// Claim 3: how much is lost when networks are placed in a Euclidean space.
import { embed, toDistances } from "repgeom";

export const dimensions = [1, 2, 3, 5, 10, 20, 40];

/**
 * The distortion of maps of more and more dimensions, with least stress and by principal coordinates.
 * @param compared - `{ name, result }` of each metric
 */
export async function embedAll(compared, control) {
  const found = [];
  for (const { name, result } of compared) {
    const maps = [];
    for (const count of dimensions) {
      const map = await embed(result, { method: "smacof", dimensions: count, restarts: 2, seed: 1 }, control);
      maps.push({ dimensions: count, map, ...distortionOf(map, result) });
    }
    const axes = await embed(result, { dimensions: 2 }, control);
    found.push({ name, maps, axes, negative: negativeShare(axes.eigenvalues) });
  }
  return found;
}

/** Relative errors of the distances between points: the median, and the factor between the most stretched pair and the most shrunk. */
export function distortionOf({ coordinates, stress }, result) {
  const { square } = toDistances(result);
  const ratios = [];
  for (let i = 0; i < square.rows; i++)
    for (let j = i + 1; j < square.rows; j++)
      ratios.push(between(coordinates, i, j) / square.data[i * square.rows + j]);
  const errors = ratios.map((ratio) => Math.abs(ratio - 1)).sort((a, b) => a - b);
  const [least, most] = [ratios, ratios].map((all, k) =>
    all.reduce((a, b) => (k ? Math.max(a, b) : Math.min(a, b))),
  );
  return {
    stress,
    median: errors[Math.floor(errors.length / 2)],
    within95: errors[Math.floor(0.95 * errors.length)],
    factor: most / least,
  };
}

function between({ cols, data }, i, j) {
  let sum = 0;
  for (let k = 0; k < cols; k++) sum += (data[i * cols + k] - data[j * cols + k]) ** 2;
  return Math.sqrt(sum);
}

/** Of the eigenvalues' absolute sum the part below 0: 0 where the distances are Euclidean. */
function negativeShare(eigenvalues) {
  const sum = (values) => values.reduce((total, value) => total + Math.abs(value), 0);
  return sum([...eigenvalues].filter((value) => value < 0)) / sum([...eigenvalues]);
}
