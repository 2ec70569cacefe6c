// Row distances, ranks and assignment against SciPy, as ratios: each round runs ours and
// then SciPy's on the same data, in a Python process that is kept for the whole run.
//
//   node bench/distances.mjs [--json] [--build simd|relaxed] [--rounds 7]
//
// Skipped, with the reason, where python3 with SciPy is absent.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import v8 from "node:v8";

const PEER = `
import sys, json, time, base64
import numpy, scipy
from scipy.spatial.distance import pdist
from scipy.stats import rankdata
from scipy.optimize import linear_sum_assignment

data = {}

def assignment(x):
    rows, columns = linear_sum_assignment(x)
    return x[rows, columns]

jobs = {
    "pdist": lambda x, options: pdist(x, **options),
    "rankdata": lambda x, options: rankdata(x),
    "assignment": lambda x, options: assignment(x),
}
print(json.dumps({"peer": "scipy " + scipy.__version__}), flush=True)
for line in sys.stdin:
    job = json.loads(line)
    if "put" in job:
        data[job["put"]] = numpy.frombuffer(base64.b64decode(job["bytes"])).reshape(job["shape"])
        print("{}", flush=True)
    else:
        start = time.perf_counter()
        result = jobs[job["run"]](data[job["on"]], job["options"])
        seconds = time.perf_counter() - start
        weights = numpy.arange(result.size) % 7 + 1
        print(json.dumps({"ms": seconds * 1e3, "check": float(weights @ result)}), flush=True)
`;

/** A Python process that answers each line with one line; undefined where it cannot start. */
async function startPeer() {
  const env = { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" };
  const child = spawn("python3", ["-c", PEER], { env, stdio: ["pipe", "pipe", "ignore"] });
  const failed = new Promise((resolve) => child.on("error", resolve).on("exit", resolve)).then(
    () => undefined,
  );
  child.stdin.on("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = () => Promise.race([lines.next().then(({ value }) => value && JSON.parse(value)), failed]);
  const ask = (message) => {
    child.stdin.write(`${JSON.stringify(message)}\n`);
    return answer();
  };
  const hello = await answer();
  return hello && { name: hello.peer, ask, stop: () => child.stdin.end() };
}

/** Seeded normal numbers: mulberry-like mixing of a counter, then Box and Muller. */
function normal(count, seed) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (((z ^ (z >>> 15)) >>> 0) + 0.5) / 2 ** 32;
  };
  return Float64Array.from({ length: count }, () => {
    return Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  });
}

/** The kernels with a memory that is dealt out once. */
function loadKernels(build) {
  const bytes = readFileSync(new URL(`../wasm/${build}.wasm`, import.meta.url));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { abort() {} } });
  let top = 1 << 20;
  const alloc = (size) => {
    const at = top;
    top = Math.ceil((at + size) / 64) * 64;
    const missing = top - exports.memory.buffer.byteLength;
    if (missing > 0) exports.memory.grow(Math.ceil(missing / 65536));
    new Uint8Array(exports.memory.buffer, at, size).fill(0);
    return at;
  };
  const put = (x) => {
    const at = alloc(x.byteLength);
    new Float64Array(exports.memory.buffer, at, x.length).set(x);
    return at;
  };
  return {
    call: exports,
    alloc,
    put,
    view: (at, n) => new Float64Array(exports.memory.buffer, at, n),
    exports,
  };
}

const [M, P] = [1000, 512];

/** A case of `pdist`: the upper triangle of M rows of P columns against themselves. */
function distanceCase(kernels, x, metric, goal, kernel, prepare) {
  const rows = kernels.put(x);
  const out = kernels.alloc(8 * M * M);
  const work = kernels.alloc(kernels.call.deuclideanWork(M, M, P));
  const units = kernels.alloc(8 * M * P);
  const on = prepare ? units : rows;
  const args = [M, M, P, on, P, on, P, out, M];
  const name = metric === "minkowski" ? "minkowski p=3" : metric;
  return {
    name: `${name} ${M} × ${P}`,
    goal,
    job: { run: "pdist", on: "rows", options: { metric, ...(metric === "minkowski" && { p: 3 }) } },
    ours() {
      prepare?.(rows, units);
      kernel(args, work);
    },
    result() {
      const square = kernels.view(out, M * M);
      return Float64Array.from(condensed(square));
    },
  };
}

function* condensed(square) {
  for (let i = 0; i < M; i++) for (let j = i + 1; j < M; j++) yield square[i * M + j];
}

function distanceCases(kernels, x) {
  const { call } = kernels;
  const unit = (centered) => (rows, units) => call.dunitRows(M, P, rows, P, units, P, centered);
  const cosine = (args, work) => call.dcosine(...args, 1, work);
  return [
    distanceCase(kernels, x, "cityblock", 0.5, (args) => call.dcityblock(...args, 1)),
    distanceCase(kernels, x, "chebyshev", 0.8, (args) => call.dchebyshev(...args, 1)),
    distanceCase(kernels, x, "euclidean", 0.35, (args, work) => call.deuclidean(...args, 0, 1, work)),
    distanceCase(kernels, x, "cosine", 0.35, cosine, unit(0)),
    distanceCase(kernels, x, "correlation", 0.35, cosine, unit(1)),
    { ...distanceCase(kernels, x, "minkowski", 0.03, (args) => call.dminkowski(...args, 3, 1)), rounds: 2 },
  ];
}

