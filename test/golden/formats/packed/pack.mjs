/*
 * Packs what `test/data/formats/compression.test.ts` makes again, by the programs zstd 1.5.4 and lz4 1.9.4:
 *   node pack.mjs FOLDER
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

let state = 1;
function below(n) {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0;
  return Math.floor((state / 2 ** 32) * n);
}
const words = ["stimulus", "unit", "layer", "network", "region", "repeat", "shape", "angle"];
const text = Array.from({ length: 15_000 }, () => words[below(8)][0] + words[below(8)] + below(10)).join(" ");
const floats = Float32Array.from({ length: 40_000 }, (_, i) => Math.floor(i / 97) / 8);

const folder = process.argv[2] ?? ".";
const pack = (name, program, args, input) =>
  writeFileSync(join(folder, name), execFileSync(program, ["-q", "-c", ...args], { input, maxBuffer: 1e9 }));
const bytes = Buffer.from(floats.buffer);
pack("floats.1.zst", "zstd", ["-1"], bytes);
pack("floats.19.zst", "zstd", ["-19", "--no-check"], bytes);
pack("text.zst", "zstd", ["-9"], Buffer.from(text));
pack("floats.lz4", "lz4", ["-9"], bytes);
pack("floats.linked.lz4", "lz4", ["-BD", "-B4", "-BX"], bytes);
