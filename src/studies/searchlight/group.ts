/** The searchlights of several subjects, as maps: what a test over subjects takes. */
import { matrix, takeColumn, type Matrix } from "../../base/matrix.ts";
import { written, type Written } from "../../data/written.ts";
import type { Searchlight } from "./result.ts";

/** One model at all places: subjects × places, NaN where a patch of a subject has no value. */
export function mapsOf(subjects: readonly Searchlight[], model: number): Matrix {
  const rows = subjects.map(({ values }) => takeColumn(values!, model));
  const maps = matrix(rows.length, rows[0]!.length);
  rows.forEach((row, s) => maps.data.set(row, s * maps.cols));
  return maps;
}

/** All models of all subjects, those of the first subject first: maps × places. */
export function allMaps(subjects: readonly Searchlight[]): Matrix {
  const columns = subjects.flatMap(({ models, values }) =>
    models.map((_, model) => takeColumn(values!, model)),
  );
  const maps = matrix(columns.length, columns[0]!.length);
  columns.forEach((column, k) => maps.data.set(column, k * maps.cols));
  return maps;
}

/** Means over the subjects that have a value; NaN where none has. */
export function meanMap({ rows, cols, data }: Matrix): Float64Array {
  return Float64Array.from({ length: cols }, (_, place) => {
    let [sum, count] = [0, 0];
    for (let row = 0; row < rows; row++) {
      const value = data[row * cols + place]!;
      if (!Number.isNaN(value)) [sum, count] = [sum + value, count + 1];
    }
    return count === 0 ? NaN : sum / count;
  });
}

/**
 * As `.npy` subjects × places, of several models subjects × places × models; as `.csv` a row a subject and
 * place, a column a model.
 */
export function writtenMaps(subjects: readonly Searchlight[]): Written {
  const { models, centres } = subjects[0]!;
  const values = () => subjects.flatMap((one) => [...one.values!.data]);
  return written({
    document: () => ({ searchlight: subjects.map((one) => one.toJSON()) }),
    table: () => ({
      rowNames: subjects.flatMap(({ name }) => [...centres].map((centre) => `${name}, ${centre}`)),
      colNames: models,
      values: values(),
    }),
    array: () => {
      const shape = [subjects.length, centres.length];
      return { shape: models.length === 1 ? shape : [...shape, models.length], data: values() };
    },
  });
}
