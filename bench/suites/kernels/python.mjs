// Runs the cases that have a counterpart in NumPy or SciPy. In every round, NumPy and each build
// are measured on the same data, and their values are compared.
import { leastSeconds, leastShare, race, repeatsFor, shareRow, skippedRow } from "../../measure.mjs";
import { numpyMissing, startNumpy } from "../../peers/numpy.mjs";
import { rowCases } from "./rows.mjs";
import { spectrumCases } from "./spectra.mjs";
import { builds, loadAll, missing } from "./wasm.mjs";

/**
 * A case:
 *   name, goal   of the row; the goal is the largest acceptable share of the peer's time
 *   section      the heading under which the row stands
 *   input        { name, shape, data }: Python keeps the data under that name
 *   job          { run, options }: what Python computes from them
 *   setUp        (kernels, data) → { run, values, also? }: the same with our kernels, and its values;
 *                also(values of Python) returns further rows
 *   rounds       fewer rounds than requested, for cases that take seconds
 */
export async function againstPython({ peers, rounds, wants, report, note }) {
  const cases = [...spectrumCases(), ...rowCases()].filter((one) =>
    builds.some((build) => wants(nameOf(one, build))),
  );
  if (cases.length === 0) return;
  const reason = peers ? numpyMissing() : "run with --peers";
  if (reason) {
    for (const one of cases) for (const build of builds) report(skipped(one, build, reason));
    return;
  }
  const python = startNumpy("kernels.py", 1);
  try {
    note(await python.ask({ versions: true }));
    const all = loadAll();
    for (const one of cases) await measure(one, { all, python, rounds, report });
  } finally {
    python.close();
  }
}

const nameOf = ({ name }, build) => `${name}, ${build}`;
const head = (one, build) => ({ name: nameOf(one, build), peer: one.peer, goal: one.goal });
const skipped = (one, build, reason) => ({ ...skippedRow(head(one, build), reason), section: one.section });

async function measure(one, { all, python, rounds, report }) {
  const { data, shape, name } = one.input();
  const bytes = Buffer.from(data.buffer).toString("base64");
  await python.ask({ put: name, shape, bytes });
  const ready = all.map((kernels) => {
    kernels.reset();
    return { build: kernels.build, ...one.setUp(kernels, data) };
  });
  const repeats = await repeatsFor(ready[0].run);
  let theirs;
  const ask = async () => {
    theirs = await python.ask({ ...one.job, on: name, repeats });
    return theirs.seconds;
  };
  const turns = ready.map(
    ({ run }) =>
      () =>
        leastSeconds(run, repeats),
  );
  const [peerTimes, ...ours] = await race([ask, ...turns], Math.min(rounds, one.rounds ?? rounds));
  ready.forEach(({ build, values, also }, b) => {
    agree(nameOf(one, build), values(), theirs);
    const measured = leastShare(ours[b], peerTimes);
    const { section } = one;
    report({ ...shareRow(nameOf(one, build), one.peer, "ms", 1000, measured, one.goal), section });
    for (const row of also?.(theirs.values) ?? [])
      report({ ...row, name: nameOf(row, build), section: "Accuracy of spectra" });
  });
  for (const build of builds) {
    const reason = missing(build);
    if (reason) report(skipped(one, build, reason));
  }
}

/** Throws if the results differ, because the time of a wrong result means nothing. */
function agree(name, values, { check, size }) {
  const ours = values.reduce((sum, value, i) => sum + value * ((i % 7) + 1), 0);
  if (Math.abs(ours - check) <= 1e-9 * size) return;
  throw new Error(
    `bench: ${name}: weighted sum of our values ${ours}, of the peer's ${check}; they must agree.`,
  );
}
