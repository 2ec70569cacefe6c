// Jobs that people do, as whole processes: our command line against a plain NumPy script of the same
// job, which reads the same files. Both sides start anew in every round, in turn, and their results
// are compared.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { leastShare, median, shareRow, skippedRow } from "../measure.mjs";
import { numpyEnvironment, numpyMissing } from "../peers/numpy.mjs";
import { timeOf } from "../whole.mjs";
import { jobs, npy } from "./typical/jobs.mjs";

export const title = "Typical jobs, whole processes";
export const about =
  "`repgeom …` against a plain NumPy script of the same job (`bench/peers/typical`), from the start of each program to its end: share of the script's time, by the least of the rounds of each side; medians of the rounds stand in brackets. The script always runs on one thread.";

const main = fileURLToPath(new URL("../../dist/src/main.js", import.meta.url));
const peersFolder = new URL("../peers/typical/", import.meta.url);

export async function run({ peers, rounds, only, report }) {
  const missing = peers ? numpyMissing() : "run with --peers";
  const failures = [];
  for (const job of jobs.filter(({ name }) => name.includes(only))) {
    try {
      const times = missing ? undefined : await measure(job, Math.min(rounds, job.rounds ?? rounds));
      for (const row of rowsOf(job)) report(times ? rowOf(row, times) : skippedRow(row, missing));
    } catch (error) {
      failures.push(`${job.name}, ${job.script}: ${error.message}`); // the other jobs are measured all the same
    }
  }
  if (failures.length > 0) throw new Error(failures.join("\n"));
}

async function measure(job, rounds) {
  const folder = mkdtempSync(join(tmpdir(), "repgeom-bench-"));
  try {
    const files = job.inputs(folder);
    const [own, their] = ["own", "their"].map((side) => join(folder, side));
    const args = [...job.command(files), "--out", (job.out ?? npy)(own), "--quiet"];
    const ours = (threads) => timeOf(process.execPath, [main, ...args, "--threads", String(threads)]);
    const theirs = () => script(job, files, their);
    const times = { one: [], two: [], theirs: [] };
    for (let round = 0; round < rounds; round++) {
      times.one.push(await ours(1));
      times.theirs.push(await theirs());
      times.two.push(await ours(2));
    }
    await job.agree(own, their);
    return times;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The script on one thread. It chooses its kernels itself: nobody tells OpenBLAS which processor this is. */
function script({ script: name }, files, out) {
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...environment } = numpyEnvironment(1);
  return timeOf("python3", [fileURLToPath(new URL(name, peersFolder)), out, ...files], environment);
}

/** What is said of a job: which times of ours, against which of the script's, and the goal. */
function rowsOf({ name, script, goals }) {
  const row = (what, side, clock, goal) => ({ name: `${name}: ${what}`, peer: script, side, clock, goal });
  return [
    row("processor time, 1 thread", "one", "processor", goals.processor),
    row("wall time, 1 thread", "one", "wall"),
    row("wall time, 2 threads", "two", "wall", goals.wall),
  ];
}

function rowOf({ side, clock, goal, ...row }, times) {
  const [mine, other] = [times[side], times.theirs].map((all) => all.map((one) => one[clock]));
  const least = leastShare(mine, other);
  return { ...shareRow(row.name, row.peer, "s", 1, least, goal), medians: [median(mine), median(other)] };
}
