import type { Representation } from "../../src/data/representation.ts";
import type { ResolvedSpec } from "../../src/metrics/resolve.ts";
import { useExecutor } from "../../src/run/pair-executor.ts";
import { runPairs } from "../../src/run/pairs/run.ts";
import type { Runtime } from "../../src/run/runtime.ts";

/** Values of all pairs, row by row, computed as the spec says and in no other way. */
export async function valuesOfAll(
  networks: readonly Representation[],
  spec: ResolvedSpec,
  runtime: Runtime,
): Promise<Float64Array> {
  const all = { start: 0, end: networks.length };
  const pairs = { rows: all, cols: all, triangle: true, diagonal: true };
  const run = await useExecutor(runtime, spec, networks, {}, (executor) =>
    runPairs([...networks], spec, pairs, executor, {}),
  );
  return run.values;
}
