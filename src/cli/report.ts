import { readFile } from "node:fs/promises";
import { type Comparisons, createEngine } from "../index.ts";
import { layoutLater, renderReport } from "../report/index.ts";

/** The prebuilt script that draws the pictures in the reader's browser. */
const charts = new URL("../../report/charts.js", import.meta.url);

/**
 * The HTML of a report on these results: one file that needs nothing else.
 *
 * @param title - heading of the page
 */
export async function reportOf(title: string, results: readonly Comparisons[]): Promise<string> {
  const { eigh } = await createEngine({ threads: 0 });
  const layouts = await Promise.all(results.map((result) => layoutLater(result, eigh)));
  return renderReport({ title, results, layouts }, await readFile(charts, "utf8"));
}
