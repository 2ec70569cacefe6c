/** How long a question will take, from a small part of it that is done for trial. */
import type { Engine, MetricSpec, Representation } from "repgeom";
import type { Pairs } from "../question/kinds/kind.ts";
import type { Estimate, Task, Told } from "./protocol.ts";
import type { Given } from "./runner.ts";

/** A trial takes no longer than this, in milliseconds: it must not be in the way of what it is for. */
const longest = 1500;

/** Networks of a trial: six pairs. */
const some = 4;

/** @param signal - ends the trial, for a newer one or for the run itself */
export async function estimate(
  { question: { metrics } }: Task,
  given: readonly Given[],
  { count, more = false }: Pairs,
  engine: Engine,
  signal: AbortSignal,
): Promise<Estimate> {
  const all = given.map(({ representation }) => representation);
  const found: Estimate[] = [];
  for (const metric of metrics) found.push(await estimateOf(all, metric, count, engine, signal));
  return {
    seconds: found.reduce((sum, { seconds }) => sum + seconds, 0),
    atLeast: more || found.some(({ atLeast }) => atLeast),
  };
}

/** Preparing grows with the number of networks, comparing with that of pairs; the trial tells them apart. */
async function estimateOf(
  all: readonly Representation[],
  metric: MetricSpec,
  pairs: number,
  engine: Engine,
  signal: AbortSignal,
): Promise<Estimate> {
  const few = all.slice(0, some);
  await engine.pairwise(few.map(cornerOf), metric, { signal }).catch(onlyAbort); // starts threads, loads the metric
  const { prepare, compare, done, isWhole } = await trialOf(few, metric, engine, signal);
  const fewPairs = (few.length * (few.length - 1)) / 2;
  const perPair = compare / Math.max(done, 0.5);
  // A trial of few pairs does not give work to all threads.
  const threads = Math.max(1, Math.min(engine.threads, Math.ceil(pairs / fewPairs)));
  return {
    seconds: ((prepare * all.length) / few.length + (perPair * pairs) / threads) / 1000,
    atLeast: !isWhole && done === 0,
  };
}

/** Milliseconds of the phases of a small run, and how many pairs it came to. */
async function trialOf(
  few: readonly Representation[],
  metric: MetricSpec,
  engine: Engine,
  signal: AbortSignal,
) {
  const start = performance.now();
  let [prepared, done] = [start, 0];
  const onProgress = ({ phase, done: count }: Told) => {
    if (phase === "compare" && count > 0) done = count;
    else prepared = performance.now();
  };
  const limit = AbortSignal.any([signal, AbortSignal.timeout(longest)]);
  const isWhole = await engine
    .pairwise(few, metric, { signal: limit, onProgress })
    .then(() => true)
    .catch((error: Error) => {
      signal.throwIfAborted();
      if (error.name !== "TimeoutError") throw error;
      return false;
    });
  return { prepare: prepared - start, compare: performance.now() - prepared, done, isWhole };
}

/** Few stimuli and units: its cost is that of starting. */
function cornerOf({ data, shape, ...rest }: Representation): Representation {
  if (shape.length !== 2) return { data, shape, ...rest };
  const [rows, cols] = shape.map((length) => Math.min(length, 8)) as [number, number];
  const corner = Float64Array.from(
    { length: rows * cols },
    (_, at) => data[Math.floor(at / cols) * shape[1]! + (at % cols)]!,
  );
  return { name: rest.name, shape: [rows, cols], data: corner };
}

/** What is too small for a metric says so; the trial itself tells what is really wrong. */
function onlyAbort(error: Error): void {
  if (error.name === "AbortError") throw error;
}
