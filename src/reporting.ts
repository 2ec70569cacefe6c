/** The entry `repgeom/report`, apart because the pictures' script is larger than all the rest. */
import { platform } from "#platform";
import { engine } from "./run/runtime.ts";
import { layoutLater, renderSections, renderReport } from "./report/index.ts";
import type { Section } from "./report/index.ts";
import type { Comparisons } from "./data/comparisons.ts";

export type * from "./report/figures.ts";
export {
  alignSection,
  barycenterSection,
  clusterSection,
  colourScaleOf,
  embedSection,
  neighborsSection,
  predictSection,
} from "./report/index.ts";

/** What stands at the head of a page. */
export interface PageOptions {
  /** Heading of the page. */
  readonly title: string;
  /** Paragraphs under it. */
  readonly notes?: readonly string[];
}

/** The prebuilt script that draws the pictures in the reader's browser. */
const charts = new URL("../report/charts.js", import.meta.url);

/** One self-contained HTML file: heat map, map and dendrogram of each result. */
export async function report(
  results: readonly Comparisons[],
  { title, notes = [] }: PageOptions,
): Promise<string> {
  const { eigh } = await engine();
  const layouts = await Promise.all(results.map((result) => layoutLater(result, eigh)));
  return renderReport({ title, notes, results, layouts }, await loadBundle());
}

/**
 * One self-contained HTML file of sections whose figures are plain data; see `Figure` for
 * the kinds and `renderSections` for an example.
 *
 * @throws {ShapeError} naming the figure whose numbers do not fit together.
 */
export async function reportSections(
  sections: readonly Section[],
  { title, notes = [] }: PageOptions,
): Promise<string> {
  return renderSections({ title, notes, sections }, await loadBundle());
}

async function loadBundle(): Promise<string> {
  return new TextDecoder().decode(await platform.readAsset(charts));
}
