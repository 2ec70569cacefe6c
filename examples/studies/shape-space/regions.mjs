// The biological half, SIMULATED: sessions of an animal each, in which units of several regions answer to the same pictures.
import { generator } from "../lib/random.mjs";

export const simulated =
  "the regions of the biological half. Ten sessions of eight regions were made from random numbers, with a hierarchy in one simulation and none in the other; no brain was recorded.";

const [sessions, regions, stimuli, features, repeats] = [10, 8, 120, 10, 10];

/**
 * Responses of every region in every session, stimuli × units. The features of a region go over from those of the lowest
 * level to those of the highest; some are its own, and some are the session's. Each session draws other units, from
 * 25 to 90 of them.
 *
 * @param hierarchy - whether regions differ by level; without, all are halfway, and differ in what is their own alone
 */
export function simulateRegions({ hierarchy, seed }) {
  const normal = generator(seed);
  const draw = () => Float64Array.from({ length: stimuli * features }, normal);
  const [lowest, highest] = [draw(), draw()];
  const own = Array.from({ length: regions }, draw);
  const recordings = [];
  for (let session = 1; session <= sessions; session++) {
    const state = draw();
    for (let region = 1; region <= regions; region++) {
      const level = hierarchy ? (region - 1) / (regions - 1) : 0.5;
      const [low, high] = [Math.cos((level * Math.PI) / 2), Math.sin((level * Math.PI) / 2)];
      const signal = lowest.map(
        (value, k) => low * value + high * highest[k] + 0.6 * own[region - 1][k] + 0.4 * state[k],
      );
      const count = 25 + Math.floor(66 * (0.5 + Math.atan(normal()) / Math.PI));
      const name = `session-${session}-region-${region}`;
      recordings.push({ name, session, region, ...unitsOf(signal, count, normal) });
    }
  }
  return recordings;
}

/** Units that each take a random mixture of the features, rectified, with the noise that is left in a mean of repeats. */
function unitsOf(signal, count, normal) {
  const data = new Float64Array(stimuli * count);
  for (let unit = 0; unit < count; unit++) {
    const weights = Array.from({ length: features }, normal);
    const gain = Math.exp(0.5 * normal());
    for (let s = 0; s < stimuli; s++) {
      const drive =
        weights.reduce((sum, w, f) => sum + w * signal[s * features + f], 0) / Math.sqrt(features);
      data[s * count + unit] = gain * (Math.max(0, drive) + normal() / Math.sqrt(repeats));
    }
  }
  return { shape: [stimuli, count], data };
}
