import { OptionError, ShapeError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { cutUnits, rowsOf, type Centred } from "./courses.ts";
import type { ChosenIsc } from "./options.ts";

/** Correlations of every unit of one subject with every unit of the others. */
export interface IsfcRow {
  /** units × units (of the targets, where there are any); symmetric without targets. */
  readonly matrix: Matrix;
}

type How = Pick<ChosenIsc, "method" | "tolerateNans">;

/**
 * Full functional connectivity of row `index`: the correlation of each unit of a subject with each
 * unit of the mean of the others (or of the other subject). Without targets the two directions are averaged.
 *
 * @param targets - other courses of the same subjects that take the place of the right-hand side
 */
export function isfcOfRow(
  courses: readonly Matrix[],
  targets: readonly Matrix[] | undefined,
  index: number,
  how: How,
  kernels: Kernels,
): Matrix {
  const own = rowsOf(cutUnits(courses, 0, courses[0]!.cols, how), how)[index]!;
  const other = targets ? rowsOf(cutUnits(targets, 0, targets[0]!.cols, how), how)[index]! : own;
  return kernels.scope(() => {
    const product = kernels.gemm(unit(own.left), unit(other.right), { transA: true });
    const correlations = kernels.detach(product);
    blank(correlations, own.left, other.right);
    return targets ? correlations : symmetrized(correlations);
  });
}

/** Courses at length 1; those without a direction become 0. */
function unit({ course, norms }: Centred): Matrix {
  const { rows, cols, data } = course;
  return matrix(
    rows,
    cols,
    data.map((value, k) => (norms[k % cols]! > 0 ? value / norms[k % cols]! : 0)),
  );
}

/** Where a course has no direction there is no correlation; rounding stays within ±1. */
function blank(correlations: Matrix, left: Centred, right: Centred): void {
  const { cols, data } = correlations;
  for (let k = 0; k < data.length; k++) {
    const defined = left.norms[Math.floor(k / cols)]! > 0 && right.norms[k % cols]! > 0;
    data[k] = defined ? Math.max(-1, Math.min(1, data[k]!)) : Number.NaN;
  }
}

function symmetrized({ rows, cols, data }: Matrix): Matrix {
  return matrix(
    rows,
    cols,
    Float64Array.from(data, (value, k) => (value + data[(k % cols) * cols + Math.floor(k / cols)]!) / 2),
  );
}

/** @throws {ShapeError | OptionError} unless there is one target a subject, over the same times. */
export function assertTargets(courses: readonly Matrix[], targets: readonly Matrix[]): void {
  if (targets.length !== courses.length) {
    throw new OptionError(
      `isfc: ${targets.length} targets for ${courses.length} subjects; expected one for each.`,
    );
  }
  if (targets[0]!.rows === courses[0]!.rows) return;
  throw new ShapeError(
    `isfc: the subjects have ${courses[0]!.rows} times, the targets ${targets[0]!.rows}; they must be the same.`,
  );
}
