import { platform } from "#platform";
import { defaultBudget } from "./budget.ts";
import type { Section } from "./figures.ts";
import { renderSections } from "./render.ts";

/** Title and notes of a report page. */
export interface PageOptions {
  /** Heading of the page. */
  readonly title: string;
  /** Paragraphs under the heading. */
  readonly notes?: readonly string[];
  /**
   * Size in bytes that the page should not exceed. Figures over their share of it are reduced, and say so in
   * their captions.
   * @default 2000000
   */
  readonly maxBytes?: number;
}

/** The prebuilt script that draws the figures in the reader's browser. */
const charts = new URL("../../report/charts.js", import.meta.url);

/**
 * Writes sections as one self-contained HTML file. Figures are plain data: see `Figure` for
 * their kinds and `renderSections` for an example.
 *
 * @throws {ShapeError} naming the figure whose sizes do not match.
 */
export async function reportSections(
  sections: readonly Section[],
  { title, notes = [], maxBytes = defaultBudget }: PageOptions,
): Promise<string> {
  const bundle = new TextDecoder().decode(await platform.readAsset(charts));
  return renderSections({ title, notes, sections, maxBytes }, bundle);
}
