// Similarities of images within networks (wRSM) and between them (iRSM), in native units and in a shared space.
import { correlateRsms, irsm, rsmAgreement, rsmsAgainst, wrsm } from "repgeom";
import { mean } from "../lib/statistics.mjs";
import { heldOut, imagesOfDigit } from "./data.mjs";
import { unitsShuffled } from "./draws.mjs";
import { meanOf } from "./intervals.mjs";
import { sharedSpace } from "./spaces.mjs";

/** The cosine, which an orthogonal map keeps exactly. */
const options = { similarity: "cosine" };
const relabellings = 99;

/**
 * Claims 1 and 2: the last layer at each checkpoint against the final mean wRSM, on held-out images. Each RSM by itself,
 * then their mean; `means` is the correlation of the mean RSM instead, in which what is of one network alone averages out.
 */
export async function overTraining(kind, { split, checkpoints }, control) {
  const final = (await wrsm(heldOut(kind.networks(kind.last), split), options, control)).mean();
  const course = [];
  for (const step of checkpoints) {
    const { native, aligned } = await sharedSpace(kind.networks(kind.last, step), split, {}, control);
    const stacks = {
      within: await wrsm(native, options, control),
      native: await irsm(native, options, control),
      shared: await irsm(aligned, options, control),
    };
    const one = { step, stacks, means: {} };
    for (const [name, stack] of Object.entries(stacks)) {
      one[name] = meanOf(await rsmsAgainst(stack, final, control));
      one.means[name] = (await correlateRsms(stack, stacks.within, {}, control)).value;
    }
    course.push(one);
  }
  return course;
}

/**
 * The likeness of native iRSMs to the mean wRSM among those with the units of each network in another order. Units have
 * no order, so the value is one draw of these; p is the share that is as far from 0.
 */
export async function nativeAgainstRelabelled(networks, { within, native }, control) {
  const reference = within.mean();
  const of = async (stack) => mean([...(await rsmsAgainst(stack, reference, control))]);
  const value = await of(native);
  const drawn = [];
  for (let seed = 1; seed <= relabellings; seed++)
    drawn.push(await of(await irsm(unitsShuffled(networks, seed), options, control)));
  const asFar = drawn.filter((one) => Math.abs(one) >= Math.abs(value)).length;
  return { value, p: (1 + asFar) / (1 + relabellings), drawn };
}

/** Likeness of shared iRSMs to the mean wRSM, where the maps were fitted to images that do not correspond. */
export async function fittedToShuffled(kind, split, control) {
  const { native, aligned } = await sharedSpace(kind.networks(kind.last), split, { shuffle: 1 }, control);
  const reference = (await wrsm(native, options, control)).mean();
  return meanOf(await rsmsAgainst(await irsm(aligned, options, control), reference, control));
}

/** Claim 4: how the wRSMs of networks correlate, of all 200 images. Nothing is fitted. */
export async function agreementByLayer(kind, checkpoints, control) {
  const agreement = async (networks) => rsmAgreement(await wrsm(networks, options, control), {}, control);
  const layers = [];
  for (const layer of kind.layers) layers.push({ layer, ...plain(await agreement(kind.networks(layer))) });
  const course = [];
  for (const step of checkpoints)
    course.push({ step, ...plain(await agreement(kind.networks(kind.last, step))) });
  return { layers, course, withinDigits: await withinDigits(kind, agreement) };
}

/** Of images of one digit alone, whose differences no label teaches: the mean over digits. */
async function withinDigits(kind, agreement) {
  const values = [];
  for (let digit = 0; digit < 10; digit++) {
    const networks = kind.networks(kind.last).map((one) => imagesOfDigit(one, digit));
    values.push((await agreement(networks)).value);
  }
  return { value: mean(values), digits: values };
}

/** Correlations of the wRSMs of the last layers of all networks, of all architectures. */
export async function agreementOfAll(kinds, control) {
  const all = Object.values(kinds).flatMap((kind) =>
    kind.networks(kind.last).map((one) => ({ ...one, name: `${kind.name} ${one.name}` })),
  );
  const stack = await wrsm(all, options, control);
  const { names, correlations } = await rsmAgreement(stack, {}, control);
  return { names, correlations, kinds: Object.keys(kinds) };
}

function plain({ value, lower, upper }) {
  return { value, lower, upper };
}
