// Shared response models against BrainIAK's algorithm in NumPy, on the same number of threads.
// Theirs works in parallel inside BLAS, ours over subjects. Ten iterations, BrainIAK's default.
import { createEngine } from "../../dist/src/index.js";
import { createRandom } from "../../dist/src/base/random.js";
import { clockFor, race, shareOfTime, shareRow, skippedRow } from "../measure.mjs";
import { numpyMissing, startNumpy } from "../peers/numpy.mjs";

const size = { subjects: 10, units: 500, stimuli: 300, features: 50, iterations: 10 };

/** Goals are shares of the peer's time. */
const rows = [
  { kind: "probabilistic", threads: 1, goal: 0.6, ...size },
  { kind: "probabilistic", threads: 2, goal: 0.6, ...size },
  { kind: "deterministic", threads: 1, goal: 0.6, ...size },
  { kind: "deterministic", threads: 2, goal: 0.6, ...size },
  { kind: "probabilistic", threads: 1, goal: 1, ...size, subjects: 8, features: 30 },
];

const peer = "numpy, BrainIAK's algorithm";

export const title = "Shared response models";
export const about =
  "Share of the time of BrainIAK's algorithm in NumPy on as many threads; on one thread in processor time.";

export async function run({ peers, rounds, only, report }) {
  const missing = peers ? numpyMissing() : "run with --peers";
  for (const row of rows) {
    const { kind, threads, subjects, units, stimuli, features, goal } = row;
    const name = `${kind} srm ${subjects} subjects ${stimuli}×${units}, k=${features}, ${threads} thread${threads > 1 ? "s" : ""}`;
    if (!name.includes(only)) continue;
    if (missing) report(skippedRow({ name, peer, goal }, missing));
    else report(await measure(name, row, rounds));
  }
}

async function measure(name, { threads, goal, ...question }, rounds) {
  const engine = await createEngine({ threads });
  const numpy = startNumpy("srm.py", threads);
  const nets = networks(question);
  const { kind, features, iterations } = question;
  const ours = () => clockFor(threads)(() => engine.srm(nets, { kind, features, iterations, tolerance: 0 }));
  const [mine, theirs] = await race([ours, () => numpy.ask(question)], rounds);
  numpy.close();
  engine.close();
  return shareRow(name, peer, "ms", 1000, shareOfTime(mine, theirs), goal);
}

/** Networks with common shared features, each in its own axes, and noise. */
function networks({ subjects, units, stimuli, features }) {
  const random = createRandom(1);
  const draw = (length, scale) => Float64Array.from({ length }, () => scale * random.normal());
  const shared = draw(stimuli * features, 1);
  return Array.from({ length: subjects }, () => {
    const map = draw(units * features, 1 / Math.sqrt(units));
    const data = draw(stimuli * units, 0.3);
    for (let i = 0; i < stimuli; i++) {
      for (let j = 0; j < units; j++) {
        for (let a = 0; a < features; a++) {
          data[i * units + j] += shared[i * features + a] * map[j * features + a];
        }
      }
    }
    return { rows: stimuli, cols: units, data };
  });
}
