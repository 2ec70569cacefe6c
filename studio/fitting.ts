import { metrics } from "repgeom";
import type { MetricName, Representation } from "repgeom";
import { assertKind } from "../src/data/kinds.ts";

const names = Object.keys(metrics) as MetricName[];

/**
 * The metrics that are defined for all of these representations, by the kinds of data that each
 * metric declares. All metrics, if nothing is loaded or the files are of different kinds: the error
 * of the comparison then says what is wrong.
 */
export function fittingMetrics(representations: readonly Representation[]): readonly MetricName[] {
  const fitting = names.filter((name) => representations.every((one) => accepts(name, one)));
  return fitting.length > 0 ? fitting : names;
}

/** Whether the page can show its RDM. It must have one row of responses for each stimulus. */
export function isMatrix(representation: Representation): boolean {
  return isOf(representation, "rdm", "matrix");
}

function accepts(name: MetricName, representation: Representation): boolean {
  return isOf(representation, name, metrics[name].accepts);
}

function isOf(representation: Representation, owner: string, kinds: Parameters<typeof assertKind>[2]) {
  try {
    assertKind(representation, owner, kinds);
    return true;
  } catch {
    return false; // the only possible error is that it is of another kind
  }
}
