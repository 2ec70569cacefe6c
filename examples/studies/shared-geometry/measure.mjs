// Everything that the study computes, before it is worded.
import { heldOut, readStudy, splitOf } from "./data.mjs";
import { betweenNetworks } from "./courses.mjs";
import {
  agreementByLayer,
  agreementOfAll,
  fittedToShuffled,
  nativeAgainstRelabelled,
  overTraining,
} from "./geometry.mjs";
import { digitPaths } from "./paths.mjs";
import { difference } from "./intervals.mjs";
import { turnedCopies } from "./simulation.mjs";
import { byFeatures, byLayer, ofPositions } from "./variance.mjs";

/** @returns by the name of the architecture what was found of it, and what was found of all */
export async function measure(control, log) {
  const { training, pixels, kinds } = await readStudy(control.signal);
  const split = splitOf();
  const found = {};
  for (const kind of Object.values(kinds)) {
    log(`${kind.title}: training, layers, correlations`);
    found[kind.name] = await ofKind(kind, { split, kinds, checkpoints: training.checkpoints }, control);
  }
  log("All networks, and the simulated copies");
  return {
    training,
    pixels,
    split,
    kinds,
    found,
    differences: differencesOf(found),
    all: await agreementOfAll(kinds, control),
    paths: await digitPaths(kinds["residual-large"], split, control),
    simulated: await turnedCopies(simulatedFrom(kinds), split, control),
  };
}

/** The last layer of one network of 64 units. */
function simulatedFrom(kinds) {
  const { networks, last } = kinds["residual-large"];
  return networks(last)[0];
}

async function ofKind(kind, { split, kinds, checkpoints }, control) {
  const course = await overTraining(kind, { split, checkpoints }, control);
  const { stacks } = course.at(-1);
  const native = kind.networks(kind.last);
  const few = kinds[kind.name.replace("large", "small")].widths;
  const layers = await byLayer(kind, { split, few }, control);
  return {
    course,
    relabelled: await nativeAgainstRelabelled(heldOut(native, split), stacks, control),
    forced: await fittedToShuffled(kind, split, control),
    layers,
    features: await byFeatures(kind, split, layers.at(-1).features, control),
    positions: kind.name.endsWith("small")
      ? await ofPositions(kind, positionsOf(kind), split, control)
      : undefined,
    agreement: await agreementByLayer(kind, checkpoints, control),
    courses: await betweenNetworks(kind, split, control),
  };
}

/** The layer of images that is small enough to be recorded position by position. */
function positionsOf({ name }) {
  return name.startsWith("conv") ? "conv3-positions" : "stage3-positions";
}

/** Layer by layer, large less small networks, and residual less convolutional ones. */
function differencesOf(found) {
  const layerwise = (a, b) =>
    found[a].layers.map(({ others, networks }, k) => ({
      layer: k + 1,
      ...difference(others, found[b].layers[k].others, networks.length),
    }));
  return {
    "conv: large less small": layerwise("conv-large", "conv-small"),
    "residual: large less small": layerwise("residual-large", "residual-small"),
    "large: residual less conv": layerwise("residual-large", "conv-large"),
    "small: residual less conv": layerwise("residual-small", "conv-small"),
  };
}
