import { toDistances, type CompareMetricsOptions, type Comparisons } from "repgeom";
import { metrics } from "../../../own/metrics.ts";
import { resultSections, type Section } from "repgeom/report";
import type { ScatterFigure } from "repgeom/charts";
import type { Runner } from "../../../worker/runner.ts";
import { comparisonsFiles, wordsOf } from "../made.ts";
import { measured } from "../measured.ts";
import { counted } from "../methods.ts";

/** Scatter plots that are drawn: of the first pairs of metrics. */
const mostScatters = 6;
/** Points of one of them. */
const mostPoints = 5000;

/** All pairs by each metric, and how alike the metrics see them. */
export const run: Runner = async (work) => {
  const { question } = work.task;
  const all = work.given.map(({ representation }) => representation);
  const names = all.map(({ name }) => name);
  const results = await measured(work, { rowNames: names, colNames: names }, (spec, control) =>
    work.engine.pairwise(all, spec, control),
  );
  const agreement = await work.engine.compareMetrics(
    results,
    question.options as CompareMetricsOptions,
    work.control,
  );
  const sections = await resultSections([agreement], { engine: work.engine, signal: work.control.signal });
  const [section] = sections as [Section];
  const heading = `How ${counted(results.length, "metric")} agree, ${agreement.metric}`;
  const words = wordsOf(question.metrics);
  return {
    title: heading,
    sections: [
      { ...section, heading, figures: [...section.figures, ...scatters(results, agreement.rowNames)] },
    ],
    files: [
      ...comparisonsFiles(agreement, `metrics-${agreement.metric}`, "Agreement"),
      ...results.flatMap((result, k) =>
        comparisonsFiles(result, words[k]!, metrics[question.metrics[k]!.metric].title),
      ),
    ],
    result: [agreement, ...results],
  };
};

/** The pairs of networks by one metric and by another. */
function scatters(results: readonly Comparisons[], names: readonly string[]): ScatterFigure[] {
  const pairs = results.flatMap((a, i) =>
    results
      .slice(i + 1)
      .map((b, j) => ({ a, b, names: [inWords(names[i]!), inWords(names[i + 1 + j]!)] as const })),
  );
  return pairs.slice(0, mostScatters).map(({ a, b, names: [x, y] }) => {
    const [one, other] = [distances(a), distances(b)];
    const step = Math.max(1, Math.ceil(one.length / mostPoints));
    const some = (values: readonly number[]) => values.filter((_, k) => k % step === 0);
    return {
      kind: "scatter",
      title: `${x} and ${y}`,
      caption: `A point is a pair of networks, as distances${step > 1 ? `; one in ${step} is drawn` : ""}.`,
      x: { label: x },
      y: { label: y },
      points: { x: some(one), y: some(other) },
      ...(one.length <= 400 && { names: pairNames(a.rowNames) }),
    };
  });
}

/** `rsa comparator=pearson` as in a title: "rsa pearson". Numbers keep the name of their option. */
function inWords(name: string): string {
  return name.replace(/\w+=(?=[a-z])/gi, "");
}

/** Of each pair i < j. */
function distances(result: Comparisons): number[] {
  const { square } = toDistances(result);
  const n = square.rows;
  return Array.from({ length: n }, (_, i) =>
    Array.from(square.data.subarray(i * n + i + 1, (i + 1) * n)),
  ).flat();
}

function pairNames(names: readonly string[]): string[] {
  return names.flatMap((a, i) => names.slice(i + 1).map((b) => `${a} × ${b}`));
}
