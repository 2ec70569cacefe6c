import { matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Resampling } from "../metric.ts";
import { takeRows, takeRowsAndColumns } from "../resample.ts";
import { forResamples, prepareLinear, withShift, type CkaOptions, type PreparedCka } from "./cka-prepare.ts";
import { gramSums } from "./gram.ts";
import { isDrawnFrom } from "./operations.ts";
import { drawnFeatures } from "./resampled-gram.ts";

/** Of the linear kernel. */
export const ckaResampling: Resampling<PreparedCka, CkaOptions> = {
  prepare: (input, options, kernels) => prepareLinear(input, options, kernels, forResamples),
  resample: resampleLinear,
};

/** A small Gram matrix is drawn from, so that it need not be made again; else drawn rows are prepared anew. */
function resampleLinear(
  { source, isGram }: PreparedCka,
  stimuli: readonly number[],
  options: CkaOptions,
  kernels: Kernels,
): PreparedCka {
  const input = { name: "a resample", responses: source, shape: [stimuli.length] };
  if (!isGram)
    return prepareLinear({ ...input, responses: takeRows(source, stimuli) }, options, kernels, forResamples);
  const none = { isGram: 1, sigma: 0, less: 0, shift: matrix(1, 0) };
  if (isDrawnFrom(stimuli.length)) {
    const { features, distinct } = drawnFeatures(source, stimuli, options, kernels);
    return { ...none, source: features, distinct };
  }
  const gram = { ...none, source: takeRowsAndColumns(source, stimuli) };
  const { debiased, center } = options;
  if (!center && !debiased) return gram;
  return withShift(input, gram, gramSums(gram, !debiased, kernels), debiased, kernels);
}
