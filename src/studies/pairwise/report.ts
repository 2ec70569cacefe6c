import { ShapeError } from "../../base/errors.ts";
import type { Comparisons } from "../../data/comparisons.ts";
import type { Layout } from "./layout-data.ts";
import { renderSections } from "../../report/render.ts";
import { resultSection, titleOf } from "./section.ts";

/** What a report is made of: `layouts[i]` belongs to `results[i]`. */
export interface ReportInput {
  readonly title: string;
  readonly results: readonly Comparisons[];
  readonly layouts: readonly Layout[];
  /** Paragraphs under the title. */
  readonly notes?: readonly string[];
}

/**
 * The page of results of `pairwise` and `cross`, a section each.
 *
 * @param chartsBundle - text of `dist/report/charts.js`
 * @throws {ShapeError} if there is not one layout a result.
 */
export function renderReport(input: ReportInput, chartsBundle: string): string {
  const { title, results, layouts, notes = [] } = input;
  if (results.length !== layouts.length) {
    throw new ShapeError(`renderReport: one layout a result; got ${results.length} and ${layouts.length}.`);
  }
  const headings = headingsOf(results);
  const sections = results.map((one, i) => resultSection(one, layouts[i]!, headings[i]!));
  return renderSections({ title, notes, sections }, chartsBundle);
}

/** The metric's title; where two share it, with the options in which they differ. */
export function headingsOf(results: readonly Comparisons[]): string[] {
  return results.map((one) => {
    const others = results.filter((other) => other !== one && other.metric === one.metric);
    const differs = Object.entries(one.options).filter(([name, value]) =>
      others.some((other) => JSON.stringify(other.options[name]) !== JSON.stringify(value)),
    );
    const options = differs.map(([name, value]) => `${name} = ${String(value)}`).join(", ");
    return options ? `${titleOf(one)}, ${options}` : titleOf(one);
  });
}
