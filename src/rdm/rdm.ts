import { assertFinite, assertKind, type Representation } from "../representation.ts";
import { writeCsv, writeNpy } from "../io/write.ts";
import { matrix, type Matrix } from "../matrix.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { condensedBlocks } from "./blocks.ts";
import { dissimilarities, type DissimilarityName } from "./dissimilarities.ts";
import { rdmRows, unscale } from "./rows.ts";

/** Dissimilarities between all pairs of stimuli of one representation. */
export interface Rdm {
  /** Of the representation. */
  readonly name: string;
  readonly dissimilarity: DissimilarityName;
  /** Names of the stimuli; their indices where the representation has none. */
  readonly stimuli: readonly string[];
  /** Pairs (0, 1), (0, 2), …, (1, 2), …: m(m − 1)/2 values, as `scipy.spatial.distance.pdist` orders them. */
  readonly condensed: Float64Array;
  /** stimuli × stimuli, symmetric, zero diagonal. */
  square(): Matrix;
  /** Bytes of a `.npy` file, float64: condensed, or square if asked. */
  toNpy(how?: { square?: boolean }): Uint8Array<ArrayBuffer>;
  /** The square form with names. */
  toCsv(): string;
  toJSON(): object;
}

/**
 * The RDM of one representation.
 * @throws {ShapeError} for other than stimuli × units.
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
  return rdmOf(name, dissimilarity, stimuli ?? Array.from({ length: m }, (_, i) => String(i)), condensed);
}

function rdmOf(
  name: string,
  dissimilarity: DissimilarityName,
  stimuli: readonly string[],
  condensed: Float64Array,
): Rdm {
  const m = stimuli.length;
  const square = () => squareForm(condensed, m);
  return {
    name,
    dissimilarity,
    stimuli,
    condensed,
    square,
    toNpy: (how) => (how?.square ? writeNpy([m, m], square().data) : writeNpy([condensed.length], condensed)),
    toCsv: () => writeCsv(stimuli, stimuli, square().data),
    toJSON: () => ({ name, dissimilarity, stimuli, condensed: [...condensed] }),
  };
}

/** The symmetric matrix of a condensed one. */
export function squareForm(condensed: Float64Array, m: number): Matrix {
  const full = matrix(m, m);
  let next = 0;
  for (let i = 0; i < m; i++) {
    for (let j = i + 1; j < m; j++) full.data[i * m + j] = full.data[j * m + i] = condensed[next++]!;
  }
  return full;
}
