import type { Elsewhere } from "../../run/pairs/recorded/run.ts";

/** A process is one command: what it compares is compared there, or by itself. */
let place: Elsewhere | undefined;

/** From now on, tiles of pairs are computed by other processes. */
export function compareElsewhere(given: Elsewhere): void {
  place = given;
}

/** Where tiles of pairs are computed; undefined for this process. */
export function elsewhere(): Elsewhere | undefined {
  return place;
}
