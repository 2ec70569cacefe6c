import type { Bands } from "../../../data/bands/bands.ts";
import { arrangedFrom, type Arranged } from "../../../data/comparisons.ts";
import type { ResolvedSpec } from "../../../metrics/resolve.ts";
import type { Control } from "../../../run/lanes/control.ts";
import type { Ledger } from "../../../run/ledger/ledger.ts";
import type { Executor } from "../../../run/pairs/executor.ts";
import type { Pairs } from "../../../run/pairs/plan.ts";
import { bandsOfRecord } from "../../../run/pairs/recorded/bands.ts";
import { recordPairs } from "../../../run/pairs/recorded/run.ts";
import type { Input } from "../../../run/pairs/store.ts";
import { eitherWay, inCheaperWay } from "../../../run/pairs/way.ts";
import { useExecutor } from "../../../run/pair-executor.ts";
import type { Runtime } from "../../../run/runtime.ts";
import { withKnown, type KnownTable } from "../known/known.ts";
import { beside, between, describe, roomOf, squareOf } from "../square.ts";

/** What `pairwise` or `cross` gives where the table is not held in memory: its values lie in a ledger. */
export interface LargeComparisons extends ReturnType<typeof describe> {
  readonly warnings: readonly string[];
  readonly arranged?: readonly Arranged[];
  /** The values, some rows at a time. */
  readonly bands: Bands;
  /** Whether all are there; not after a share of them. */
  readonly isComplete: boolean;
}

/** All pairs of `inputs`, kept in the ledger alone. @param known - the values among the first of them, which are read from there */
export async function largeSquare(
  inputs: readonly Input[],
  spec: ResolvedSpec,
  runtime: Runtime & { readonly ledger: Ledger },
  control: Control,
  known?: KnownTable,
): Promise<LargeComparisons> {
  const pairs = squareOf(inputs.length, spec);
  if (!known) return large(inputs, inCheaperWay(spec, inputs, pairs), pairs, runtime, control);
  const asked = await beside(known, inputs, spec, runtime, control);
  const found = await large(inputs, asked, { ...pairs, known: known.count }, runtime, control);
  return { ...found, bands: withKnown(found.bands, known) };
}

/** Each of `left` with each of `right`, kept in the ledger alone. */
export function largeRectangle(
  left: readonly Input[],
  right: readonly Input[],
  spec: ResolvedSpec,
  runtime: Runtime & { readonly ledger: Ledger },
  control: Control,
): Promise<LargeComparisons> {
  const [inputs, pairs] = [[...left, ...right], between(left.length, right.length)];
  return large(inputs, inCheaperWay(spec, inputs, pairs), pairs, runtime, control);
}

async function large(
  inputs: readonly Input[],
  spec: ResolvedSpec,
  pairs: Pairs,
  runtime: Runtime & { readonly ledger: Ledger },
  control: Control,
): Promise<LargeComparisons> {
  const share = await roomOf(inputs, runtime);
  const { ledger, elsewhere, cache } = runtime;
  const arranged = arrangedFrom(inputs);
  return eitherWay(spec, async (chosen) => {
    const { rehearse } = runtime;
    const asked = { inputs, spec: chosen, pairs, control, share };
    if (rehearse)
      await useExecutor(runtime, chosen, inputs, control, (executor) => rehearse(asked, executor), share);
    const record = (executor?: Executor) =>
      recordPairs([...inputs], chosen, pairs, { ledger, elsewhere, executor, share, cache }, control);
    const {
      job,
      record: kept,
      warnings,
    } = elsewhere || ledger.closed
      ? await record()
      : await useExecutor(runtime, chosen, inputs, control, record, share);
    return {
      ...describe(chosen),
      ...(arranged.length > 0 ? { arranged } : {}),
      warnings,
      bands: bandsOfRecord(job, kept),
      isComplete: kept.isComplete,
    };
  });
}
