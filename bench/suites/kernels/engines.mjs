// gemm against other engines in JavaScript and WebAssembly, one thread each. The operands already
// lie where each engine keeps its data.
import { fasterRow, leastFaster, leastSeconds, race, repeatsFor, skippedRow } from "../../measure.mjs";
import { gemm } from "./products.mjs";
import { builds, loadAll, missing, normal } from "./wasm.mjs";

/** The goal is to be faster than each, at every size. */
const peers = [
  { name: "numpy-ts", types: ["f64", "f32"] },
  { name: "ml-matrix", types: ["f64"] },
  { name: "tfjs-wasm", types: ["f32"] },
  { name: "onnxruntime-web", types: ["f64", "f32"] },
];
const section = "Products: times faster than other engines in JavaScript and WebAssembly";
const shapes = [
  { m: 128, k: 128, n: 128 },
  { m: 256, k: 256, n: 256 },
  { m: 256, k: 1000, n: 256 },
  { m: 512, k: 512, n: 512 },
  { m: 1024, k: 1024, n: 1024 },
];
const arrays = { f64: Float64Array, f32: Float32Array };

export async function againstEngines({ rounds, wants, report }) {
  for (const peer of peers) {
    const cases = peer.types.flatMap((type) => shapes.map((shape) => ({ peer, type, shape })));
    const wanted = cases.filter((one) => builds.some((build) => wants(head(one, build).name)));
    if (wanted.length === 0) continue;
    const { load, reason } = await importPeer(peer.name);
    for (const one of wanted) {
      if (load) await measure(one, load, rounds, report);
      else for (const build of builds) report({ ...skippedRow(head(one, build), reason), section });
    }
  }
}

function head({ peer, type, shape: { m, k, n } }, build) {
  return { name: `gemm ${type} ${m} × ${k} × ${n} against ${peer.name}, ${build}`, peer: peer.name, goal: 1 };
}

/** The peer's module, or the reason why it cannot be used here. */
async function importPeer(name) {
  try {
    return await import(`../../peers/${name}.mjs`);
  } catch (error) {
    const absent = error.code === "ERR_MODULE_NOT_FOUND";
    return { reason: absent ? "not installed: npm ci --prefix bench" : `not working here: ${error.message}` };
  }
}

async function measure(one, load, rounds, report) {
  const { m, k, n } = one.shape;
  const [a, b] = [normal(m * k, 1), normal(k * n, 2)].map((x) => new arrays[one.type](x));
  const peer = await load(one.type, { m, k, n }, a, b);
  const letter = one.type === "f64" ? "d" : "s";
  const ours = loadAll().map((kernels) => ({ build: kernels.build, run: gemm(kernels, letter, one.shape) }));
  const [repeats] = await Promise.all(ours.map(({ run }) => repeatsFor(run)));
  const theirRepeats = await repeatsFor(peer.run);
  agree(one, a, b, await peer.result());
  const turns = ours.map(
    ({ run }) =>
      () =>
        leastSeconds(run, repeats),
  );
  const [theirs, ...times] = await race([() => leastSeconds(peer.run, theirRepeats), ...turns], rounds);
  ours.forEach(({ build }, i) => {
    const { name } = head(one, build);
    report({ ...fasterRow(name, one.peer.name, "ms", 1000, leastFaster(times[i], theirs)), section });
  });
  for (const build of builds)
    if (missing(build)) report({ ...skippedRow(head(one, build), missing(build)), section });
  peer.close?.();
}

/** Checks one entry against its definition, so that we know that the peer computed this product. */
function agree({ type, peer, shape: { m, k, n } }, a, b, c) {
  const [i, j] = [m - 1, n - 2];
  let expected = 0;
  for (let p = 0; p < k; p++) expected += a[i * k + p] * b[p * n + j];
  const tolerance = k * (type === "f64" ? 1e-14 : 1e-5);
  if (c.length === m * n && Math.abs(c[i * n + j] - expected) <= tolerance) return;
  throw new Error(`bench: ${peer.name} gave ${c[i * n + j]} for an entry that is ${expected}.`);
}
