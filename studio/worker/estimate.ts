/** How long a question will take, from a small part of it. */
import type { Engine } from "repgeom";
import type { Task } from "./protocol.ts";
import type { Given } from "./runner.ts";

/** Seconds; undefined for kinds whose work is not a number of pairs. */
export async function estimate(
  { question: { kind, metrics } }: Task,
  given: readonly Given[],
  engine: Engine,
): Promise<number | undefined> {
  if ((kind !== "pairs" && kind !== "cross") || given.length < 2) return undefined;
  const [first, second] = given.map(({ representation }) => representation);
  const rows = given.filter(({ side }) => side === "rows").length;
  const pairs = kind === "pairs" ? (given.length * (given.length - 1)) / 2 : rows * (given.length - rows);
  let seconds = 0;
  for (const metric of metrics) {
    const start = performance.now();
    await engine.compare(first!, second!, metric);
    seconds += ((performance.now() - start) / 1000) * (pairs / Math.max(1, engine.threads));
  }
  return seconds;
}
