import { indexNames } from "../../base/lists.ts";
import { stimuliCount, type Representation } from "../../data/representation.ts";
import { numbered } from "../../data/written.ts";

/** Names of the stimuli, as files carry them, or their numbers. */
export function stimulusNames([x, y]: readonly [Representation, Representation]): readonly string[] {
  return x.stimuli ?? y.stimuli ?? indexNames(stimuliCount(x));
}

/** Names of the units of a network: by number, from 0. */
export function unitNames({ shape }: Representation): string[] {
  return numbered("unit", shape.at(-1)!);
}

/** Names of directions, the strongest first: by rank, from 1. */
export function directionNames(count: number): string[] {
  return Array.from({ length: count }, (_, k) => `direction ${k + 1}`);
}
