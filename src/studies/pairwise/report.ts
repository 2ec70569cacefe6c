import type { Comparisons } from "../../data/comparisons.ts";
import type { Section } from "../../report/figures.ts";
import { reportSections, type PageOptions } from "../../report/page.ts";
import type { Control } from "../../run/lanes/control.ts";
import { layoutLater } from "./picture/layout.ts";
import { resultSection, titleOf } from "./section.ts";

/**
 * One self-contained HTML file: heat map, map and dendrogram of each result.
 * @throws {ShapeError} naming the figure whose numbers do not fit together.
 */
export async function report(
  results: readonly Comparisons[],
  page: PageOptions,
  control: Control = {},
): Promise<string> {
  return reportSections(await resultSections(results, control), page);
}

/** A section for each result of `pairwise` or `cross`, with heat map, map and dendrogram. */
export function resultSections(results: readonly Comparisons[], control: Control = {}): Promise<Section[]> {
  const headings = headingsOf(results);
  return Promise.all(
    results.map(async (result, k) => {
      const layout = await layoutLater(result, control);
      return resultSection(result, layout, headings[k]!);
    }),
  );
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
