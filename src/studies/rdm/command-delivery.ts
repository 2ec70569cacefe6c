import { toRows } from "../../base/matrix.ts";
/** One RDM or several as `repgeom rdm` writes them. */
import type { Rdm } from "../../rdm/rdm.ts";
import { writeCsv, writeNpy } from "../../data/write.ts";
import { formatRows } from "../../cli/numbers.ts";
import { type Writable } from "../../cli/output.ts";

/** A result to write, and its numbers for stdout. */
export interface RdmDelivery {
  readonly result: Writable;
  readonly numbers: Iterable<string>;
}

/** `.csv` of one RDM is the square in either case: names need it. */
export function deliveryOf(rdm: Rdm, square: boolean): RdmDelivery {
  const { name, dissimilarity, stimuli, toCsv } = rdm;
  return {
    result: {
      toNpy: () => rdm.toNpy({ square }),
      toCsv,
      document: square ? { name, dissimilarity, stimuli, square: toRows(rdm.square()) } : rdm.toJSON(),
    },
    numbers: square ? formatRows(rdm.square().data, stimuli.length) : formatRows(rdm.condensed, 1),
  };
}

/**
 * RDMs of the same stimuli as a stack: RDMs × pairs, or RDMs × m × m.
 * @param extra - further members of the document
 */
export function deliveryOfStack(rdms: readonly Rdm[], square: boolean, extra: object = {}): RdmDelivery {
  const { stimuli, dissimilarity, condensed } = rdms[0]!;
  const m = stimuli.length;
  const width = square ? m * m : condensed.length;
  const values = new Float64Array(rdms.length * width);
  for (const [r, rdm] of rdms.entries()) values.set(square ? rdm.square().data : rdm.condensed, r * width);
  const names = rdms.map(({ name }) => name);
  return {
    result: {
      toNpy: () => writeNpy(square ? [rdms.length, m, m] : [rdms.length, width], values),
      toCsv: () => writeCsv(names, columnNames(stimuli, square), values),
      document: {
        names,
        dissimilarity,
        stimuli,
        ...extra,
        ...(square
          ? { square: rdms.map((rdm) => toRows(rdm.square())) }
          : { condensed: rdms.map((rdm) => [...rdm.condensed]) }),
      },
    },
    numbers: square ? squares(rdms) : formatRows(values, width),
  };
}

/** One square after the other, an empty line between. */
function* squares(rdms: readonly Rdm[]): Generator<string> {
  for (const [r, rdm] of rdms.entries()) {
    if (r > 0) yield "\n";
    yield* formatRows(rdm.square().data, rdm.stimuli.length);
  }
}

/** `a | b` for each pair, or each entry of the square. */
function columnNames(stimuli: readonly string[], square: boolean): string[] {
  return stimuli.flatMap((a, i) => stimuli.flatMap((b, j) => (square || j > i ? [`${a} | ${b}`] : [])));
}
