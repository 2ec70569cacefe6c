// Inference about models: bootstraps over subjects and stimuli, against a vectorised NumPy script
// that selects every resampled set of RDMs by indices. Both use the same number of threads.
import { createEngine, rdmFrom } from "../../dist/src/index.js";
import { createRandom } from "../../dist/src/base/random.js";
import { clockFor, race, shareOfTime, shareRow, skippedRow } from "../measure.mjs";
import { numpyMissing, startNumpy } from "../peers/numpy.mjs";

const size = { models: 10, subjects: 20, stimuli: 92, samples: 1000 };

const rows = [
  { comparator: "cosine", what: "plain", threads: 1, goal: 0.1 },
  { comparator: "pearson", what: "plain", threads: 1, goal: 0.1 },
  { comparator: "cosine", what: "dual", threads: 1, goal: 0.1 },
  { comparator: "cosine", what: "plain", threads: 2, goal: 0.1 },
  { comparator: "cosine", what: "dual", threads: 2, goal: 0.1 },
];

export const title = "Inference about models";
export const about =
  "Bootstraps over subjects and stimuli: share of the time of a vectorised NumPy script on as many threads.";

export async function run({ peers, rounds, only, report }) {
  const missing = peers ? numpyMissing() : "run with --peers";
  for (const row of rows) {
    const { models, subjects, stimuli, samples } = size;
    const name = `rsa ${row.comparator}, ${row.what} bootstrap of ${models} × ${subjects} × ${stimuli}, ${samples} samples, ${row.threads} thread${row.threads > 1 ? "s" : ""}`;
    if (name.includes(only)) await measure(name, row, { missing, rounds: Math.min(5, rounds), report });
  }
}

async function measure(name, { comparator, what, threads, goal }, { missing, rounds, report }) {
  const peer = "numpy, vectorised";
  if (missing) return report(skippedRow({ name, peer, goal }, missing));
  const engine = await createEngine({ threads });
  const numpy = startNumpy("rsa.py", threads);
  const [models, data] = [rdms(size.models, 1), rdms(size.subjects, 2)];
  // The peer makes no permutations, which are the usual test of cosine.
  const test = "t";
  const options = {
    models,
    data,
    comparator,
    bootstrap: ["subjects", "stimuli"],
    dual: what === "dual",
    test,
  };
  const ours = () => clockFor(threads)(() => engine.rsa({ ...options, samples: size.samples, seed: 1 }));
  // Part of the samples is enough to measure the peer.
  const part = 200;
  const theirs = async () =>
    ((await numpy.ask({ ...size, samples: part, comparator, what })) * size.samples) / part;
  const measured = shareOfTime(...(await race([ours, theirs], rounds)));
  numpy.close();
  engine.close();
  report(shareRow(name, peer, "ms", 1000, measured, goal));
}

/** Euclidean RDMs of random points. */
function rdms(count, seed) {
  const random = createRandom(seed);
  const stimuli = Array.from({ length: size.stimuli }, (_, i) => `image ${i}`);
  return Array.from({ length: count }, (_, k) => {
    const points = stimuli.map(() => Array.from({ length: 20 }, () => random.normal()));
    const condensed = Float64Array.from(
      points.flatMap((x, i) =>
        points.slice(i + 1).map((y) => Math.hypot(...x.map((value, u) => value - y[u]))),
      ),
    );
    return rdmFrom({ name: `rdm ${k}`, dissimilarity: "euclidean", stimuli, condensed });
  });
}
