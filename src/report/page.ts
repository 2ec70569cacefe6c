import { platform } from "#platform";
import type { Section } from "./figures.ts";
import { renderSections } from "./render.ts";

/** What stands at the head of a page. */
export interface PageOptions {
  /** Heading of the page. */
  readonly title: string;
  /** Paragraphs under it. */
  readonly notes?: readonly string[];
}

/** The prebuilt script that draws the pictures in the reader's browser. */
const charts = new URL("../../report/charts.js", import.meta.url);

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
  const bundle = new TextDecoder().decode(await platform.readAsset(charts));
  return renderSections({ title, notes, sections }, bundle);
}
