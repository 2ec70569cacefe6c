import { givenMatrix } from "../../../base/numbers.ts";
import { OptionError, ShapeError } from "../../../base/errors.ts";
import type { Matrix } from "../../../base/matrix.ts";
import type { FastSrmOptions } from "../srm-options.ts";
import type { Subject } from "./srm-subjects.ts";

/** How the units of one subject are reduced; crosses threads. */
export type Reduction =
  | { readonly by: "labels"; readonly labels: Int32Array; readonly regions: number }
  | { readonly by: "weights"; readonly weights: Matrix }
  | { readonly by: "components"; readonly components: number };

/**
 * The reduction that the options ask for.
 * @throws {OptionError} for an atlas without labels, or with labels that are not whole numbers from 0.
 */
export function reductionOf({ atlas, components }: Pick<FastSrmOptions, "atlas" | "components">): Reduction {
  if (atlas === undefined) return { by: "components", components: components ?? Infinity };
  if (components !== undefined) {
    throw new OptionError(
      "fastSrm: atlas and components are two ways to reduce the units; give one.",
      "components",
    );
  }
  return "rows" in atlas
    ? { by: "weights", weights: givenMatrix(atlas, "fastSrm: atlas") }
    : byLabels(Array.from(atlas));
}

/** Labels as numbers from 1, rising, without gaps. */
function byLabels(given: readonly number[]): Reduction {
  const wrong = given.findIndex((label) => !Number.isInteger(label) || label < 0);
  if (wrong >= 0)
    throw new OptionError(
      `fastSrm: labels are whole numbers from 0; unit ${wrong} has ${given[wrong]}.`,
      "atlas",
    );
  const used = [...new Set(given)].filter((label) => label > 0).sort((a, b) => a - b);
  if (used.length === 0) throw new OptionError("fastSrm: the atlas labels no unit; 0 means none.", "atlas");
  const places = new Map(used.map((label, k) => [label, k + 1]));
  return {
    by: "labels",
    labels: Int32Array.from(given, (label) => places.get(label) ?? 0),
    regions: used.length,
  };
}

/** @throws {ShapeError} if the atlas is of another number of units. */
export function assertAtlasFits(reduction: Reduction, { name, units }: Subject): void {
  if (reduction.by === "components") return;
  const covered = reduction.by === "labels" ? reduction.labels.length : reduction.weights.cols;
  if (covered === units) return;
  throw new ShapeError(`fastSrm: the atlas is of ${covered} units, ${name} has ${units}.`);
}
