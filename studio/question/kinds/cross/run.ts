import type { MetricSpec } from "repgeom";
import type { Runner } from "../../../worker/runner.ts";
import { comparisonsFiles, wordsOf } from "../made.ts";
import { measured, measuredSections, titleOf } from "../measured.ts";
import { sidesOf } from "../sides.ts";

/** Each of one side with each of the other. */
export const run: Runner = async (work) => {
  const { question, table } = work.task;
  const { rows: side, ...about } = question.options;
  const sided = work.given.map((one) => ({ ...one, name: one.representation.name }));
  const { rows, columns } = sidesOf(sided, table, side);
  const of = (some: typeof rows) => some.map(({ representation }) => representation);
  const names = { rowNames: rows.map(({ name }) => name), colNames: columns.map(({ name }) => name) };
  const results = await measured(work, names, (spec, control) =>
    work.engine.cross(of(rows), of(columns), { ...spec, ...about } as MetricSpec, control),
  );
  const sections = await measuredSections(results, work);
  const words = wordsOf(question.metrics);
  return {
    title: titleOf(question.metrics),
    sections,
    files: results.flatMap((result, k) =>
      comparisonsFiles(result, words[k]!, results.length > 1 ? sections[k]!.heading : undefined),
    ),
    result: results,
  };
};
