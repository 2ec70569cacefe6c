import type { MetricSpecLike } from "../../metrics/registry.ts";
import type { ResolvedSpec } from "../../metrics/resolve.ts";
import type { Control } from "../../run/lanes/control.ts";
import { cross } from "../pairwise/pairwise.ts";
import type { IndexedNetwork } from "./networks.ts";
import type { Compare, PivotTable } from "./pivots.ts";

/** What an index consists of. */
export interface IndexParts {
  readonly networks: readonly IndexedNetwork[];
  readonly spec: MetricSpecLike;
  readonly resolved: ResolvedSpec;
  readonly table: PivotTable;
  readonly computed: number;
  /** Its engine compares where a call brings none. */
  readonly control: Control;
}

/** Compares on the engine of a call, or else on that of the index. */
export function comparing(
  networks: readonly IndexedNetwork[],
  spec: MetricSpecLike,
  { engine }: Control,
): Compare {
  return async (from, indices, control) => {
    const { signal } = control;
    const one = typeof from === "number" ? await networks[from]!.input(signal) : from;
    const to = [];
    for (const i of indices) to.push(await networks[i]!.input(signal));
    const { values } = await cross([one], to, spec, { ...control, engine: control.engine ?? engine });
    return values;
  };
}
