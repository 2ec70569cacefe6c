import type { Comparisons } from "../../src/index.ts";
import { renderSections } from "../../src/report/render.ts";
import type { Layout } from "../../src/studies/pairwise/picture/layout-data.ts";
import { headingsOf } from "../../src/studies/pairwise/report.ts";
import { resultSection } from "../../src/studies/pairwise/section.ts";

/** What a page is made of: `layouts[i]` belongs to `results[i]`. */
interface ReportInput {
  readonly title: string;
  readonly results: readonly Comparisons[];
  readonly layouts: readonly Layout[];
  readonly notes?: readonly string[];
}

/** The page of `report`, from layouts that are given and a bundle that need not be built. */
export function renderReport({ title, results, layouts, notes = [] }: ReportInput, bundle: string): string {
  const headings = headingsOf(results);
  const sections = results.map((one, k) => resultSection(one, layouts[k]!, headings[k]!));
  return renderSections({ title, notes, sections }, bundle);
}
