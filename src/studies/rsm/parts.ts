import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { RsmSimilarity } from "./options.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** What every RSM is made from; crosses threads as it is. */
export interface RsmSetup {
  readonly kind: "wrsm" | "irsm";
  readonly similarity: RsmSimilarity;
  readonly names: readonly string[];
  readonly stimuli: readonly string[];
  /** Centred responses, stimuli × units of each network. */
  readonly responses: readonly Matrix[];
  /** Sum over networks; for RSMs between networks only. */
  readonly total?: Matrix;
}

/**
 * The RSM of one network: products of its rows at length 1; or, between networks, products of the
 * rows of the others' mean with its rows. The rows are brought to length 1, so we use the sum
 * instead of the mean.
 * @returns stimuli × stimuli, in ordinary memory
 * @throws {NumericalError} naming the stimulus whose responses have no direction.
 */
export function rsmOf(setup: RsmSetup, network: number, kernels: Kernels): Float64Array {
  const { names, total } = setup;
  const own = setup.responses[network]!;
  const name = names[network]!;
  const columns = unitRowsOf(own, name, setup, kernels);
  if (!total) return clamped(kernels.detach(kernels.syrk(columns)));
  const others = unitRowsOf(kernels.subtract(total, own), `the mean without ${name}`, setup, kernels);
  return clamped(kernels.detach(kernels.gemm(others, columns, { transB: true })));
}

function unitRowsOf(a: Matrix, owner: string, { similarity, stimuli }: RsmSetup, kernels: Kernels): Matrix {
  const rows = kernels.unitRows(a, { center: similarity === "correlation" });
  if ("unit" in rows) return rows.unit;
  const what =
    similarity === "correlation"
      ? "is the same in all units, so it correlates with nothing"
      : "is 0 in all units, so it has no direction";
  throw new NumericalError(
    `${owner}: after centring, the response to stimulus ${rows.degenerate} (${stimuli[rows.degenerate]}) ${what}. Leave that stimulus out.`,
  );
}

/** Rounding can lead past ±1. */
function clamped({ data }: Matrix): Float64Array {
  for (let k = 0; k < data.length; k++) data[k] = Math.max(-1, Math.min(1, data[k]!));
  return data;
}
