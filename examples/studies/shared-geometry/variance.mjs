// Claim 3: how much of the variance of held-out responses orthogonal maps explain, by layer and capacity.
import { mean } from "../lib/statistics.mjs";
import { splitOf } from "./data.mjs";
import { unitsShuffled } from "./draws.mjs";
import { sharedSpace, varianceExplained } from "./spaces.mjs";

const [otherSplits, draws] = [3, 3];
const dimensions = [1, 2, 4, 8, 16, 32];

/**
 * Each layer by SRM and by hyperalignment; `forced` with images that do not correspond, `equal` with as many units as
 * the small network of the kind has, `splits` with other images held out.
 * @param few - the number of units of each layer of the small network
 */
export async function byLayer(kind, { split, few }, control) {
  const of = async (networks, options = {}, part = split) =>
    varianceExplained(await sharedSpace(networks, part, options, control));
  const found = [];
  for (const [k, layer] of kind.layers.entries()) {
    const networks = kind.networks(layer);
    found.push({
      layer,
      units: kind.widths[k],
      ...(await of(networks)),
      hyperalignment: (await of(networks, { method: "hyperalign" })).others.value,
      forced: await of(networks, { shuffle: 1 }),
      equal: few[k] < kind.widths[k] ? await ofFewUnits(networks, few[k], of) : undefined,
      splits: await ofOtherSplits(networks, of),
    });
  }
  return found;
}

/** The mean over draws of so many units of each network. */
async function ofFewUnits(networks, count, of) {
  const values = [];
  for (let seed = 1; seed <= draws; seed++)
    values.push((await of(unitsShuffled(networks, 100 + seed, count))).others.value);
  return mean(values);
}

async function ofOtherSplits(networks, of) {
  const values = [];
  for (let seed = 1; seed <= otherSplits; seed++)
    values.push((await of(networks, {}, splitOf(seed))).others.value);
  return values;
}

/** The last layer by the number of shared features, as far as live units allow. */
export async function byFeatures(kind, split, most, control) {
  const found = [];
  for (const features of dimensions.filter((count) => count <= most)) {
    const space = await sharedSpace(kind.networks(kind.last), split, { features }, control);
    found.push({ features, value: varianceExplained(space).others.value });
  }
  return found;
}

/** A layer of which every position was recorded: channels at positions as units. */
export async function ofPositions(kind, layer, split, control) {
  const { others, fitted, features } = varianceExplained(
    await sharedSpace(kind.networks(layer), split, {}, control),
  );
  return { layer, others, fitted, features };
}
