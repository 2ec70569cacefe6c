import { readFile } from "node:fs/promises";
import type { Comparisons } from "../index.ts";
import type { Matrix } from "../matrix.ts";
import { layoutOf, renderReport } from "../report/index.ts";
import { createKernels, type Kernels } from "../wasm/kernels.ts";
import { chooseBuild, loadModule } from "../wasm/load.ts";

/** The prebuilt script that draws the pictures in the reader's browser. */
const charts = new URL("../../report/charts.js", import.meta.url);

/**
 * The HTML of a report on these results: one file that needs nothing else.
 *
 * @param title - heading of the page
 */
export async function reportOf(title: string, results: readonly Comparisons[]): Promise<string> {
  // layouts want a solver that answers at once, which an engine's does not
  const kernels = await createKernels(await loadModule(chooseBuild()));
  const layouts = results.map((result) => layoutOf(result, (a) => eigh(kernels, a)));
  return renderReport({ title, results, layouts }, await readFile(charts, "utf8"));
}

/** Eigenvalues and vectors that outlive the kernels' scope. */
function eigh(kernels: Kernels, a: Matrix) {
  return kernels.scope(() => {
    const { values, vectors } = kernels.eigh(kernels.place(a.rows, a.cols, a.data));
    return { values, vectors: kernels.detach(vectors) };
  });
}
