import type { ResolvedSpec } from "../../metrics/resolve.ts";
import type { Control } from "../lanes/control.ts";
import type { Executor } from "./executor.ts";
import type { MemoryShare } from "./memory-share.ts";
import type { Pairs } from "./plan.ts";
import type { Run } from "./run.ts";
import type { Input } from "./store.ts";

/** What a run of pairs is given. */
export interface PairsAsked {
  readonly inputs: readonly Input[];
  readonly spec: ResolvedSpec;
  readonly pairs: Pairs;
  readonly control: Control;
  readonly share: MemoryShare | undefined;
}

/** Gives work a place that computes: the threads of an engine, or this one. */
export type Here = (work: (executor: Executor) => Promise<Run>) => Promise<Run>;

/** Takes the place of `runPairs`, for an engine that works with something outside of the process, or pretends. */
export type PairRunner = (asked: PairsAsked, here: Here) => Promise<Run>;
