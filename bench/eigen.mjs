// node --experimental-wasm-relaxed-simd bench/eigen.mjs [--rounds N]
//
// Eigenvalues, eigenvectors, singular values, nuclear norm and thin SVD against NumPy
// on one thread. Both sides take their turn inside a round, NumPy in a process that
// stays alive; a figure is the median of the rounds' ratios ours / NumPy's, in
// brackets the least and the largest. Goals are for a machine without AVX-512: there
// OpenBLAS has at most twice the lanes of wasm, here up to four times.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

const { values: flags } = parseArgs({ options: { rounds: { type: "string", default: "7" } } });

const PEER = `
import json, sys, time
try:
    import numpy as np
except ImportError as error:
    print(json.dumps({"missing": str(error)}), flush=True); sys.exit()
print(json.dumps({"numpy": np.__version__}), flush=True)
ops = {"eigenvalues": np.linalg.eigvalsh, "eigenvectors": np.linalg.eigh,
       "singular values": lambda a: np.linalg.svd(a, compute_uv=False),
       "nuclear norm": lambda a: np.linalg.svd(a, compute_uv=False).sum(),
       "thin SVD": lambda a: np.linalg.svd(a, full_matrices=False)}
for line in sys.stdin:
    job = json.loads(line)
    if "data" in job:
        a = np.array(job["data"]).reshape(job["shape"]); print("0", flush=True); continue
    times = []
    for _ in range(job["repeats"]):
        start = time.perf_counter(); ops[job["op"]](a); times.append(time.perf_counter() - start)
    print(1e3 * min(times), flush=True)
`;

/** NumPy behind a pipe: one line asks, one line answers. */
function startPeer() {
  const env = { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };
  const child = spawn("python3", ["-c", PEER], { env, stdio: ["pipe", "pipe", "ignore"] });
  const failed = new Promise((resolve) => child.on("error", (error) => resolve({ missing: error.message })));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => JSON.parse((await lines.next()).value ?? '{"missing":"python3 gave no answer"}');
  const ask = (job) => {
    child.stdin.write(JSON.stringify(job) + "\n");
    return answer();
  };
  return { hello: () => Promise.race([failed, answer()]), ask, stop: () => child.stdin.end() };
}

/** One build with room for n × n problems. */
function instantiate(build) {
  const code = readFileSync(new URL(`../wasm/${build}.wasm`, import.meta.url));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { abort() {} } });
  exports.memory.grow(1600);
  return exports;
}

/** What is timed: routine and arguments after the matrix at `a`; results and scratch lie behind it. */
function jobs(wasm, m, n, a) {
  const r = Math.min(m, n);
  const s = a + 8 * m * n;
  const u = s + 16 * Math.ceil(r / 2);
  const vt = u + 8 * m * r;
  const work = vt + 8 * r * n;
  return {
    eigenvalues: () => wasm.dsyev(n, a, n, s, work),
    eigenvectors: () => wasm.dsyevd(n, a, n, s, u, n, work),
    "singular values": () => wasm.dgesvals(m, n, a, n, s, work),
    "nuclear norm": () => wasm.dnuclear(m, n, a, n, work),
    "thin SVD": () => wasm.dgesvd(m, n, a, n, s, u, r, vt, n, work),
  };
}

/** Least time of `repeats`, in ms, the copy of the matrix included: the kernels destroy it. */
function timeOurs(wasm, a, data, job, repeats) {
  let least = Infinity;
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    new Float64Array(wasm.memory.buffer, a, data.length).set(data);
    job();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

/** Seeded numbers in (−1, 1); symmetric where square, which the singular values do not mind. */
function testMatrix(m, n) {
  let state = 1;
  const next = () => (state = Math.imul(state, 1664525) + 1013904223) / 2 ** 31;
  const a = Float64Array.from({ length: m * n }, next);
  if (m === n) for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) a[i * n + j] = a[j * n + i];
  return a;
}

const goals = {
  eigenvalues: { 64: 0.9, 128: 0.9, 256: 1, 512: 1.1 },
  eigenvectors: { 64: 1, 128: 1, 256: 1.15, 512: 1.15 },
  "singular values": { 64: 1, 128: 1, 256: 1, 512: 1.1 },
  "nuclear norm": { 64: 0.55, 128: 0.6, 256: 0.7, 512: 0.8 },
  "thin SVD": {},
};

const peer = startPeer();
const hello = await peer.hello();
if (hello.missing) {
  console.log(`bench/eigen: skipped, NumPy is not here (${hello.missing})`);
  process.exit(0);
}
console.log(`${cpus()[0].model}; Node ${process.version}; NumPy ${hello.numpy}, one thread; ours / NumPy's`);
const rounds = Number(flags.rounds);
const builds = ["simd", "relaxed"].filter((b) => WebAssembly.validate(readFileSync(new URL(`../wasm/${b}.wasm`, import.meta.url)))); // prettier-ignore
const instances = builds.map(instantiate);
const a = 1 << 20;

for (const [m, n] of [
  [64, 64],
  [128, 128],
  [256, 256],
  [512, 512],
  [1000, 256],
]) {
  // prettier-ignore
  const data = testMatrix(m, n);
  await peer.ask({ data: [...data], shape: [m, n] });
  const repeats = n <= 128 ? 10 : 2;
  for (const op of Object.keys(goals)) {
    if (m !== n && op.startsWith("eigen")) continue;
    const ratios = builds.map(() => []);
    for (let round = 0; round < rounds; round++) {
      const theirs = await peer.ask({ op, repeats });
      instances.forEach((wasm, b) =>
        ratios[b].push(timeOurs(wasm, a, data, jobs(wasm, m, n, a)[op], repeats) / theirs),
      );
    }
    const goal = goals[op][n];
    const cells = ratios.map((r, b) => {
      const sorted = r.toSorted((x, y) => x - y);
      const [low, middle, high] = [sorted[0], sorted[rounds >> 1], sorted.at(-1)].map((x) => x.toFixed(2));
      return `${builds[b]} ${middle} (${low}–${high})`;
    });
    const target = goal === undefined || m !== n ? "" : `goal ${goal}`;
    console.log(`${op.padEnd(16)} ${`${m} × ${n}`.padEnd(11)} ${cells.join("   ").padEnd(56)} ${target}`);
  }
}
peer.stop();
