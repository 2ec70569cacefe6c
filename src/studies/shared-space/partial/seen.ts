/** Which stimuli each subject has seen. */
import { NumericalError, OptionError, ShapeError } from "../../../base/errors.ts";
import { assertList } from "../../../base/lists.ts";
import {
  toRepresentation,
  type Representation,
  type RepresentationLike,
} from "../../../data/representation.ts";

/** A subject's responses to the stimuli that it has seen. */
export interface SeenRows {
  /** Seen stimuli × units. */
  readonly representation: Representation;
  /** Which stimuli these are, rising. */
  readonly rows: Int32Array;
}

/**
 * Representations of partly different stimuli, over all of them by name, in order of first appearance: rows of a
 * subject that has not seen a stimulus are NaN. What `srm` takes with `missing`.
 *
 * @param representations - stimuli × units each, with names of the stimuli
 * @throws {OptionError} if one has no names, or one name twice.
 * @throws {ShapeError} for other axes.
 */
export function overAllRows(representations: readonly RepresentationLike[]): Representation[] {
  assertList("overAllRows", "representations", representations);
  const given = representations.map((one, index) => toRepresentation(one, String(index)));
  for (const { name, shape, stimuli } of given) {
    if (shape.length !== 2)
      throw new ShapeError(`overAllRows takes stimuli × units; ${name} is ${shape.join(" × ")}.`);
    if (!stimuli)
      throw new OptionError(
        `overAllRows: ${name} has no names of stimuli, by which rows are brought together.`,
      );
    if (new Set(stimuli).size < stimuli.length)
      throw new OptionError(`overAllRows: ${name}: two stimuli have one name.`);
  }
  const all = [...new Set(given.flatMap(({ stimuli }) => stimuli!))];
  const place = new Map(all.map((stimulus, row) => [stimulus, row]));
  return given.map(({ name, shape, data, stimuli }) => {
    const units = shape[1]!;
    const whole = new Float64Array(all.length * units).fill(NaN);
    stimuli!.forEach((stimulus, i) =>
      whole.set(data.subarray(i * units, (i + 1) * units), place.get(stimulus)! * units),
    );
    return { name, shape: [all.length, units], data: whole, stimuli: all };
  });
}

/** Takes out the rows that are NaN throughout; other NaN stay, and are refused later. */
export function seenRows(representation: Representation): SeenRows {
  const { name, shape, data, stimuli } = representation;
  const [count, units] = shape as [number, number];
  const isSeen = (row: number) => {
    for (let k = row * units; k < (row + 1) * units; k++) if (!Number.isNaN(data[k]!)) return true;
    return false;
  };
  const rows = Int32Array.from({ length: count }, (_, row) => row).filter(isSeen);
  const kept = new Float64Array(rows.length * units);
  rows.forEach((row, k) => kept.set(data.subarray(row * units, (row + 1) * units), k * units));
  if (rows.length === 0) throw new NumericalError(`srm: ${name} has seen no stimulus: every row is NaN.`);
  const names = stimuli && { stimuli: Array.from(rows, (row) => stimuli[row]!) };
  return { representation: { name, shape: [rows.length, units], data: kept, ...names }, rows };
}

/**
 * A map is found from stimuli that others have seen too: as many as features, one more where means are free.
 * @throws {NumericalError} for a stimulus that nobody has seen.
 * @throws {OptionError} for more features than a subject shares stimuli with others, or subjects in two parts that
 *   share none.
 */
export function assertOverlap(
  subjects: readonly SeenRows[],
  stimuli: number,
  { features, center }: { readonly features: number; readonly center: boolean },
): void {
  const counts = new Int32Array(stimuli);
  for (const { rows } of subjects) for (const row of rows) counts[row]!++;
  const unseen = counts.indexOf(0);
  if (unseen >= 0)
    throw new NumericalError(`srm: nobody has seen stimulus ${unseen}, counted from 0; leave its row out.`);
  const least = features + (center ? 1 : 0);
  for (const { representation, rows } of subjects) {
    const common = rows.reduce((sum, row) => sum + (counts[row]! > 1 ? 1 : 0), 0);
    if (common >= least) continue;
    throw new OptionError(
      `srm: ${representation.name} shares ${common} stimuli with others; ${features} features need at least ${least}${center ? " (one for the means)" : ""}. Take fewer features.`,
      "features",
    );
  }
  assertOnePart(subjects);
}

/** Subjects that no chain of common stimuli joins have no common space. */
function assertOnePart(subjects: readonly SeenRows[]): void {
  const left = new Set(subjects.keys());
  left.delete(0);
  const joined = [0];
  for (const one of joined) {
    const own = new Set(subjects[one]!.rows);
    for (const other of left) {
      if (!subjects[other]!.rows.some((row) => own.has(row))) continue;
      left.delete(other);
      joined.push(other);
    }
  }
  const [apart] = left;
  if (apart === undefined) return;
  throw new OptionError(
    `srm: ${subjects[apart]!.representation.name} and ${subjects[0]!.representation.name} share no stimulus, nor does a chain of others join them; they have no common space.`,
  );
}
