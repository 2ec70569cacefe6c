import type { Control } from "../../run/lanes/control.ts";
import type { Runtime } from "../../run/runtime.ts";
import { srmStep } from "./models/srm-parts.ts";
import type { OnIteration, Rounds } from "./srm.ts";

/** Steps of a fit on all threads; the subjects are the pieces of work. */
export function roundsOf({ tasks }: Runtime, { signal }: Control): Rounds {
  return (setup, operations, body) =>
    tasks.with(srmStep, setup, { signal, operations }, (crew) =>
      body((pieces) => inGroups(pieces, crew.width, (groups) => crew.map(groups))),
    );
}

/** Tells the caller of iterations as progress. */
export function heard({ onProgress }: Control): OnIteration {
  return (done, total) => onProgress?.({ phase: "work", done, total });
}

/** Deals pieces out to `width` groups in turn, and puts the results back in order. */
async function inGroups<Piece, Result>(
  pieces: readonly Piece[],
  width: number,
  map: (groups: Piece[][]) => Promise<Result[][]>,
): Promise<Result[]> {
  const count = Math.min(Math.max(width, 1), pieces.length);
  const groups = Array.from({ length: count }, (_, g) => pieces.filter((_, k) => k % count === g));
  const results = await map(groups);
  return pieces.map((_, k) => results[k % count]![Math.floor(k / count)]!);
}
