// gemm and syrk as a fraction of what one core can do at most.
//
//   npm run build && node bench/roofline/gemm.mjs
//   node --experimental-wasm-relaxed-simd bench/roofline/gemm.mjs --relaxed   (Node 22 on: without the flag)
//
// In every round the roofline loops and the product run one after the other, so that
// both see the same state of the machine; the ratio is of the best of each over all
// rounds.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loopSource, roofline } from "../suites/kernels/loops.mjs";

const relaxed = process.argv.includes("--relaxed");
const build = relaxed ? "relaxed" : "simd";
const root = fileURLToPath(new URL("../../", import.meta.url));
/** Share of the roofline that each case must reach. */
const goals = relaxed ? { small: 0.75, gemm: 0.85, syrk: 0.8 } : { small: 0.75, gemm: 0.8, syrk: 0.8 };

function instantiate(code) {
  const abort = () => {
    throw new Error("a kernel aborted");
  };
  return new WebAssembly.Instance(new WebAssembly.Module(code), { env: { abort } }).exports;
}

function assembleLoops() {
  const directory = mkdtempSync(join(tmpdir(), "roofline-"));
  writeFileSync(join(directory, "loops.ts"), loopSource(relaxed));
  const features = relaxed ? ["--enable", "simd", "--enable", "relaxed-simd"] : ["--enable", "simd"];
  const options = [
    "--runtime",
    "stub",
    "--optimizeLevel",
    "3",
    "--noAssert",
    "-o",
    "loops.wasm",
    ...features,
  ];
  const asc = join(root, "node_modules/assemblyscript/bin/asc.js");
  execFileSync(process.execPath, [asc, "loops.ts", ...options], { cwd: directory, stdio: "inherit" });
  const loops = instantiate(readFileSync(join(directory, "loops.wasm")));
  rmSync(directory, { recursive: true });
  return loops;
}

/** Billions of operations per second of `run`. */
function rate(operations, run) {
  const start = performance.now();
  run();
  return operations / (performance.now() - start) / 1e6;
}

const gemmCases = [
  { m: 64, k: 64, n: 64, repeat: 30 },
  { m: 128, k: 128, n: 128, repeat: 4 },
  { m: 256, k: 256, n: 256, repeat: 1 },
  { m: 256, k: 1000, n: 256, repeat: 1 },
  { m: 512, k: 512, n: 512, repeat: 1 },
  { m: 1024, k: 1024, n: 1024, repeat: 1 },
];
const syrkCases = [
  { n: 256, k: 256, trans: 0 },
  { n: 512, k: 512, trans: 0 },
  { n: 256, k: 1000, trans: 0 },
  { n: 256, k: 1000, trans: 1 },
];

const loops = assembleLoops();
const kernels = instantiate(readFileSync(join(root, `wasm/${build}.wasm`)));
const elements = 1024 * 1024;
const [a, b, c, work] = [1, 2, 3, 4].map((place) => place * elements * 8);
kernels.memory.grow((5 * elements * 8) / 65536);

/** Turns of a roofline loop in one round: about half a millisecond. */
const TURNS = 20_000;
/** Rounds: enough to meet a quiet moment, few enough for a minute in all. */
const roundsFor = (operations) => Math.max(8, Math.min(40, Math.round(2e9 / operations)));

function measure(roof, name, goal, operations, repeat, run) {
  let [most, best] = [0, 0];
  const once = () => {
    for (let i = 0; i < repeat; i++) run();
  };
  for (let round = roundsFor(operations * repeat); round > 0; round--) {
    for (const loop of roof)
      most = Math.max(
        most,
        rate(TURNS * loop.operations, () => loop.run(TURNS)),
      );
    best = Math.max(best, rate(operations * repeat, once));
  }
  const ratio = best / most;
  const percent = (x) => `${(100 * x).toFixed(0)} %`.padStart(6);
  console.log(
    `${name.padEnd(28)}${percent(ratio)}  goal${percent(goal)}  ${ratio >= goal ? "met" : "MISSED"}`,
  );
  return ratio >= goal;
}

function* cases(precision) {
  for (const { m, k, n, repeat } of gemmCases) {
    for (const [transA, transB] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ]) {
      const [lda, ldb] = [transA ? m : k, transB ? k : n];
      const run = () =>
        kernels[`${precision}gemm`](transA, transB, m, n, k, 1, a, lda, b, ldb, 0, c, n, work);
      const letters = ["N", "T"][transA] + ["N", "T"][transB];
      const goal = m < 256 ? goals.small : goals.gemm;
      if (m < 1024 || letters === "NN")
        yield [`${precision}gemm ${letters} ${m}×${k}×${n}`, goal, 2 * m * n * k, repeat, run];
    }
  }
  for (const { n, k, trans } of syrkCases) {
    const run = () => kernels[`${precision}syrk`](trans, n, k, 1, a, trans ? n : k, 0, c, n, work);
    yield [`${precision}syrk ${trans ? "AᵀA" : "AAᵀ"} ${n}×${k}`, goals.syrk, n * (n + 1) * k, 1, run];
  }
}

console.log(`${build} build, Node ${process.versions.node} (V8 ${process.versions.v8}), ${cpus()[0]?.model}`);
console.log("share of the roofline, best of interleaved rounds, useful operations\n");
let allMet = true;
for (const precision of ["d", "s"]) {
  const Elements = precision === "d" ? Float64Array : Float32Array;
  for (const at of [a, b])
    new Elements(kernels.memory.buffer, at, elements).forEach((_, i, x) => (x[i] = Math.sin(i + at)));
  const all = [...cases(precision)];
  const roof = roofline(loops, precision, relaxed);
  // First calls run code that is not yet optimised.
  for (let i = 0; i < 3; i++) for (const [, , , , run] of all) run();
  for (const loop of roof) loop.run(100 * TURNS);
  for (const [name, goal, operations, repeat, run] of all) {
    if (!measure(roof, name, goal, operations, repeat, run)) allMet = false;
  }
}
process.exitCode = allMet ? 0 : 1;
