/** Values of several models side by side: a row a voxel of each target, a column a model. */
import { matrix, type Matrix } from "../../base/matrix.ts";
import { numbered, written, type NamedTable, type Written } from "../../data/written.ts";
import type { Predictivity, PredictivityFacts } from "./result.ts";
import type { NamedPredictivity } from "./section.ts";

type Column = "values" | "raw" | "responseReliability";

/** One of the numbers that each voxel has, of all models; NaN where a model has none of a target. */
export function voxelTable(given: readonly NamedPredictivity[], column: Column): Written {
  const models = [...new Set(given.map(({ name }) => name))];
  const targets = [...new Set(given.map(({ target = "" }) => target))];
  const blocks = targets.map((target) => given.filter((one) => (one.target ?? "") === target));
  const rowNames = blocks.flatMap((block, t) => namesOf(targets[t]!, block[0]!.predictivity));
  const values = matrix(rowNames.length, models.length);
  values.data.fill(NaN);
  let row = 0;
  for (const block of blocks) {
    block.forEach(({ name, predictivity }) =>
      predictivity[column].forEach(
        (value, v) => (values.data[(row + v) * models.length + models.indexOf(name)] = value),
      ),
    );
    row += block[0]!.predictivity.values.length;
  }
  return tableOf({ rowNames, colNames: models, values: values.data });
}

/** What feature spaces add, or their weights: a row for each voxel of each target, a column for each space. */
export function spaceTable(given: readonly NamedPredictivity[], table: "parts" | "weights"): Written {
  return tableOf({
    rowNames: given.flatMap(({ target = "", predictivity }) => namesOf(target, predictivity)),
    colNames: given[0]!.predictivity.spaces!,
    values: given.flatMap(({ predictivity }) => [...predictivity[table]!.data]),
  });
}

/** The same numbers as maps × voxels: target by target, all of as many voxels, and column by column of the table. */
export function mapsOf(table: Written, targets: number): Matrix {
  const { rowNames, colNames, values } = table.toTable() as NamedTable & { values: Float64Array };
  const [voxels, cols] = [rowNames.length / targets, colNames.length];
  const maps = matrix(targets * cols, voxels);
  for (let row = 0; row < rowNames.length; row++)
    for (let col = 0; col < cols; col++)
      maps.data[(Math.floor(row / voxels) * cols + col) * voxels + (row % voxels)] =
        values[row * cols + col]!;
  return maps;
}

function namesOf(target: string, { values }: PredictivityFacts): string[] {
  const voxels = numbered("voxel", values.length);
  return target === "" ? voxels : voxels.map((voxel) => `${target}, ${voxel}`);
}

function tableOf(table: NamedTable): Written {
  return written({
    document: () => ({ ...table, values: [...(table.values as ArrayLike<number> & Iterable<number>)] }),
    table: () => table,
  });
}

/** Everything, for `.json`. */
export function documentOf(given: readonly NamedPredictivity[]): object {
  const facts = ({ name, target, predictivity }: NamedPredictivity & { predictivity: Predictivity }) => ({
    name,
    ...(target === undefined ? {} : { target }),
    ...predictivity.toJSON(),
  });
  return { predictivity: given.map(facts) };
}