function rankCase(kernels, x) {
  const n = x.length;
  const [input, out] = [kernels.put(x), kernels.alloc(8 * n)];
  const work = kernels.alloc(kernels.call.dranksWork(n));
  return {
    name: `average ranks of ${n}`,
    goal: 0.5,
    job: { run: "rankdata", on: "vector", options: {} },
    ours: () => kernels.call.dranks(n, input, out, work),
    result: () => kernels.view(out, n),
  };
}

function assignmentCase(kernels, x, n) {
  const [cost, out] = [kernels.put(x), kernels.alloc(4 * n)];
  const work = kernels.alloc(kernels.call.dlinearAssignmentWork(n, n));
  return {
    name: `assignment ${n} × ${n}`,
    goal: 1,
    job: { run: "assignment", on: `costs${n}`, options: {} },
    ours: () => kernels.call.dlinearAssignment(n, n, cost, n, 0, out, work),
    result() {
      const columns = new Int32Array(kernels.call.memory.buffer, out, n);
      return Float64Array.from(columns, (j, i) => x[i * n + j]);
    },
  };
}

const median = (x) => x.toSorted((a, b) => a - b)[x.length >> 1];
const checksum = (x) => x.reduce((sum, value, i) => sum + value * ((i % 7) + 1), 0);

function timed(run) {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** Alternates ours and theirs. @returns a row of the report */
async function measure(peer, { name, goal, job, ours, result, rounds }, defaultRounds) {
  timed(ours); // compiles
  const samples = [];
  for (let round = 0; round < (rounds ?? defaultRounds); round++) {
    const mine = timed(ours);
    const { ms, check } = await peer.ask(job);
    if (!(Math.abs(checksum(result()) - check) <= 1e-9 * Math.abs(check))) {
      throw new Error(
        `${name}: our values differ from ${peer.name}'s: checksum ${checksum(result())}, theirs ${check}.`,
      );
    }
    samples.push({ mine, theirs: ms });
  }
  const ratio = median(samples.map(({ mine, theirs }) => mine / theirs));
  const least = (key) => Math.min(...samples.map((sample) => sample[key]));
  return {
    name,
    peer: peer.name,
    ours: least("mine"),
    theirs: least("theirs"),
    unit: "ms",
    ratio,
    goal,
    met: ratio <= goal,
  };
}

/**
 * Measures everything.
 * @param report - takes each row as soon as it is there
 * @returns the rows: time of ours / time of SciPy's, the median over the rounds
 */
export async function run({ build = "simd", rounds = 7, report = () => {} } = {}) {
  const kernels = loadKernels(build);
  const inputs = { rows: [normal(M * P, 1), [M, P]], vector: [normal(500_000, 2), [500_000]] };
  for (const n of [256, 1000]) inputs[`costs${n}`] = [normal(n * n, n), [n, n]];
  const cases = [
    ...distanceCases(kernels, inputs.rows[0]),
    rankCase(kernels, inputs.vector[0]),
    ...[256, 1000].map((n) => assignmentCase(kernels, inputs[`costs${n}`][0], n)),
  ];

  const peer = await startPeer();
  if (!peer) {
    const rows = cases.map(({ name, goal }) => ({
      name,
      peer: "scipy",
      goal,
      skipped: "no python3 with SciPy",
    }));
    rows.forEach((row) => report(row));
    return rows;
  }
  try {
    for (const [name, [x, shape]] of Object.entries(inputs)) {
      await peer.ask({ put: name, shape, bytes: Buffer.from(x.buffer).toString("base64") });
    }
    const rows = [];
    for (const one of cases) {
      rows.push(await measure(peer, one, rounds));
      report(rows.at(-1));
    }
    return rows;
  } finally {
    peer.stop();
  }
}

function line({ name, peer, ours, theirs, ratio, goal, met, skipped }) {
  if (skipped) return `${name.padEnd(28)} skipped: ${skipped}`;
  return (
    `${name.padEnd(28)} ${ours.toFixed(2).padStart(9)} ms  ${peer} ${theirs.toFixed(2).padStart(9)} ms  ` +
    `ratio ${ratio.toFixed(3)} (goal ${goal}${met ? "" : ", NOT met"})`
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean" },
      build: { type: "string", default: "relaxed" },
      rounds: { type: "string", default: "7" },
    },
  });
  if (values.build === "relaxed") v8.setFlagsFromString("--experimental-wasm-relaxed-simd");
  const report = values.json ? undefined : (row) => console.log(line(row));
  const rows = await run({ build: values.build, rounds: Number(values.rounds), report });
  const machine = cpus()[0]?.model ?? "unknown";
  if (values.json) console.log(JSON.stringify({ machine, node: process.version, rows }));
}
