import type { MetricSpec } from "repgeom";
import type { Runner } from "../../../worker/runner.ts";
import { comparisonsFiles, wordsOf } from "../made.ts";
import { measured, measuredSections, titleOf } from "../measured.ts";
import { divided } from "./options.ts";

/** Each metric in turn; the values so far are shown as tiles come in. */
export const run: Runner = async (work) => {
  const { metrics, options } = work.task.question;
  const { about, tested } = divided(options);
  const all = work.given.map(({ representation }) => representation);
  const names = all.map(({ name }) => name);
  const results = await measured(work, { rowNames: names, colNames: names }, (spec, control) =>
    work.engine.pairwise(all, { ...spec, ...about } as MetricSpec, control),
  );
  const sections = await measuredSections(results, work, tested);
  const words = wordsOf(metrics);
  const labels = sections.map(({ heading }) => heading);
  return {
    title: titleOf(metrics),
    sections,
    files: results.flatMap((result, k) =>
      comparisonsFiles(result, words[k]!, results.length > 1 ? labels[k] : undefined),
    ),
    result: results,
  };
};
