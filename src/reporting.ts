/** The entry `repgeom/report`, apart because the pictures' script is larger than all the rest. */
import { platform } from "#platform";
import { engine } from "./api.ts";
import { layoutLater, renderReport } from "./report/index.ts";
import type { Comparisons } from "./result.ts";

/** The prebuilt script that draws the pictures in the reader's browser. */
const charts = new URL("../report/charts.js", import.meta.url);

/**
 * One self-contained HTML file: heat map, map and dendrogram of each result.
 * @param title - heading of the page
 * @param notes - paragraphs under it
 */
export async function report(
  results: readonly Comparisons[],
  { title, notes = [] }: { title: string; notes?: readonly string[] },
): Promise<string> {
  const { eigh } = await engine();
  const layouts = await Promise.all(results.map((result) => layoutLater(result, eigh)));
  const bundle = new TextDecoder().decode(await platform.readAsset(charts));
  return renderReport({ title, notes, results, layouts }, bundle);
}
