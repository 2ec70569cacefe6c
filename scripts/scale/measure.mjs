// What one worker does, piece by piece, in seconds: measured on this machine, on one thread.
import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "../../dist/src/base/random.js";
import { parseNpy } from "../../dist/src/data/formats/numpy/npy.js";
import { writeNpy } from "../../dist/src/data/write.js";
import { metricOf, resolveSpec } from "../../dist/src/metrics/resolve.js";
import { inlineExecutor } from "../../dist/src/run/pairs/inline.js";
import { createKernels } from "../../dist/src/wasm/create.js";
import { chooseBuild, loadModule } from "../../dist/src/wasm/load.js";

/** Networks that stand for all: half of them rows of a tile, half columns. */
const few = 8;
/** Bytes of prepared networks in the memory of a thread, as the engine has it. */
const budget = 2 ** 27;

/** The least of several times, after the first two: what else runs on the machine only adds. */
async function seconds(work, rounds = 7) {
  const found = [];
  for (let round = 0; round < rounds + 2; round++) {
    const start = performance.now();
    await work(round);
    found.push((performance.now() - start) / 1000);
  }
  return Math.min(...found.slice(2));
}

/**
 * Seconds of reading a file, preparing a network, comparing a pair, and of the features of a network where the metric
 * is an inner product of them; bytes of a file and of a prepared network.
 */
export async function measureMetric(metric, stimuli, units) {
  const kernels = await createKernels(await loadModule(chooseBuild(true)));
  const spec = await resolveSpec({ metric });
  const executor = inlineExecutor(kernels, spec, budget);
  const folder = mkdtempSync(join(tmpdir(), "repgeom-scale-"));
  try {
    const random = createRandom(1);
    const data = () => Float64Array.from({ length: stimuli * units }, () => random.normal());
    const files = Array.from({ length: few }, (_, k) => {
      const path = join(folder, `${k}.npy`);
      writeFileSync(path, writeNpy([stimuli, units], data()));
      return path;
    });
    const load = (k) => {
      const path = files[k % few];
      const [{ data }] = parseNpy(new Uint8Array(readFileSync(path)), path);
      return { name: String(k), shape: [stimuli, units], data };
    };
    const read = await seconds((k) => load(k));
    const networks = files.map((_, k) => load(k));
    const prepare = await seconds((k) => executor.prepare(networks[k % few]));
    const packed = [];
    for (const network of networks) packed.push(await executor.prepare(network));
    const preparedBytes = packed[0].data.byteLength;
    const prepared = join(folder, "prepared");
    writeFileSync(prepared, new Uint8Array(packed[0].data.buffer, 0, preparedBytes));
    const readPrepared = await seconds(() => readFileSync(prepared));
    const tile = await measureTile(executor, metricOf(spec), spec.options, packed, stimuli);
    return {
      metric,
      fileBytes: 8 * stimuli * units + 128,
      preparedBytes,
      read,
      prepare,
      readPrepared,
      ...tile,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** f · 2s + p · s² of a tile of side s, from two sides. */
async function measureTile(executor, metric, options, packed, stimuli) {
  const [small, large] = [4, 32];
  const half = few / 2;
  const local = Array.from({ length: 2 * large }, (_, k) => packed[k < large ? k % half : half + (k % half)]);
  const tileOf = (side) => ({ rows: { start: 0, end: side }, cols: { start: large, end: large + side } });
  const pairs = { rows: tileOf(large).rows, cols: tileOf(large).cols, triangle: false, diagonal: false };
  if (metric.form === "pair") {
    const took = await seconds(() => executor.run({ kind: "pairs", tile: tileOf(16), pairs }, local));
    return { feature: 0, product: took / 16 ** 2 };
  }
  const blocks = metric.blocks(stimuli, options);
  const all = async (side) => {
    for (const block of blocks)
      await executor.run({ kind: "inner-products", tile: tileOf(side), block }, local);
  };
  const [atSmall, atLarge] = [await seconds(() => all(small)), await seconds(() => all(large))];
  const product = Math.max(0, (atLarge / large - atSmall / small) / (large - small));
  return { feature: Math.max(0, (atSmall / small - product * small) / 2), product };
}

/** Seconds of a record in a log, of an fsync, and bytes a second of reading a log and of writing a result. */
export async function measureDisk(recordBytes) {
  const folder = mkdtempSync(join(tmpdir(), "repgeom-scale-"));
  try {
    const path = join(folder, "log");
    const record = new Uint8Array(recordBytes).fill(7);
    const file = openSync(path, "w");
    const append = await seconds(() => {
      for (let k = 0; k < 20; k++) writeSync(file, record);
    });
    const sync = await seconds(() => {
      writeSync(file, record);
      fsyncSync(file);
    });
    closeSync(file);
    const much = new Uint8Array(2 ** 26).fill(3);
    const write = await seconds(() => {
      const out = openSync(join(folder, "D"), "w");
      writeSync(out, much);
      fsyncSync(out);
      closeSync(out);
    }, 2);
    const read = await seconds(() => readFileSync(join(folder, "D")), 3);
    return { append: append / 20, sync, writeRate: much.length / write, readRate: much.length / read };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
