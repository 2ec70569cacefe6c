// Inter-subject correlation and its tests, against BrainIAK's algorithm in NumPy on the same
// number of threads: the correlation of every voxel, then resamples of the correlations.
import { createEngine } from "../../dist/src/index.js";
import { createRandom } from "../../dist/src/base/random.js";
import { clockFor, race, shareOfTime, shareRow, skippedRow } from "../measure.mjs";
import { numpyMissing, startNumpy } from "../peers/numpy.mjs";

const size = { subjects: 20, time: 300, voxels: 5000 };

/** Moved courses: fewer voxels and resamples, because the peer moves every course in each. */
const moved = { subjects: 20, time: 300, voxels: 500, samples: 100, summary: "mean", threads: 1 };

/**
 * Goals are shares of the peer's time. BrainIAK's own algorithm has its name; the others take every
 * correlation anew in each resample and are compared with what BrainIAK does instead.
 */
const rows = [
  { null: "brainiak-permutation", summary: "median", samples: 1000, threads: 1, goal: 0.2, ...size },
  { null: "brainiak-permutation", summary: "mean", samples: 1000, threads: 1, goal: 0.2, ...size },
  { null: "brainiak-permutation", summary: "median", samples: 1000, threads: 2, goal: 0.2, ...size },
  { null: "brainiak-phase-shift", ...moved },
  { null: "phase-shift", goal: 0.2, ...moved },
  { null: "time-shift", goal: 0.2, ...moved },
  { null: "permutation", ...moved, samples: 1000 },
];

/** Functional connectivity of every unit with every unit. */
const connectivity = {
  subjects: 15,
  time: 200,
  voxels: 1000,
  samples: 0,
  summary: "mean",
  threads: 1,
  goal: 1,
};

const peer = "numpy, BrainIAK's algorithm";

export const title = "Inter-subject correlation";
export const about = "Share of the time of BrainIAK's algorithm in NumPy on as many threads.";

export async function run({ peers, rounds, only, report, note }) {
  const missing = peers ? numpyMissing() : "run with --peers";
  for (const row of rows) {
    const { subjects, time, voxels, samples, summary, threads, goal } = row;
    const name = `isc ${row.null} ${summary} ${samples} resamples ${subjects}×${time}×${voxels}, ${threads} thread${threads > 1 ? "s" : ""}`;
    if (!name.includes(only)) continue;
    if (missing) report(skippedRow({ name, peer, goal }, missing));
    else report(await measure(name, row, Math.min(rounds, 3)));
  }
  const { subjects, time, voxels, goal } = connectivity;
  const name = `isfc mean ${subjects}×${time}×${voxels}, 1 thread`;
  if (name.includes(only)) {
    if (missing) report(skippedRow({ name, peer, goal }, missing));
    else report(await measure(name, { null: "isfc", ...connectivity }, Math.min(rounds, 3)));
  }
  const peak = process.resourceUsage().maxRSS / 1024;
  note(
    `isc: peak of this process ${peak.toFixed(0)} MiB; the data are 2 × ${((20 * 300 * 5000 * 8) / 2 ** 20).toFixed(0)} MiB of it.`,
  );
}

async function measure(name, { threads, goal, ...question }, rounds) {
  const engine = await createEngine({ threads });
  const numpy = startNumpy("isc.py", threads);
  const subjects = courses(question);
  const { summary, samples } = question;
  const ours = () =>
    clockFor(threads)(() =>
      question.null === "isfc"
        ? engine.isfc(subjects, { summary })
        : engine.isc(subjects, { null: question.null, summary, samples, side: "right" }),
    );
  const asked = { ...question, null: question.null.replace("brainiak-", "") };
  const [mine, theirs] = await race([ours, () => numpy.ask(asked)], rounds);
  numpy.close();
  engine.close();
  return shareRow(name, peer, "s", 1, shareOfTime(mine, theirs), goal);
}

/** Noise with a small common signal. */
function courses({ subjects, time, voxels }) {
  const random = createRandom(1);
  const common = Float64Array.from({ length: time * voxels }, () => 0.3 * random.uniform());
  return Array.from({ length: subjects }, () => ({
    rows: time,
    cols: voxels,
    data: common.map((value) => value + random.uniform()),
  }));
}
