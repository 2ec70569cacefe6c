// Kendall's tau of two RDMs of 1000 stimuli on one thread, against scipy.stats.kendalltau.
import { createEngine, rdmFrom } from "../../dist/src/index.js";
import { race, seconds, shareOfTime, shareRow, skippedRow } from "../measure.mjs";
import { numpyMissing, startNumpy } from "../peers/numpy.mjs";

const stimuli = 1000;
const entries = (stimuli * (stimuli - 1)) / 2;
/** The largest acceptable share of the peer's time. */
const goal = 0.7;
const rows = [
  { comparator: "kendall-tau-a", levels: 0 },
  { comparator: "kendall-tau-b", levels: 0 },
  { comparator: "kendall-tau-b", levels: 100 },
];

export async function run({ peers, rounds, only, report }) {
  const missing = peers ? numpyMissing() : "run with --peers";
  const engine = await createEngine({ threads: 0 });
  const numpy = missing ? undefined : startNumpy("kendall.py", 1);
  const peer = "scipy.stats.kendalltau";
  for (const { comparator, levels } of rows) {
    const name = `${comparator} of ${entries} entries${levels ? `, ${levels} values` : ""}, 1 thread`;
    if (!name.includes(only)) continue;
    if (missing) {
      report(skippedRow({ name, peer, goal }, missing));
      continue;
    }
    const [x, y] = pair(levels);
    const ours = () => seconds(() => engine.compareRdms([x], [y], { comparator }));
    const theirs = () => numpy.ask({ entries, levels });
    const measured = shareOfTime(...(await race([ours, theirs], rounds)));
    report(shareRow(name, peer, "ms", 1000, measured, goal));
  }
  numpy?.close();
  engine.close();
}

/** Two RDMs with a common part, made in the same way as by the peer. */
function pair(levels) {
  let state = 1;
  const uniform = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const x = Float64Array.from({ length: entries }, uniform);
  const y = x.map((value) => value + uniform());
  const names = Array.from({ length: stimuli }, (_, k) => String(k));
  return [x, y].map((values, k) =>
    rdmFrom({
      name: `rdm ${k}`,
      dissimilarity: "given",
      stimuli: names,
      condensed: levels ? values.map((value) => Math.floor(value * levels)) : values,
    }),
  );
}
