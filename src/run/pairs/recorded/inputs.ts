import { CheckpointError } from "../../../base/errors.ts";
import { isLazy } from "../../../data/representation.ts";
import type { Control } from "../../lanes/control.ts";
import { runLanes } from "../../lanes/lanes.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { contentOf } from "../content.ts";
import type { PairJob } from "../job.ts";
import type { Input } from "../store.ts";
import type { Known, PairRecord } from "./record.ts";

/** The inputs of a run, and what its record knows of them. */
interface Inputs {
  readonly inputs: readonly Input[];
  readonly job: PairJob;
  readonly record: PairRecord;
}

/** Reads once more what is not needed, because its pairs are there. @throws {CheckpointError} if it has changed. */
export async function assertUnchanged(
  work: Inputs,
  needed: ReadonlySet<number>,
  ledger: Ledger,
  control: Control,
): Promise<void> {
  const { job, record } = work;
  const places = allOf(job.names).filter((k) => !needed.has(k) && record.known(k));
  const same = (k: number, digest: string) => assertSame(job, record, k, { ...record.known(k)!, digest });
  await digestsOf(work, places, ledger, control, same);
}

/** Reads inputs, one at a time, for the digest of each. */
export async function digestsOf(
  { inputs }: Pick<Inputs, "inputs">,
  places: readonly number[],
  ledger: Ledger,
  control: Control,
  use?: (place: number, digest: string) => void,
): Promise<Map<number, string>> {
  const digests = new Map<number, string>();
  const read = async (k: number) => {
    const input = inputs[k]!;
    const whole = isLazy(input) ? await input.load(control.signal) : input;
    digests.set(k, ledger.digest(contentOf(whole)));
    use?.(k, digests.get(k)!);
  };
  const tell = () => control.onProgress?.({ phase: "prepare", done: digests.size, total: places.length });
  await runLanes(places, 1, read, tell, control.signal);
  return digests;
}

/** All places in a list. */
export function allOf(list: readonly unknown[]): number[] {
  return list.map((_, k) => k);
}

/** The error for a network of which another process has read other numbers. */
export function otherFile({ names }: PairJob, index: number): CheckpointError {
  return new CheckpointError(
    `${names[index]} has other numbers elsewhere than here: another file under the same name, or one that was changed. ` +
      `Let all machines see the same files, then run this again, which goes on.`,
  );
}

/** Notes what is known of a network. @throws {CheckpointError} if it was another one before. */
export function assertSame({ names }: PairJob, record: PairRecord, index: number, known: Known): void {
  const before = record.known(index);
  if (!before) return record.note(index, known);
  if (before.digest === known.digest) return;
  throw new CheckpointError(
    `${names[index]} is not what it was when the checkpoint was begun: its numbers, or the way they were read, have changed. ` +
      `Put the old file back to go on, or give another folder to begin anew.`,
  );
}
