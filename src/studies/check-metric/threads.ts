import { isBound } from "../../metrics/resolve.ts";
import { inlineExecutor } from "../../run/pairs/inline.ts";
import { runPairs } from "../../run/pairs/run.ts";
import type { Executor } from "../../run/pairs/executor.ts";
import { squareOf } from "../pairwise/square.ts";
import { inputOf } from "./draws.ts";
import type { Check } from "./result.ts";
import { failed, passed, skipped, type Subject } from "./subject.ts";

/** Whether worker threads find it and give the bits of this one. */
export async function sameOnThreads(on: Subject, check: string): Promise<Check> {
  const { spec, runtime, metric } = on;
  if (isBound(spec)) return skipped(check, "it has no module, so it is computed on the calling thread alone");
  if (runtime.threads === 0) return skipped(check, "the engine has no threads");
  const random = on.random(check);
  const inputs = Array.from({ length: 4 }, (_, k) => {
    const units = on.pairs.every(([p, q]) => p === q) ? on.widths[0]! : on.widths[k % on.widths.length]!;
    return inputOf(metric.accepts, `net ${k}`, on.draw(random, units));
  });
  const run = async (executor: Executor) => {
    const { values } = await runPairs([...inputs], spec, squareOf(4, spec), executor, {}).finally(() => executor.close()); // prettier-ignore
    return values;
  };
  const here = await runtime.alone(() => run(inlineExecutor(runtime.kernels, spec, runtime.budget)));
  const pool = await runtime.pooledPairs(spec, Math.min(2, runtime.threads), runtime.budget, on.control);
  if (!pool) return skipped(check, "no worker thread starts here");
  const there = await run(pool);
  const other = here.findIndex((value, k) => !Object.is(value, there[k]));
  return other < 0
    ? passed(check)
    : failed(check, `${here[other]} here and ${there[other]} there: it must not keep anything between calls`);
}
