import { assertKind } from "../kinds.ts";
import { assertFinite, type Representation } from "../representation.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { condensedBlocks } from "./blocks.ts";
import { dissimilarities, type DissimilarityName } from "./dissimilarities.ts";
import { indexNames, rdmFrom, type Rdm } from "./rdm.ts";
import { rdmRows, unscale } from "./rows.ts";

/**
 * The RDM of one representation.
 * @throws {ShapeError} for other than stimuli × units, or for fewer than 2 stimuli.
 * @param kernels - used by nobody else until the promise settles
 * @param betweenBlocks - awaited after each block, told how many of all values are done
 * @throws {NumericalError} for NaN or infinity, or a stimulus for which the dissimilarity is not defined.
 */
export async function computeRdm(
  representation: Representation,
  dissimilarity: DissimilarityName,
  kernels: Kernels,
  betweenBlocks: (done: number, total: number) => Promise<void>,
): Promise<Rdm> {
  assertKind(representation, "rdm", "matrix");
  assertFinite(representation);
  const { name, shape, data, stimuli } = representation;
  const [m, n] = shape as [number, number];
  const condensed = new Float64Array((m * (m - 1)) / 2);
  const base = kernels.usage.used;
  try {
    const responses = kernels.place(m, n, data);
    const source = dissimilarities[dissimilarity].prepare({ name, shape, responses, stimuli }, kernels);
    let offset = 0;
    for (const block of condensedBlocks(m)) {
      const values = rdmRows(source, dissimilarity, block, kernels);
      condensed.set(unscale(values, dissimilarity, source.exponent), offset);
      offset += block.length;
      await betweenBlocks(offset, condensed.length);
    }
  } finally {
    kernels.release(base);
  }
  return rdmFrom({ name, dissimilarity, stimuli: stimuli ?? indexNames(m), condensed });
}
