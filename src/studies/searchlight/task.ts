import { NumericalError } from "../../base/errors.ts";
import { matrix, takeRows, type Matrix } from "../../base/matrix.ts";
import { comparatorOf, type ComparatorName, type ComparatorOptions } from "../../rdm/comparators/registry.ts";
import { condensedRdm } from "../../rdm/compute.ts";
import { levelled } from "../../rdm/level.ts";
import type { ResolvedRdm } from "../../rdm/options.ts";
import { ranks, tiedEntries } from "../../rdm/ranking/ties.ts";
import type { Representation } from "../../data/representation.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { defineTask } from "../../run/tasks/task.ts";

/** What every patch is made from. */
export interface SearchlightSetup {
  /** All units; where it can be, its data are shared between threads. */
  readonly representation: Representation;
  readonly resolved: ResolvedRdm;
  /** Model RDMs × pairs, none missing; absent where only RDMs are asked for. */
  readonly models?: Matrix | undefined;
  readonly comparator: ComparatorName;
  readonly comparatorOptions: ComparatorOptions;
  readonly stimuli: number;
  /** Whether the RDMs themselves are given back. */
  readonly keep: boolean;
}

/** Patches done together, each a list of units. */
export interface SearchlightPiece {
  readonly patches: readonly Int32Array[];
}

/** What is found at these patches; NaN where a patch has no RDM or no value. */
export interface SearchlightPart {
  /** Patches × pairs; empty unless they are kept. */
  readonly rdms: Float64Array;
  /** Patches × models. */
  readonly values: Float64Array;
  /** Why a patch has NaN; undefined for the others. */
  readonly reasons: readonly (string | undefined)[];
}

/** RDMs of patches of units, and how like the models they are: some patches a piece. */
export const searchlightPatches = defineTask<SearchlightSetup, SearchlightPiece, SearchlightPart>(
  "searchlight",
  {
    open: (setup, kernels) => (piece) => {
      const pairs = (setup.stimuli * (setup.stimuli - 1)) / 2;
      const rdms = new Float64Array(piece.patches.length * pairs).fill(NaN);
      const reasons = piece.patches.map((patch, at) => {
        const found = rdmOrReason(setup, patch, kernels);
        if (typeof found === "string") return found;
        rdms.set(found, at * pairs);
        return found.some(Number.isNaN) && setup.models ? "Its RDM has missing entries." : undefined;
      });
      const values = valuesOf(setup, matrix(reasons.length, pairs, rdms), reasons, kernels);
      return { rdms: setup.keep ? rdms : new Float64Array(0), values, reasons };
    },
  },
);

/** The RDM of one patch, or the reason why it has none. Bad data in one patch do not end the others. */
function rdmOrReason({ representation, resolved }: SearchlightSetup, patch: Int32Array, kernels: Kernels) {
  try {
    return condensedRdm(unitsOf(representation, patch), withUnits(resolved, patch), kernels).condensed;
  } catch (error) {
    if (error instanceof NumericalError) return error.message;
    throw error;
  }
}

/** Patches × models; NaN and a reason for those without. */
function valuesOf(
  { models, comparator: name, comparatorOptions: options, stimuli, resolved }: SearchlightSetup,
  rdms: Matrix,
  reasons: (string | undefined)[],
  kernels: Kernels,
): Float64Array {
  if (!models) return new Float64Array(0);
  const values = new Float64Array(rdms.rows * models.rows).fill(NaN);
  const there = [...reasons.keys()].filter((at) => reasons[at] === undefined);
  if (there.length === 0) return values;
  const comparator = comparatorOf(name);
  const compared = takeRows(rdms, there);
  for (let k = 0; k < there.length; k++) {
    const row = compared.data.subarray(k * rdms.cols, (k + 1) * rdms.cols);
    row.set(levelled(row, resolved.request.dissimilarity));
  }
  if (ranks(name)) tieRows(compared, resolved.request.dissimilarity);
  const found = comparator.between(compared, models, { stimuli, options }, kernels);
  for (const [k, at] of there.entries()) {
    const row = found.data.subarray(k * models.rows, (k + 1) * models.rows);
    values.set(row, at * models.rows);
    if (row.some(Number.isNaN)) reasons[at] = `${name} is not defined for its RDM: ${comparator.degenerate}.`;
  }
  return values;
}

/** Entries that differ by rounding alone become equal, in place. */
function tieRows({ rows, cols, data }: Matrix, dissimilarity: string): void {
  for (let row = 0; row < rows; row++) {
    const condensed = data.subarray(row * cols, (row + 1) * cols);
    condensed.set(tiedEntries({ condensed, dissimilarity }));
  }
}

/** The same rows, of some of the units. */
function unitsOf(representation: Representation, patch: Int32Array): Representation {
  const { name, shape } = representation;
  const units = shape.at(-1)!;
  const data = columnsOf(representation.data, units, patch);
  return {
    ...representation,
    name: `${name}, centre ${patch[0]}`,
    shape: [...shape.slice(0, -1), patch.length],
    data,
  };
}

/** Residuals are given for all units; the patch takes those of its own units. */
function withUnits(resolved: ResolvedRdm, patch: Int32Array): ResolvedRdm {
  const { noise } = resolved.request;
  if (!noise || !("method" in noise) || !noise.residuals) return resolved;
  const { rows, cols, data } = noise.residuals;
  const residuals = matrix(rows, patch.length, columnsOf(data, cols, patch));
  return { ...resolved, request: { ...resolved.request, noise: { ...noise, residuals } } };
}

function columnsOf(data: Float64Array | Float32Array, units: number, columns: Int32Array): Float64Array {
  const taken = new Float64Array((data.length / units) * columns.length);
  let next = 0;
  for (let row = 0; row < data.length; row += units)
    for (const column of columns) taken[next++] = data[row + column]!;
  return taken;
}
