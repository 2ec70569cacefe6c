import type { Comparisons } from "repgeom";
import { resultSections } from "repgeom/report";
import type { MadeFile, Runner, Work } from "../../../worker/runner.ts";

/** Each metric in turn. */
export const run: Runner = async (work) => {
  const { task, engine } = work;
  const results: Comparisons[] = [];
  for (const metric of task.question.metrics) results.push(await compareAll(work, metric));
  const { table, groups, look } = task;
  const grouping = { table, color: look.color, groups };
  const sections = await resultSections(results, { engine, signal: work.control.signal }, grouping);
  return {
    title: sections.map(({ heading }) => heading).join("; "),
    sections,
    files: results.flatMap(filesOf),
    result: results,
  };
};

/** One metric; the values so far are shown as tiles come in. */
function compareAll(
  { given, engine, control, onPartial }: Work,
  metric: Work["task"]["question"]["metrics"][number],
) {
  const names = given.map(({ representation }) => representation.name);
  const onProgress: typeof control.onProgress = ({ values, ...progress }) => {
    control.onProgress(progress);
    if (values) onPartial({ rowNames: names, colNames: names, values });
  };
  const all = given.map(({ representation }) => representation);
  return engine.pairwise(all, metric, { ...control, onProgress });
}

export function filesOf(result: Comparisons): MadeFile[] {
  const { metric } = result;
  return [
    { name: `${metric}.csv`, label: "Values (.csv)", make: () => result.toCsv() },
    { name: `${metric}.npy`, label: "Values (.npy)", make: () => result.toNpy() },
    {
      name: `${metric}.json`,
      label: "Result with options (.json)",
      make: () => JSON.stringify(result.toJson(), null, 1),
    },
  ];
}
