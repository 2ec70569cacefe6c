/** The noise that `repgeom rdm` takes into account, from flags and files. */
import type { NoiseOption } from "../../rdm/noise/noise-option.ts";
import { onlyOne, readFiles } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { given, readingOf } from "../../cli/options.ts";
import type { RdmFlags } from "./command-flags.ts";

/**
 * Noise of each RDM of a movie: of a precision or residuals with an axis of time.
 * @throws {UsageError} for flags that do not go together, or files of another shape
 */
export async function noisesOf(flags: RdmFlags, signal: AbortSignal): Promise<NoiseOption[] | undefined> {
  const { noise, residuals, precision, precisionAt, dof } = flags;
  if (precisionAt !== undefined) {
    if (!flags.axes?.includes("time"))
      throw new UsageError(
        "--precision-at is of each time: say which axis is time, e.g. --axes stimuli,units,time.",
      );
    if (noise !== undefined || residuals !== undefined || precision)
      throw new UsageError(
        "--precision-at is the noise already: leave out --noise, --residuals and --precision.",
      );
    const file = onlyOne("--precision-at", await readFiles([precisionAt], readingOf(flags), signal));
    const [times, rows, cols] = file.shape;
    if (file.shape.length !== 3)
      throw new UsageError(
        `--precision-at ${file.name} is ${file.shape.join(" × ")}; expected times × units × units.`,
      );
    return slices(file.data, times!, rows! * cols!).map((data) => ({ rows: rows!, cols: cols!, data }));
  }
  if (residuals === undefined || precision || !flags.axes?.includes("time")) return undefined;
  const file = onlyOne("--residuals", await readFiles([residuals], readingOf(flags), signal));
  if (file.shape.length !== 3) return undefined;
  if (noise === "none") throw new UsageError("--noise none takes no --residuals.");
  const [rows, times, units] = file.shape as [number, number, number];
  return Array.from({ length: times }, (_, time) => {
    const data = new Float64Array(rows * units);
    for (let row = 0; row < rows; row++) {
      const from = (row * times + time) * units;
      data.set(file.data.subarray(from, from + units), row * units);
    }
    return {
      residuals: { name: `${file.name}@${time}`, shape: [rows, units], data },
      ...given({ method: noise, dof }),
    };
  });
}

function slices(data: ArrayLike<number>, count: number, length: number): Float64Array[] {
  return Array.from({ length: count }, (_, k) =>
    Float64Array.from({ length }, (__, at) => data[k * length + at]!),
  );
}

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
