import { concatenate } from "../base/matrix.ts";
import type { Representation } from "../data/representation.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { condensedBlocks } from "./blocks.ts";
import { dissimilarityOf, loadDissimilarity } from "./dissimilarities/registry.ts";
import { placeInput } from "./input.ts";
import { describeOptions, type ResolvedRdm } from "./options.ts";
import { rdmFrom, type Rdm } from "./rdm.ts";
import type * as pooling from "./row-pairs.ts";
import { rdmRows, unscale } from "./rows.ts";

/** What pools pairs of rows; loaded where a request asks for it. */
let rowPairs: typeof pooling | undefined;

/** Loads what a request needs on this thread. */
export async function loadFor({ request }: ResolvedRdm): Promise<void> {
  await loadDissimilarity(request.dissimilarity);
  if (request.pooling !== "means") rowPairs ??= await import("./row-pairs.ts");
}

/**
 * The RDM of one representation.
 * @param kernels - used by nobody else until the promise settles
 * @param betweenBlocks - awaited after each block, told how many of all values are done
 * @throws {ShapeError} for other axes than the dissimilarity accepts, or fewer than 2 stimuli.
 * @throws {NumericalError} for NaN or infinity, or a stimulus for which the dissimilarity is not defined.
 */
export async function computeRdm(
  representation: Representation,
  resolved: ResolvedRdm,
  kernels: Kernels,
  betweenBlocks: (done: number, total: number) => Promise<void>,
): Promise<Rdm> {
  await loadFor(resolved);
  const base = kernels.usage.used;
  try {
    const { stimuli, parts, length } = rdmParts(representation, resolved, kernels);
    const made: Float64Array[] = [];
    let done = 0;
    for (const part of parts) {
      made.push(part);
      await betweenBlocks((done += part.length), length);
    }
    const { dissimilarity } = resolved.request;
    const options = describeOptions(resolved);
    return rdmFrom({ name: representation.name, dissimilarity, stimuli, condensed: joined(made), options });
  } finally {
    kernels.release(base);
  }
}

/** As `computeRdm`, without a pause, after `loadFor`: for RDMs of which there are many. @returns the condensed values */
export function condensedRdm(
  representation: Representation,
  resolved: ResolvedRdm,
  kernels: Kernels,
): { stimuli: readonly string[]; condensed: Float64Array } {
  return kernels.scope(() => {
    const { stimuli, parts } = rdmParts(representation, resolved, kernels);
    return { stimuli, condensed: joined([...parts]) };
  });
}

/** One block is the whole of most RDMs, and is not copied. */
function joined(parts: readonly Float64Array[]): Float64Array {
  return parts.length === 1 ? parts[0]! : concatenate(parts);
}

/**
 * Features of one block, about: 4 MiB, and less than a tenth of the time goes into packing the
 * rows anew for each. Entries have the same bits in blocks of any size.
 */
const blockFeatures = 2 ** 19;

/** The condensed RDM in stretches, each made when it is asked for. */
function rdmParts(
  representation: Representation,
  { request, options }: ResolvedRdm,
  kernels: Kernels,
): { stimuli: readonly string[]; length: number; parts: Iterable<Float64Array> } {
  const { dissimilarity, pooling } = request;
  const { input, stimuli } = placeInput(representation, request, kernels);
  const length = (stimuli.length * (stimuli.length - 1)) / 2;
  if (pooling !== "means") {
    const grouped = { ...input, groups: input.groups! };
    return {
      stimuli,
      length,
      parts: [rowPairs!.pooledRdm(grouped, dissimilarity, { pooling, options }, kernels)],
    };
  }
  const chosen = dissimilarityOf(dissimilarity);
  const source = chosen.prepare(input, kernels, options);
  const parts = function* () {
    for (const block of condensedBlocks(stimuli.length, blockFeatures)) {
      const values = rdmRows(source, chosen, block, kernels, options);
      yield unscale(values, source.exponent, chosen.degree, dissimilarity);
    }
  };
  return { stimuli, length, parts: parts() };
}
