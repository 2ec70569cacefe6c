// node examples/layer-by-region/moments.mjs
//
// Writes moments/, the data of the studio's example "Layers against regions", from examples/rnn-dms: what
// layer-by-region.mjs computes on the way. `layers` are six moments of two networks, from first to last; the
// folders early, middle and late are three moments of nine other networks, which are the subjects of three
// "regions". Each file has 16 stimuli (four groups of single trials of each class of trials) × 100 units, float32.
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { read, writeNpy } from "repgeom";

const [classes, times, trials, units, groups] = [4, 6, 16, 100, 4];
const rows = classes * groups;
const out = new URL("moments/", import.meta.url);
const path = (name) => fileURLToPath(new URL(`../rnn-dms/${name}.repeats.npy`, import.meta.url));

/** Each stimulus is the mean of four trials of one class, at one time. */
function momentOf({ data }, time) {
  const mean = new Float32Array(rows * units);
  for (let row = 0; row < rows; row++) {
    const [kind, group] = [Math.floor(row / groups), row % groups];
    for (let u = 0; u < units; u++) {
      let sum = 0;
      for (let trial = group; trial < trials; trial += groups)
        sum += data[((kind * times + time) * trials + trial) * units + u];
      mean[row * units + u] = (sum * groups) / trials;
    }
  }
  return mean;
}

async function write(folder, name, mean) {
  await mkdir(new URL(`${folder}/`, out), { recursive: true });
  await writeFile(new URL(`${folder}/${name}.npy`, out), writeNpy([rows, units], mean, "f4"));
}

for (const net of await read(["control-01", "noise-5"].map(path)))
  for (let time = 0; time < times; time++)
    await write("layers", `${net.name.replace(".repeats", "")}-moment-${time + 1}`, momentOf(net, time));

const subjects = Array.from({ length: 9 }, (_, k) => `control-${String(k + 2).padStart(2, "0")}`);
for (const net of await read(subjects.map(path)))
  for (const [folder, time] of [
    ["early", 0],
    ["middle", 2],
    ["late", 5],
  ])
    await write(folder, `${folder}-${net.name.replace(".repeats", "")}`, momentOf(net, time));
