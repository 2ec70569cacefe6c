/** RDMs as they are written: one as a square, or several of the same stimuli together. */
import { concatenate, toRows } from "../base/matrix.ts";
import { written, type Written } from "../data/written.ts";
import type { Rdm } from "./rdm.ts";

/** One RDM as m × m in every format; by itself an RDM is condensed except in `.csv`. */
export function squareOf(rdm: Rdm): Written {
  const { name, dissimilarity, stimuli } = rdm;
  return written({
    document: () => ({ name, dissimilarity, stimuli, square: toRows(rdm.square()) }),
    table: () => ({ rowNames: stimuli, colNames: stimuli, values: rdm.square().data }),
  });
}

/**
 * Several RDMs as one result: RDMs × pairs, or RDMs × m × m if asked.
 * @param rdms - one or more, all of the same stimuli in the same order
 */
export function stackOf(rdms: readonly Rdm[], square = false): Written {
  const { stimuli, dissimilarity } = rdms[0]!;
  const names = rdms.map(({ name }) => name);
  const entries = () =>
    square
      ? { square: rdms.map((rdm) => toRows(rdm.square())) }
      : { condensed: rdms.map(({ condensed }) => [...condensed]) };
  const document = () => ({ names, dissimilarity, stimuli, ...entries() });
  return written({ document, ...stackParts(rdms, square) });
}

/** The table and the array of several RDMs, for `written`. */
export function stackParts(rdms: readonly Rdm[], square = false) {
  const { stimuli } = rdms[0]!;
  const [count, m] = [rdms.length, stimuli.length];
  const values = () => concatenate(rdms.map((rdm) => (square ? rdm.square().data : rdm.condensed)));
  return {
    table: () => ({
      rowNames: rdms.map(({ name }) => name),
      colNames: entryNames(stimuli, square),
      values: values(),
    }),
    array: () => ({ shape: square ? [count, m, m] : [count, (m * (m - 1)) / 2], data: values() }),
  };
}

/** `a | b` for each pair, or each entry of the square. */
function entryNames(stimuli: readonly string[], square: boolean): string[] {
  return stimuli.flatMap((a, i) => stimuli.flatMap((b, j) => (square || j > i ? [`${a} | ${b}`] : [])));
}
