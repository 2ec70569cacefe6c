/** Whether distances go with what is known of the networks. */
import type { Comparisons, EmbedResult, Engine, Mantel, Matrix } from "repgeom";
import { toDistances } from "repgeom";
import { mantelSection, predictSection, type Section } from "repgeom/report";
import type { MadeFile, Work } from "../../../worker/runner.ts";
import type { Chosen, Column } from "./options.ts";

/** What the tests start from. */
export interface Known {
  readonly distances: Comparisons;
  readonly map: EmbedResult;
  readonly covariate: Column;
  readonly confounds: readonly Column[];
}

interface Found {
  readonly sections: Section[];
  readonly files: MadeFile[];
  readonly prediction: { readonly r2: number; readonly p?: number };
  readonly mantel: Mantel;
}

/** The prediction by cross-validation, and the Mantel test, each with its permutations. */
export async function covariateOf(
  known: Known,
  chosen: Chosen,
  engine: Engine,
  control: Work["control"],
): Promise<Found> {
  const { covariate, confounds, distances } = known;
  const prediction = await predicted(known, chosen, engine, control);
  const first = { name: distances.metric, square: toDistances(distances).square };
  const [other, ...partial] = [covariate, ...confounds].map(distancesBy) as [Named, ...Named[]];
  const { permutations, seed } = chosen;
  const options = { permutations, seed };
  const found =
    partial.length > 0
      ? await engine.partialMantelAsync(
          first.square,
          other.square,
          partial.map(({ square }) => square),
          options,
          control,
        )
      : await engine.mantelAsync(first.square, other.square, options, control);
  const predictions = predictSection({
    found: prediction,
    column: covariate.name,
    covariate: covariate.values,
    ...(confounds.length > 0 && { confounds: confounds.map(({ name }) => name) }),
  });
  const tested = mantelSection({ found, first, other, partial, names: distances.rowNames });
  return {
    sections: [predictions, tested],
    files: [
      { name: "prediction.csv", label: "Predictions (.csv)", make: () => prediction.toCsv() },
      { name: "prediction.json", label: "Prediction, with options (.json)", make: () => prediction.toJson() },
      {
        name: "mantel.json",
        label: "Mantel test (.json)",
        make: () => JSON.stringify({ ...found, ...options }),
      },
    ],
    prediction,
    mantel: found,
  };
}

function predicted(
  { distances, map, covariate, confounds }: Known,
  chosen: Chosen,
  engine: Engine,
  control: Work["control"],
) {
  const { predictor, folds, seed, permutations, ridge, bandwidth, k } = chosen;
  const shared = {
    folds,
    seed,
    permutations,
    ridge,
    ...(confounds.length > 0 && { confounds: confounds.map(({ values }) => values) }),
  };
  // The compiler knows the two kinds of covariates by two signatures.
  const values = covariate.values as number[];
  if (predictor === "linear-ridge")
    return engine.regressAsync(map.coordinates, values, { ...shared, names: map.names }, control);
  return engine.predictAsync(distances, values, { ...shared, method: predictor, bandwidth, k }, control);
}

interface Named {
  readonly name: string;
  readonly square: Matrix;
}

/** Differences of numbers; 0 within a class and 1 between classes. */
function distancesBy({ name, values }: Column): Named {
  const n = values.length;
  const data = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const [a, b] = [values[i]!, values[j]!];
      data[i * n + j] = typeof a === "number" && typeof b === "number" ? Math.abs(a - b) : Number(a !== b);
    }
  }
  return { name, square: { rows: n, cols: n, data } };
}
