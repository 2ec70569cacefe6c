import { OptionError, ShapeError } from "../../base/errors.ts";
import { namedAxes, type AxesOptions } from "../arrange/axes.ts";
import type { Held } from "./held.ts";
import type { ReadOptions } from "./options.ts";

/** A reading of which nobody knows what was read before. */
export function newSession(bytes = 0): Held & Required<Pick<Held, "used" | "notes">> {
  return { bytes, used: { axes: false, mask: false, unfit: undefined }, notes: new Set() };
}

/** Which option was given of those that must act on some array. */
function askedOf(how: AxesOptions & Pick<ReadOptions, "mask">): string | undefined {
  if (how.flatten) return "flatten";
  if (how.pool?.length) return "pool";
  return namedAxes(how) === undefined ? undefined : how.axes ? "axes" : "layout";
}

/** @throws {OptionError} where axes, flatten, pool or mask acted on no array that was read. */
export function assertUsed({ used }: Held, how: ReadOptions): void {
  const asked = askedOf(how);
  if (asked && used && !used.axes && used.unfit !== undefined) throw new ShapeError(used.unfit);
  if (asked && used && !used.axes)
    throw new OptionError(
      `${asked} acts on arrays of more axes than stimuli × units, and none was read. Leave ${asked} out.`,
      asked,
    );
  if (how.mask !== undefined && used && !used.mask)
    throw new OptionError(
      'mask acts on NIfTI files, and on tokens that are pooled (pool "mean:tokens"); nothing of that was read. Leave mask out.',
      "mask",
    );
}
