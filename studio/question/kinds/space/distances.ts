/** The distances of a space: those of an earlier answer, or new ones. */
import type { Comparisons } from "repgeom";
import type { Work } from "../../../worker/runner.ts";

/** By the metric that was chosen; of an answer that has the same networks by it, if there is one. */
export async function distancesOf(work: Work): Promise<Comparisons> {
  const { task, given, engine, control, onPartial } = work;
  const [metric] = task.question.metrics;
  if (!metric) throw new Error("The space needs a metric.");
  const known = knownBy(work, JSON.stringify(metric));
  if (known) return known;
  const all = given.map(({ representation }) => representation);
  const names = all.map(({ name }) => name);
  const onProgress: typeof control.onProgress = ({ values, ...progress }) => {
    control.onProgress({ ...progress, part: "distances" });
    if (values) onPartial({ rowNames: names, colNames: names, values });
  };
  return engine.pairwise(all, metric, { ...control, onProgress });
}

/** All pairs without statistics, or another space. */
function knownBy({ earlier }: Work, metric: string): Comparisons | undefined {
  for (const { question, result } of earlier) {
    const at = question.metrics.findIndex((one) => JSON.stringify(one) === metric);
    if (at < 0) continue;
    if (question.kind === "space") return (result as { readonly distances: Comparisons }).distances;
    if (question.kind === "pairs" && Object.keys(question.options).length === 0)
      return (result as readonly Comparisons[])[at];
  }
  return undefined;
}
