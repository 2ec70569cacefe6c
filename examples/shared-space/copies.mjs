// node examples/shared-space/copies.mjs
//
// Writes copies/, the data of the studio's example "A shared space": eight copies of the activity of one network
// (examples/rnn-dms/control-01.npy, every fourth moment: 50 × 100, float32), each in random axes of its own, with
// noise of 0.3 times the size of the responses. shared-space.mjs explains what they show.
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { read, writeNpy } from "repgeom";

const [noise, copies] = [0.3, 8];
const normal = generator(7);
const out = new URL("copies/", import.meta.url);
const [net] = await read([fileURLToPath(new URL("../rnn-dms/control-01.npy", import.meta.url))]);
const [all, units] = net.shape;
const rows = all / 4;
const activity = Float64Array.from(
  { length: rows * units },
  (_, k) => net.data[4 * Math.floor(k / units) * units + (k % units)],
);
const size = Math.sqrt(activity.reduce((sum, value) => sum + value * value, 0) / activity.length);

await mkdir(out, { recursive: true });
for (let k = 1; k <= copies; k++)
  await writeFile(new URL(`copy-${k}.npy`, out), writeNpy([rows, units], turned(noise * size), "f4"));

/** The responses in random axes, with added noise of this standard deviation. */
function turned(deviation) {
  const axes = orthonormal(units);
  const responses = new Float32Array(rows * units);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < units; j++) {
      let sum = deviation * normal();
      for (let k = 0; k < units; k++) sum += activity[i * units + k] * axes[j][k];
      responses[i * units + j] = sum;
    }
  }
  return responses;
}

/** n random orthonormal vectors: Gram–Schmidt, twice. */
function orthonormal(n) {
  const vectors = [];
  for (let i = 0; i < n; i++) {
    let vector = Array.from({ length: n }, normal);
    for (const earlier of [...vectors, ...vectors]) {
      const along = vector.reduce((sum, value, k) => sum + value * earlier[k], 0);
      vector = vector.map((value, k) => value - along * earlier[k]);
    }
    const norm = Math.hypot(...vector);
    vectors.push(vector.map((value) => value / norm));
  }
  return vectors;
}

/** Standard normal numbers from a seed (mulberry32, Box–Muller). */
function generator(seed) {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
