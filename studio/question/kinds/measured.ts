/** One metric after the other: how far each is, and the values so far. */
import type { Comparisons, Control, MetricSpec } from "repgeom";
import { metrics } from "../../own/metrics.ts";
import { agreementOf, agreementSection, resultSections, type ItemTable, type Section } from "repgeom/report";
import type { Work } from "../../worker/runner.ts";
import { specWords } from "./methods.ts";

/** How values of one metric are computed. */
type Measure = (spec: MetricSpec, control: Control) => Promise<Comparisons>;

/** @param names - of rows and columns, for the values so far */
export async function measured(
  { task, control, onPartial }: Work,
  names: { readonly rowNames: readonly string[]; readonly colNames: readonly string[] },
  measure: Measure,
): Promise<Comparisons[]> {
  const specs = task.question.metrics;
  const results: Comparisons[] = [];
  for (const [k, spec] of specs.entries()) {
    const onProgress: Control["onProgress"] = ({ values, done, total, ...rest }) => {
      const part = specs.length > 1 ? { part: `metric ${k + 1} of ${specs.length}` } : {};
      control.onProgress({ ...rest, ...part, done, total });
      if (values) onPartial({ ...names, values });
    };
    results.push(await measure(spec, { ...control, onProgress }));
  }
  return results;
}

/** Heat map, map and tree of each result; of three or more also how they agree. */
export async function measuredSections(
  results: readonly Comparisons[],
  { task, engine, control }: Work,
  tested: object = {},
): Promise<Section[]> {
  const { groups, look, table } = task;
  const names = results.flatMap(({ rowNames, colNames }) => [...rowNames, ...colNames]);
  const grouping = { table: table && withRows(table, names), color: look.color, groups, ...tested };
  const sections = await resultSections(results, { engine, signal: control.signal }, grouping);
  const agreement = agreementOf(results);
  return agreement
    ? [...sections, agreementSection(agreement, task.question.metrics.map(specWords))]
    : sections;
}

/** The table with a row for each of these names; what is not known of a network is empty. */
export function withRows({ names, columns }: ItemTable, wanted: readonly string[]): ItemTable {
  const missing = [...new Set(wanted)].filter((name) => !names.includes(name));
  if (missing.length === 0) return { names, columns };
  const more = missing.map(() => null);
  return {
    names: [...names, ...missing],
    columns: Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, [...cells, ...more]])),
  };
}

/** Heading of an answer by several metrics: "Procrustes shape distance, alpha = 0.5; CKA", "8 metrics: elementwise, rsa". */
export function titleOf(specs: readonly MetricSpec[]): string {
  if (specs.length > 3)
    return `${specs.length} metrics: ${[...new Set(specs.map(({ metric }) => metric))].join(", ")}`;
  return specs.map((spec) => specWords(spec).replace(spec.metric, metrics[spec.metric].title)).join("; ");
}
