// Claim 5, simulated: copies of one trained network, each in random orthogonal axes of its own.
import { irsm, rsmsAgainst, wrsm } from "repgeom";
import { generator, orthonormal } from "../lib/random.mjs";
import { heldOut } from "./data.mjs";
import { meanOf } from "./intervals.mjs";
import { sharedSpace } from "./spaces.mjs";

const options = { similarity: "cosine" };
const [copies, levels] = [8, [0, 0.1, 0.3, 1, 3]];

/**
 * @returns for each amount of noise (standard deviation, relative to the responses) the likeness of native and shared
 *   iRSMs to the wRSM without noise, of held-out images, and the largest difference of a shared iRSM and a wRSM
 */
export async function turnedCopies(network, split, control) {
  const normal = generator(7);
  const size = Math.sqrt(network.data.reduce((sum, value) => sum + value ** 2, 0) / network.data.length);
  const truth = (await wrsm(heldOut([network], split), options, control)).mean();
  const found = [];
  for (const level of levels) {
    const turned = Array.from({ length: copies }, (_, k) => ({
      ...inOtherAxes(network, level * size, normal),
      name: `copy ${k + 1}`,
    }));
    found.push({ level, ...(await nativeAndShared(turned, { split, truth }, control)) });
  }
  return found;
}

async function nativeAndShared(networks, { split, truth }, control) {
  const { native, aligned } = await sharedSpace(networks, split, {}, control);
  const [within, before, after] = [
    await wrsm(native, options, control),
    await irsm(native, options, control),
    await irsm(aligned, options, control),
  ];
  return {
    within: meanOf(await rsmsAgainst(within, truth, control)),
    native: meanOf(await rsmsAgainst(before, truth, control)),
    shared: meanOf(await rsmsAgainst(after, truth, control)),
    gap: within.data.reduce((worst, value, k) => Math.max(worst, Math.abs(value - after.data[k])), 0),
  };
}

/** The responses in random axes, with added noise of this standard deviation. */
function inOtherAxes(network, deviation, normal) {
  const [images, units] = network.shape;
  const axes = orthonormal(units, normal);
  const data = new Float64Array(images * units);
  for (let i = 0; i < images; i++) {
    for (let j = 0; j < units; j++) {
      let sum = deviation * normal();
      for (let k = 0; k < units; k++) sum += network.data[i * units + k] * axes[j][k];
      data[i * units + j] = sum;
    }
  }
  return { ...network, data };
}
