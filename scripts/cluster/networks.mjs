// node scripts/cluster/networks.mjs FOLDER COUNT [STIMULI] [UNITS]
//
// Writes networks of normal numbers, the same each time.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeNpy } from "repgeom";
import { createRandom } from "../../dist/src/base/random.js";

const [folder, count, stimuli = "100", units = "50"] = process.argv.slice(2);
const shape = [Number(stimuli), Number(units)];
const random = createRandom(1);
for (let k = 0; k < Number(count); k++) {
  const data = Float64Array.from({ length: shape[0] * shape[1] }, () => random.normal());
  writeFileSync(join(folder, `net-${String(k).padStart(4, "0")}.npy`), writeNpy(shape, data));
}
