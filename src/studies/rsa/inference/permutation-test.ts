import { takeColumn, concatenate, matrix, type Matrix } from "../../../base/matrix.ts";
import { permutationP } from "../../../base/statistics.ts";
import type { Control } from "../../../run/lanes/control.ts";
import type { Runtime } from "../../../run/runtime.ts";
import { ones } from "../drawn.ts";
import { meanBy } from "../fitting/pool.ts";
import type { Observed } from "../observed.ts";
import type { PermutationTest } from "../result.ts";
import type { Study } from "../study.ts";
import { rsaPermutations } from "../task.ts";
import { operationsOf, rangesOf } from "./pieces.ts";
import { corrected } from "./tests.ts";

/** Tests each model against models whose stimuli have changed names, on all threads. */
export async function permutationTest(
  study: Study,
  permutations: number,
  { bySubject }: Observed,
  runtime: Runtime,
  control: Control,
): Promise<PermutationTest> {
  const operations = operationsOf(study, permutations);
  const ranges = rangesOf(permutations);
  const parts = await runtime.tasks.run(rsaPermutations, study, ranges, { ...control, operations });
  const observed = meanBy(bySubject, ones(bySubject.cols));
  const permuted = matrix(permutations, observed.length, concatenate(parts));
  const largest = largestOfRows(permuted);
  return {
    ...corrected(observed.map((value, m) => permutationP(value, takeColumn(permuted, m)))),
    max: observed.map((value) => permutationP(value, largest)),
  };
}

function largestOfRows({ rows, cols, data }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, n) =>
    data.subarray(n * cols, (n + 1) * cols).reduce((most, value) => Math.max(most, value), -Infinity),
  );
}
