import { metrics } from "repgeom";
import type { MetricName, Representation } from "repgeom";
import { assertKind } from "../src/data/kinds.ts";

const names = Object.keys(metrics) as MetricName[];

/**
 * The metrics that are defined for all of these representations, by the kinds that each
 * declares. All, where there are none to go by, or files of different kinds: comparing
 * them then says what is wrong.
 */
export function fittingMetrics(representations: readonly Representation[]): readonly MetricName[] {
  const fitting = names.filter((name) => representations.every((one) => accepts(name, one)));
  return fitting.length > 0 ? fitting : names;
}

/** Whether the page can show an RDM of it: a row of responses for each stimulus. */
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
    return false; // that it is of another kind is the only error
  }
}
