/** The same dissimilarities for fewer stimuli, other stimuli or another order. */
import { assertList } from "../base/lists.ts";
import { OptionError } from "../base/errors.ts";
import { sortedOrder } from "../data/label-order.ts";
import { condense, condensedIndex } from "./condensed.ts";
import { assertRdm, rdmFrom, type Rdm } from "./rdm.ts";

/**
 * The RDM of some of the stimuli, in the order in which they are given.
 * @param stimuli - names, or numbers from 0
 * @throws {OptionError} for a stimulus that the RDM does not have, or one given twice.
 * @throws {ShapeError} for fewer than two.
 */
export function subset(rdm: Rdm, stimuli: readonly (string | number)[]): Rdm {
  const rows = stimuli.map((stimulus) => rowOf(rdm, stimulus));
  const twice = rows.findIndex((row, i) => rows.indexOf(row) !== i);
  if (twice >= 0) throw new OptionError(`${rdm.name}: stimulus ${stimuli[twice]} is given twice.`);
  return reordered(rdm, rows);
}

/**
 * The RDM with its stimuli in order: of their names, numbers by value, or of a key for each.
 * @param keyOf - what to sort by; equal keys keep their order
 */
export function sortStimuli(rdm: Rdm, keyOf?: (stimulus: string, index: number) => number | string): Rdm {
  const keys = keyOf ? rdm.stimuli.map(keyOf) : rdm.stimuli;
  return reordered(rdm, sortedOrder(keys));
}

/**
 * RDMs over different stimuli as RDMs over all of them, in order of first appearance;
 * pairs that one does not have are missing (NaN) in it.
 * @throws {OptionError} if there are no RDMs, or one has two stimuli of a name.
 */
export function overAllStimuli(rdms: readonly Rdm[]): Rdm[] {
  assertList("overAllStimuli", "RDMs", rdms);
  if (rdms.length === 0) throw new OptionError("overAllStimuli: no RDMs were given.");
  const union = [...new Set(rdms.flatMap(({ stimuli }) => stimuli))];
  return rdms.map((rdm) => {
    const rows = new Map(rdm.stimuli.map((stimulus, row) => [stimulus, row]));
    if (rows.size < rdm.stimuli.length) throw new OptionError(`${rdm.name}: two stimuli have one name.`);
    return reordered(
      rdm,
      union.map((stimulus) => rows.get(stimulus)),
      union,
    );
  });
}

function rowOf({ name, stimuli }: Rdm, stimulus: string | number): number {
  const row = typeof stimulus === "number" ? stimulus : stimuli.indexOf(stimulus);
  if (Number.isInteger(row) && row >= 0 && row < stimuli.length) return row;
  throw new OptionError(
    `${name}: there is no stimulus ${JSON.stringify(stimulus)}; it has ${stimuli.length}: ${stimuli.slice(0, 5).join(", ")}${stimuli.length > 5 ? ", …" : ""}.`,
  );
}

/** @param rows - of each new stimulus in the old RDM, undefined for one that it does not have */
function reordered(
  rdm: Rdm,
  rows: readonly (number | undefined)[],
  stimuli: readonly string[] = rows.map((row) => rdm.stimuli[row!]!),
): Rdm {
  assertRdm(rdm);
  const m = rdm.stimuli.length;
  const condensed = condense(rows.length, (i, j) => {
    const [from, to] = [rows[i], rows[j]];
    return from === undefined || to === undefined ? NaN : rdm.condensed[condensedIndex(m, from, to)]!;
  });
  return rdmFrom({ name: rdm.name, dissimilarity: rdm.dissimilarity, stimuli, condensed });
}
