// The Fréchet mean of all networks, and the flat space at it.
import { barycenter, tangentSpace, toDistances } from "repgeom";
import { correlation } from "../lib/statistics.mjs";

const shape = { center: true, normalize: "frobenius" };

/** @param euclidean - distances of the networks at norm 1, which those in the tangent space stand for */
export async function meanOf(networks, euclidean, control) {
  const mean = await barycenter(networks, { ...shape, restarts: 1, seed: 1, tolerance: 1e-5 }, control);
  const all = { ...shape, mean: mean.mean, dimensions: networks.length - 1 };
  const space = await tangentSpace(networks, all, control);
  const { square } = toDistances(euclidean);
  const [flat, given] = [[], []];
  for (let i = 0; i < square.rows; i++)
    for (let j = i + 1; j < square.rows; j++) {
      flat.push(between(space.coordinates, i, j));
      given.push(square.data[i * square.cols + j]);
    }
  const stretch = flat.reduce((sum, value, k) => sum + value / given[k] / flat.length, 0);
  return { mean, space, flat: { correlation: correlation(flat, given), stretch } };
}

function between({ cols, data }, i, j) {
  let sum = 0;
  for (let k = 0; k < cols; k++) sum += (data[i * cols + k] - data[j * cols + k]) ** 2;
  return Math.sqrt(sum);
}
