// gemm and syrk as a share of the most that one core can do on registers only.
//
// In every round the roofline loops and the product run one after the other, so that both see
// the same state of the machine. The share compares the best round of each, because a
// disturbance can only make a run slower.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { judged, skippedRow } from "../../measure.mjs";
import { loopSource, roofline } from "./loops.mjs";
import { builds, instantiate, loadKernels, missing, normal } from "./wasm.mjs";

/** Smallest acceptable share of the roofline: for products of 64 × 64, for larger ones, for syrk (useful operations). */
const goals = { small: 0.75, gemm: 0.85, syrk: 0.8 };
const section = "Products: share of the roofline";
const gemmShapes = [
  { m: 64, k: 64, n: 64, transposes: ["NN"] },
  { m: 128, k: 128, n: 128, transposes: ["NN"] },
  { m: 256, k: 256, n: 256, transposes: ["NN"] },
  { m: 256, k: 1000, n: 256, transposes: ["NN", "TN", "NT", "TT"] },
  { m: 512, k: 512, n: 512, transposes: ["NN"] },
  { m: 1024, k: 1024, n: 1024, transposes: ["NN"] },
];
const syrkShapes = [
  { n: 256, k: 256, trans: 0 },
  { n: 512, k: 512, trans: 0 },
  { n: 1024, k: 1024, trans: 0 },
  { n: 256, k: 1000, trans: 0 },
  { n: 256, k: 1000, trans: 1 },
];
const precisions = { d: Float64Array, s: Float32Array };

/** Turns of a roofline loop in one round. They take about half a millisecond. */
const TURNS = 20_000;

export async function againstRoofline({ rounds, wants, report }) {
  for (const build of builds) {
    const reason = missing(build);
    const kernels = reason ? undefined : loadKernels(build);
    let loops;
    for (const letter of Object.keys(precisions)) {
      const wanted = cases(letter, build).filter(({ name }) => wants(name));
      if (reason)
        wanted.forEach((row) => report({ ...skippedRow({ ...row, peer: "roofline" }, reason), section }));
      if (reason || wanted.length === 0) continue;
      loops ??= assembleLoops(build === "relaxed");
      const roof = roofline(loops, letter, build === "relaxed");
      for (const loop of roof) loop.run(100 * TURNS); // until the engine has optimised it
      for (const one of wanted) report(measure(roof, one, one.setUp(kernels), rounds));
    }
  }
}

function cases(letter, build) {
  const type = letter === "d" ? "f64" : "f32";
  const gemms = gemmShapes.flatMap((shape) =>
    shape.transposes.map((trans) => ({
      name: `gemm ${type} ${shape.m} × ${shape.k} × ${shape.n} ${trans}, ${build}`,
      goal: shape.m < 128 ? goals.small : goals.gemm,
      operations: 2 * shape.m * shape.n * shape.k,
      setUp: (kernels) => gemm(kernels, letter, shape, trans),
    })),
  );
  const syrks = syrkShapes.map(({ n, k, trans }) => ({
    name: `syrk ${type} ${trans ? "AᵀA" : "AAᵀ"} ${n} × ${k}, ${build}`,
    goal: goals.syrk,
    operations: n * (n + 1) * k,
    setUp: (kernels) => syrk(kernels, letter, { n, k, trans }),
  }));
  return [...gemms, ...syrks];
}

/** @returns the product as a function without arguments; its matrices already lie in wasm memory */
export function gemm(kernels, letter, { m, k, n }, trans = "NN") {
  kernels.reset();
  const { call, alloc } = kernels;
  const [transA, transB] = [...trans].map((which) => +(which === "T"));
  const [lda, ldb] = [transA ? m : k, transB ? k : n];
  const [a, b, c] = [place(kernels, letter, m * k, 1), place(kernels, letter, k * n, 2), alloc(8 * m * n)];
  const work = alloc(call[`${letter}gemmWork`](m, n, k));
  const kernel = call[`${letter}gemm`];
  return () => kernel(transA, transB, m, n, k, 1, a, lda, b, ldb, 0, c, n, work);
}

function syrk(kernels, letter, { n, k, trans }) {
  kernels.reset();
  const { call, alloc } = kernels;
  const [a, c] = [place(kernels, letter, n * k, 1), alloc(8 * n * n)];
  const work = alloc(call[`${letter}syrkWork`](n, k));
  const kernel = call[`${letter}syrk`];
  return () => kernel(trans, n, k, 1, a, trans ? n : k, 0, c, n, work);
}

function place(kernels, letter, length, seed) {
  return kernels.put(new precisions[letter](normal(length, seed)));
}

function measure(roof, { name, goal, operations }, run, rounds) {
  const repeats = Math.max(1, Math.round(8e6 / operations));
  const turns = rounds * Math.max(4, Math.min(12, Math.round(1e9 / operations)));
  const once = () => {
    for (let i = 0; i < repeats; i++) run();
  };
  for (let i = 0; i < 3; i++) once();
  let [theirs, ours] = [0, 0];
  for (let turn = 0; turn < turns; turn++) {
    for (const loop of roof)
      theirs = Math.max(
        theirs,
        rate(TURNS * loop.operations, () => loop.run(TURNS)),
      );
    ours = Math.max(ours, rate(operations * repeats, once));
  }
  const ratio = ours / theirs;
  return judged({ name, peer: "roofline", ours, theirs, unit: "Gflop/s", ratio, section }, "≥", goal);
}

/** Billions of operations per second of `run`. */
function rate(operations, run) {
  const start = performance.now();
  run();
  return operations / (performance.now() - start) / 1e6;
}

/** Compiles the source from loops.mjs to a module. No file is kept. */
function assembleLoops(relaxed) {
  const folder = mkdtempSync(join(tmpdir(), "roofline-"));
  try {
    writeFileSync(join(folder, "loops.ts"), loopSource(relaxed));
    const features = relaxed ? ["simd", "relaxed-simd"] : ["simd"];
    const enable = features.flatMap((feature) => ["--enable", feature]);
    const options = [
      "--runtime",
      "stub",
      "--optimizeLevel",
      "3",
      "--noAssert",
      "-o",
      "loops.wasm",
      ...enable,
    ];
    const asc = fileURLToPath(new URL("../../../node_modules/assemblyscript/bin/asc.js", import.meta.url));
    execFileSync(process.execPath, [asc, "loops.ts", ...options], { cwd: folder, stdio: "inherit" });
    return instantiate(readFileSync(join(folder, "loops.wasm")));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
