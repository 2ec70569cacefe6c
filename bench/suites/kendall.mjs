// Kendall's tau of RDMs of 92, 500 and 1000 stimuli on one thread, against scipy.stats.kendalltau, in processor time.
import { createEngine, rdmFrom } from "../../dist/src/index.js";
import { processorSeconds, race, shareOfTime, shareRow, skippedRow } from "../measure.mjs";
import { numpyMissing, startNumpy } from "../peers/numpy.mjs";

/** The largest acceptable share of the peer's time. */
const goal = 0.7;
const sizes = [92, 500, 1000];
/** RDMs on each side of a comparison: one pair, and the 25 pairs of five with five others. */
const sides = [1, 5];
/** How many different values there are; 0: no ties. */
const ties = [0, 100];

export const title = "Kendall";
export const about =
  "kendall-tau-b on one thread: share of the processor time of scipy.stats.kendalltau. 25 pairs are five RDMs with five others.";

export async function run({ peers, rounds, only, report }) {
  const missing = peers ? numpyMissing() : "run with --peers";
  const engine = await createEngine({ threads: 0 });
  const numpy = missing ? undefined : startNumpy("kendall.py", 1);
  const peer = "scipy.stats.kendalltau";
  for (const [stimuli, side, levels] of combinations()) {
    const entries = (stimuli * (stimuli - 1)) / 2;
    const pairs = side * side;
    const name = `kendall-tau-b of ${entries} entries${levels ? `, ${levels} values` : ""}, ${pairs} pair${pairs > 1 ? "s" : ""}`;
    if (!name.includes(only)) continue;
    if (missing) {
      report(skippedRow({ name, peer, goal }, missing));
      continue;
    }
    const rdms = rdmsOf(stimuli, 2 * side, levels);
    const [some, others] = [rdms.slice(0, side), rdms.slice(side)];
    const ours = () =>
      processorSeconds(() => engine.compareRdms(some, others, { comparator: "kendall-tau-b" }));
    const theirs = () => numpy.ask({ entries, levels, pairs });
    const measured = shareOfTime(...(await race([ours, theirs], rounds)));
    report(shareRow(name, peer, "ms", 1000, measured, goal));
  }
  numpy?.close();
  engine.close();
}

function combinations() {
  return sizes.flatMap((stimuli) => sides.flatMap((side) => ties.map((levels) => [stimuli, side, levels])));
}

/** RDMs with a common part, made in the same way as by the peer. */
function rdmsOf(stimuli, count, levels) {
  let state = 1;
  const uniform = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const common = Float64Array.from({ length: (stimuli * (stimuli - 1)) / 2 }, uniform);
  const names = Array.from({ length: stimuli }, (_, k) => String(k));
  return Array.from({ length: count }, (_, k) => {
    const values = common.map((value) => value + uniform());
    return rdmFrom({
      name: `rdm ${k}`,
      dissimilarity: "given",
      stimuli: names,
      condensed: levels ? values.map((value) => Math.floor(value * levels)) : values,
    });
  });
}
