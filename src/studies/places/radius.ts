import { OptionError } from "../../base/errors.ts";

/** @throws {OptionError} for a radius that is not above 0. */
export function assertRadius(owner: string, radius: number): void {
  if (radius > 0 && radius < Infinity) return;
  throw new OptionError(`${owner}: radius is ${radius}; accepted: a number above 0.`, "radius");
}
