import { matrix, type Matrix } from "../../base/matrix.ts";
import { onlyOne, readFiles } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { readingOf, type RunFlags } from "../../cli/options.ts";
import type { Control } from "../../run/lanes/control.ts";
import { isClasses } from "../space/command-covariates.ts";
import { limitsOf, type Predictions } from "../space/command-predictions.ts";
import type { Classification, Prediction } from "../space/predict-result.ts";
import { regressAsync } from "../space/regress.ts";
import { tangentResult, type TangentSpace } from "./result.ts";

/** The point that `--mean` names. */
export async function readMean(file: string, flags: RunFlags, signal: AbortSignal): Promise<Matrix> {
  const { shape, data } = onlyOne("--mean", await readFiles([file], readingOf(flags), signal));
  const [rows, cols] = shape;
  if (shape.length !== 2)
    throw new UsageError(
      `--mean ${file} is ${shape.join(" × ")}; expected stimuli × units, as barycenter writes it.`,
    );
  return matrix(rows!, cols!, Float64Array.from(data));
}

/** Each covariate from all coordinates. */
export async function regressed(
  { coordinates, names }: TangentSpace,
  { columns, confounds, ties, options }: Omit<Predictions, "found">,
  control: Control,
): Promise<(Prediction | Classification)[]> {
  const asked = { ...options, ...limitsOf({ confounds, ties }), names };
  const found: (Prediction | Classification)[] = [];
  for (const { values } of columns)
    found.push(
      isClasses(values)
        ? await regressAsync(coordinates, values, asked, control)
        : await regressAsync(coordinates, values, asked, control),
    );
  return found;
}

/** The same space with its first components alone. */
export function strongest(all: TangentSpace, dimensions: number): TangentSpace {
  const { rows, cols, data } = all.coordinates;
  const kept = matrix(rows, dimensions);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < dimensions; k++) kept.data[i * dimensions + k] = data[i * cols + k]!;
  const varianceExplained = all.varianceExplained.slice(0, dimensions);
  return tangentResult({ ...all, coordinates: kept, varianceExplained });
}

/** Without the vectors, which are as large as the responses. */
export function documentOf(space: TangentSpace): object {
  const { vectors: _, ...rest } = space.toJSON() as { vectors: unknown };
  return rest;
}

export function explainedBy({ varianceExplained }: TangentSpace): string[] {
  const shares = Array.from(varianceExplained, (share) => `${(100 * share).toFixed(1)} %`);
  return [`components have ${shares.join(", ")} of the variance of the networks about their mean`];
}
