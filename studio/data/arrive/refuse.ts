import { change, takeIds } from "../../session/store.ts";
import type { Origin, Remedy } from "../../session/types.ts";

/** A file stands in the list with what is wrong with it. */
export function refuse(origin: Origin, message: string, remedies: readonly Remedy[] = []): void {
  const [id] = takeIds(1) as [number];
  change((one) => ({ ...one, refused: [...one.refused, { id, origin, message, remedies }] }));
}
