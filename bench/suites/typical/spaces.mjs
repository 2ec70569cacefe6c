// Shared spaces from other starts: never the same numbers, but the same quality.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { sameNumbers } from "./agreement.mjs";
import { numbersIn } from "./inputs.mjs";

/**
 * The matrices that no start touches are the same, and both spaces explain as much.
 * @param own, their - folders
 */
export function sameSpaces(own, their) {
  for (const name of ["wrsm.npy", "irsm-native.npy"]) sameNumbers(join(own, name), join(their, name), 1e-11);
  const [ours, theirs] = [own, their].map(residual);
  if (!(Math.abs(ours / theirs - 1) <= 0.01))
    throw new Error(`squares left by our shared space: ${ours}, by the script's: ${theirs}.`);
}

/** Sum of squares that a space leaves of its networks, which lie beside its folder. */
function residual(folder) {
  const shared = numbersIn(join(folder, "shared.npy"));
  const networks = readdirSync(join(folder, "..")).filter((name) => /^subject-\d+\.npy$/.test(name));
  return networks.reduce((sum, name) => {
    const map = numbersIn(join(folder, `W_${name}`));
    return sum + left(centred(numbersIn(join(folder, "..", name)), shared, map), shared, map);
  }, 0);
}

/** The sizes follow from the lengths: stimuli × features, units × features, stimuli × units. */
function sizesOf(x, shared, map) {
  const features = Math.round(Math.sqrt((shared.length * map.length) / x.length));
  return { stimuli: shared.length / features, units: map.length / features, features };
}

function centred(x, shared, map) {
  const { stimuli, units } = sizesOf(x, shared, map);
  const means = new Float64Array(units);
  x.forEach((value, k) => (means[k % units] += value / stimuli));
  return x.map((value, k) => value - means[k % units]);
}

function left(x, shared, map) {
  const { units, features } = sizesOf(x, shared, map);
  let squares = 0;
  for (const [at, value] of x.entries()) {
    const [i, j] = [Math.floor(at / units), at % units];
    let rest = value;
    for (let a = 0; a < features; a++) rest -= shared[i * features + a] * map[j * features + a];
    squares += rest * rest;
  }
  return squares;
}
