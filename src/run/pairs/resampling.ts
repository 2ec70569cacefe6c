import { takeStimuli } from "../../data/stimuli.ts";
import { metricOf, type ResolvedSpec } from "../../metrics/resolve.ts";
import type { Representation } from "../../data/representation.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Executor } from "./executor.ts";
import type { Packed } from "./packed.ts";
import { Session } from "./session.ts";

/** Makes executors on this thread that compare resampled stimuli. */
export interface Resampler {
  /** @param draws - for each representation, the indices of the drawn stimuli; an index may occur more than once */
  over(draws: readonly (readonly number[])[]): Executor;
}

/**
 * Prepares resampled representations. If the metric has `resample`, they are made from the prepared
 * whole representations, which are prepared once, when first needed. Otherwise the drawn rows are prepared.
 */
export async function resamplingExecutor(
  kernels: Kernels,
  spec: ResolvedSpec,
  representations: readonly Representation[],
  budget: number,
): Promise<Resampler> {
  const session = new Session(kernels, spec, budget, await metricOf(spec).resampling?.());
  const wholes = new Map<number, Packed | undefined>();
  /** The last resample of each: only one at a time is in use. */
  const latest = new Map<number, Packed>();
  const wholeOf = async (k: number) => {
    if (!wholes.has(k)) wholes.set(k, await session.prepareWhole(representations[k]!));
    return wholes.get(k);
  };
  const prepare = async (k: number, stimuli: readonly number[]) => {
    const whole = await wholeOf(k);
    const taken = whole && session.resample(whole, stimuli, latest.get(k));
    if (taken) latest.set(k, taken);
    return taken ?? session.prepare(takeStimuli(representations[k]!, stimuli));
  };
  return {
    over: (draws) => ({
      width: 1,
      budget,
      stimuli: draws[0]!.length,
      prepare: async (representation) => {
        const k = representations.indexOf(representation);
        return prepare(k, draws[k]!);
      },
      run: async (job, prepared) => session.run(job, prepared),
      close: () => session.close(),
    }),
  };
}
