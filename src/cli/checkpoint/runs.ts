import { CheckpointError } from "../../base/errors.ts";
import type { Ledger, LedgerRun, Plain } from "../../run/ledger/ledger.ts";
import { differenceWords } from "./differences.ts";
import { inFolder } from "./faults.ts";
import { plainOf } from "../../run/ledger/json.ts";
import type { Place, RecordedRun } from "./segments/records.ts";

/** Where what a run finds is written; it gives back where it is. */
export interface Writer {
  unit(unit: number, result: Uint8Array): Place;
  note(word: string, bytes: Uint8Array): Place;
}

/** Counts how often each name was begun. @returns the number of this time, from 0 */
export function nthOf(): (name: string) => number {
  const begun = new Map<string, number>();
  return (name) => {
    const nth = begun.get(name) ?? 0;
    begun.set(name, nth + 1);
    return nth;
  };
}

type Begin = Ledger["begin"];

/**
 * A run that is begun again in the same process, as draws of several bands of a table may be, is the same run. Where the
 * facts do not say what the inputs hold, it is another one: each fold of a cross-validation compares the same networks.
 */
export function beginOnce(begin: Begin): Begin {
  const begun = new Map<string, Promise<LedgerRun>>();
  const once = (...[name, facts, plan, how]: Parameters<Begin>): Promise<LedgerRun> => {
    if (!how?.contents) return begin(name, facts, plan);
    const key = JSON.stringify([name, plainOf(facts)]);
    const run = begun.get(key) ?? begin(name, facts, plan);
    begun.set(key, run);
    return run;
  };
  return once as Begin;
}

/** @throws {CheckpointError} saying what differs from what was begun there. */
export function assertSameRun(
  folder: string,
  there: RecordedRun,
  facts: Readonly<Record<string, Plain>>,
): void {
  const found = differenceWords(there.facts, plainOf(facts));
  if (found === undefined) return;
  throw new CheckpointError(
    `${folder} has other work under "${there.name}": ${found}. A file or a flag has changed since it was begun. Undo the change, or choose another folder.`,
  );
}

/** A run as the engine sees it. */
export function ledgerRun<P extends Plain>(
  folder: string,
  run: RecordedRun,
  writer: Writer,
  changed: () => void,
): LedgerRun<P> {
  const { done, notes } = run;
  return {
    plan: run.plan as P,
    units: run.units,
    has: (unit) => done.has(unit),
    get: (unit) => inFolder(folder, () => placeOf(folder, run, unit).read()),
    put(unit, result) {
      done.set(unit, writer.unit(unit, result));
      run.written++;
      changed();
    },
    note: (word) => inFolder(folder, () => notes.get(word)?.read()),
    putNote: (word, bytes) => void notes.set(word, writer.note(word, bytes)),
  };
}

function placeOf(folder: string, { name, units, done }: RecordedRun, unit: number): Place {
  const place = done.get(unit);
  if (place) return place;
  throw new CheckpointError(`${folder} has not unit ${unit} of the ${units} of "${name}".`);
}
