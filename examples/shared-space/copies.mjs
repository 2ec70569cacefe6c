// node examples/shared-space/copies.mjs
//
// Writes copies/, the data of the studio's example "A shared space": eight copies of the activity of one network
// (examples/rnn-dms/control-01.npy, every fourth moment: 50 × 100, float32), each in random axes of its own, with
// noise of 0.3 times the size of the responses. shared-space.mjs explains what they show.
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { read, writeNpy } from "repgeom";
import { generator, orthonormal } from "../studies/lib/random.mjs";

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
  const axes = orthonormal(units, normal);
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
