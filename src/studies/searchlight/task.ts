import { NumericalError } from "../../base/errors.ts";
import { matrix } from "../../base/matrix.ts";
import { condensedRdm, loadFor } from "../../rdm/compute.ts";
import type { ResolvedRdm } from "../../rdm/options.ts";
import type { Representation } from "../../data/representation.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { defineTask, whole } from "../../run/tasks/task.ts";
import { valuesOf, type ModelSetup } from "./values.ts";

/** What every patch is made from. */
export interface SearchlightSetup {
  /** All units; where it can be, its data are shared between threads. */
  readonly representation: Representation;
  readonly resolved: ResolvedRdm;
  /** Absent where only RDMs are asked for. */
  readonly models?: ModelSetup | undefined;
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
    async open(setup, kernels) {
      await loadFor(setup.resolved);
      return (piece) => {
        const pairs = (setup.stimuli * (setup.stimuli - 1)) / 2;
        const rdms = new Float64Array(piece.patches.length * pairs).fill(NaN);
        const reasons = piece.patches.map((patch, at): string | undefined => {
          const found = rdmOrReason(setup, patch, kernels);
          if (typeof found === "string") return found;
          rdms.set(found, at * pairs);
          return undefined;
        });
        const { models } = setup;
        const values = models
          ? valuesOf(models, matrix(reasons.length, pairs, rdms), reasons, kernels)
          : new Float64Array(0);
        return { rdms: setup.keep ? rdms : new Float64Array(0), values, reasons };
      };
    },
    durable: whole,
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
