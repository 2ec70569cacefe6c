import type { RunningSums } from "../course.ts";
import type { Tile } from "../plan.ts";
import type { PairRecord } from "./record.ts";

/** Milliseconds until the sums of a tile are kept first; each further time takes twice as long, so that few are written. */
const firstKeep = 5000;

/** Keeps the sums of tiles that take long, now and then. @param now - in milliseconds, of a clock that is never set */
export function runningSums(
  record: Pick<PairRecord, "sums" | "putSums">,
  now = () => performance.now(),
): RunningSums {
  const waits = new Map<Tile, { due: number; wait: number }>();
  return {
    of: (tile) => record.sums(tile),
    told(tile, added, total) {
      const found = waits.get(tile);
      if (!found) return void waits.set(tile, { due: now() + firstKeep, wait: firstKeep });
      if (now() < found.due) return;
      record.putSums(tile, added, total);
      found.wait *= 2;
      found.due = now() + found.wait;
    },
  };
}
