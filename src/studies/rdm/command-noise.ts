/** The noise that `repgeom rdm` takes into account, from flags and files. */
import type { NoiseOption } from "../../rdm/noise/noise-option.ts";
import { onlyOne, readFiles } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { given, readingOf } from "../../cli/options.ts";
import type { RdmFlags } from "./command-flags.ts";

/** @throws {UsageError} for flags that do not go together, or a precision that is no matrix */
export async function noiseOf(flags: RdmFlags, signal: AbortSignal): Promise<NoiseOption | undefined> {
  const { noise, residuals, precision, dof } = flags;
  if (precision) {
    if (noise !== undefined || residuals !== undefined) {
      throw new UsageError("--precision is the noise already: leave out --noise and --residuals.");
    }
    const read = await readFiles(precision, readingOf(flags), signal);
    const matrices = read.map(({ name, shape, data }) => {
      if (shape.length !== 2)
        throw new UsageError(`--precision ${name} is ${shape.join(" × ")}; expected units × units.`);
      return { rows: shape[0]!, cols: shape[1]!, data: Float64Array.from(data) };
    });
    return matrices.length === 1 ? matrices[0]! : matrices;
  }
  if (residuals === undefined) {
    if (dof !== undefined) throw new UsageError("--dof is the free rows of --residuals, which is missing.");
    return noise;
  }
  if (noise === "none") throw new UsageError("--noise none takes no --residuals.");
  const file = onlyOne("--residuals", await readFiles([residuals], readingOf(flags), signal));
  return { residuals: file, ...given({ method: noise, dof }) };
}
