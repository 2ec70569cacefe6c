import { OptionError, ShapeError } from "../base/errors.ts";
import type { Steps } from "../base/steps.ts";
import type { ArrayOutline, Representation } from "./representation.ts";
import type { Table } from "./formats/csv.ts";
import { permuteSteps } from "./formats/shapes.ts";

/** Every axis an array may have, in the order in which the library keeps them. */
export const axisNames = ["stimuli", "repeats", "time", "height", "width", "channels", "units"] as const;

/**
 * @throws {OptionError} unless the names are known, different and have "stimuli" among them.
 */
export function checkAxes(axes: readonly string[]): void {
  const known: readonly string[] = axisNames;
  const fine = axes.every((name) => known.includes(name)) && new Set(axes).size === axes.length;
  if (fine && axes.includes("stimuli")) return;
  throw new OptionError(
    `axes: expected different names out of ${axisNames.join(", ")}, with stimuli among them, got ${axes.join(", ") || "none"}.`,
    "axes",
  );
}

/** Whether these are the names of the axes of images. */
function isImages(axes: readonly string[]): boolean {
  return axes.length === 4 && ["height", "width", "channels"].every((axis) => axes.includes(axis));
}

/**
 * Transposes an array whose axes have these names to the library's order, which
 * begins with stimuli. Names of stimuli move with them.
 *
 * @throws {ShapeError} if the array has another number of axes.
 */
export function* orderAxes(table: Table, axes: readonly string[]): Steps<Representation> {
  const { order, outline } = orderedOutline(table, axes);
  const { data, shape } = table;
  const isInOrder = order.every((axis, i) => axis === i);
  return { ...outline, data: isInOrder ? data : yield* permuteSteps(data, shape, order) };
}

/** What `orderAxes` gives, without the numbers, and the old axis that each new one is. */
export function orderedOutline(
  { columns, stimuli: rows, name, shape, stored, taken }: Omit<Table, "data" | "covariances" | "factors">,
  axes: readonly string[],
): { order: readonly number[]; outline: ArrayOutline } {
  if (shape.length !== axes.length) {
    throw new ShapeError(
      `${name}: axes names ${axes.length} axes (${axes.join(", ")}), the array has ${shape.length} (${shape.join(" × ")}).`,
    );
  }
  const order = axisNames.map((axis) => axes.indexOf(axis)).filter((axis) => axis >= 0);
  const stimuli = order[0] === 0 ? rows : columns;
  const outline = {
    name,
    shape: order.map((axis) => shape[axis]!),
    ...(stimuli && { stimuli }),
    ...(stored && { stored }),
    ...(taken && { taken }),
    ...(isImages(axes) && { layout: "nhwc" as const }),
  };
  return { order, outline };
}
