import { OptionError } from "../base/errors.ts";
import { choice, data, either, resolveOptions, type OptionSchemas } from "../base/options.ts";
import {
  dissimilarityDefaults,
  dissimilarityOptions,
  type ChosenDissimilarity,
  type Dissimilarity,
  type DissimilarityOptions,
} from "./dissimilarities/dissimilarity.ts";
import {
  dissimilarityNames,
  dissimilarityOf,
  loadDissimilarity,
  type DissimilarityName,
} from "./dissimilarities/registry.ts";
import { rowOptions, type RdmRequest, type RowOptions } from "./input.ts";
import { describeNoise, noiseMethods, type Noise } from "./noise/kinds.ts";
import type { NoiseOption } from "./noise/noise-option.ts";
import { poolings, type Pooling } from "./pair-sums.ts";

/** Options of `rdm`; of those of `DissimilarityOptions`, the ones that the dissimilarity takes. */
export interface RdmOptions extends DissimilarityOptions, RowOptions {
  readonly dissimilarity?: DissimilarityName | undefined;
  readonly noise?: NoiseOption | undefined;
  readonly pooling?: Pooling | undefined;
}

export const rdmOptions = {
  dissimilarity: choice(dissimilarityNames, "Between two stimuli."),
  ...dissimilarityOptions,
  noise: either<NoiseOption | undefined>(
    undefined,
    [
      { type: "choice", choices: ["none", ...noiseMethods] },
      {
        type: "data",
        accepted:
          "a precision matrix { rows, cols, data }, a list of them with one for each run, or { residuals, method, dof }",
        check: (value) => typeof value === "object" && value !== null,
      },
    ],
    "Covariance of the noise between units, for mahalanobis, which needs it, and crossnobis: estimated by that method from the repeats of the data or from residuals, or given as its inverse. none: alike and independent in all units.",
  ),
  pooling: choice(
    poolings,
    "How several rows of one stimulus count. means: as their mean. number, equal: as pairs of rows that count by the number of units that both have, or all the same; for unequal numbers of rows in runs, and missing responses.",
  ),
  ...rowOptions,
} satisfies OptionSchemas<RdmOptions>;

/** Options of `rdmMovie`. */
export interface MovieOptions extends RdmOptions {
  readonly bins?: readonly (readonly number[])[] | undefined;
  readonly noiseAt?: readonly NoiseOption[] | undefined;
}

export const movieOptions = {
  ...rdmOptions,
  bins: data<readonly (readonly number[])[]>(
    "a list of lists of times, numbers from 0",
    "Times whose responses are averaged before an RDM is made; without it each time stands by itself.",
    Array.isArray,
  ),
  noiseAt: data<readonly NoiseOption[]>(
    "a list with a noise for each time, or each bin",
    "In place of noise: one for each RDM of the movie, each as noise takes it. (Noise that is estimated from repeats is of each time by itself already.)",
    Array.isArray,
  ),
} satisfies OptionSchemas<MovieOptions>;

/** The request and the options of its dissimilarity, checked. */
export interface ResolvedRdm {
  readonly request: RdmRequest;
  readonly options: ChosenDissimilarity;
}

/**
 * A request with everything filled in, and its dissimilarity loaded.
 * @throws {OptionError} for an unknown option, one that the dissimilarity does not take, or a value
 *   outside the accepted set.
 */
export async function resolveRdm(given: RdmOptions): Promise<ResolvedRdm> {
  const { dissimilarity, pooling, conditions, runs, average, noise } = resolveOptions(
    "rdm",
    rdmOptions,
    given,
  );
  const chosen = await loadDissimilarity(dissimilarity);
  const options = optionsFor(dissimilarity, chosen, ofDissimilarity(given));
  if (pooling !== "means") await assertPoolable(dissimilarity, chosen, pooling);
  const request = { dissimilarity, pooling, conditions, runs, average };
  return { request: { ...request, noise: await resolveNoise(dissimilarity, chosen, noise) }, options };
}

function ofDissimilarity(given: RdmOptions): DissimilarityOptions {
  return Object.fromEntries(
    Object.entries(given).filter(([name]) => Object.hasOwn(dissimilarityOptions, name)),
  );
}

/**
 * The options of a dissimilarity, defaults filled in.
 * @throws {OptionError} for one that it does not take, or a value outside the accepted set.
 */
function optionsFor(
  name: DissimilarityName,
  { options }: Dissimilarity,
  given: DissimilarityOptions,
): ChosenDissimilarity {
  const own = Object.fromEntries(options.map((option) => [option, dissimilarityOptions[option]]));
  return { ...dissimilarityDefaults, ...resolveOptions(name, own, { ...given }) };
}

/** @throws {OptionError} for a dissimilarity that has no inner product to pool over pairs of rows. */
async function assertPoolable(
  name: DissimilarityName,
  { innerProduct }: Dissimilarity,
  pooling: Pooling,
): Promise<void> {
  if (innerProduct) return;
  const { dissimilaritiesThat } = await import("./dissimilarities/all.ts");
  const poolable = dissimilaritiesThat((one) => one.innerProduct !== undefined);
  throw new OptionError(
    `rdm: pooling "${pooling}" is for ${poolable.join(", ")}; ${name} is of means: pooling "means".`,
    "pooling",
  );
}

/** What reproduces an RDM, as data. */
export function describeOptions({ request, options }: ResolvedRdm): Readonly<Record<string, unknown>> {
  const { dissimilarity, pooling, noise, average } = request;
  const own = dissimilarityOf(dissimilarity).options.map((name) => [name, options[name]] as const);
  return {
    ...Object.fromEntries(own),
    ...(pooling !== "means" && { pooling }),
    ...(average && { average }),
    ...(noise && { noise: describeNoise(noise) }),
  };
}

/** @throws {OptionError} for noise that the dissimilarity does not take, or none where it needs some. */
async function resolveNoise(
  name: DissimilarityName,
  { noise }: Dissimilarity,
  given: NoiseOption | undefined,
): Promise<Noise | undefined> {
  if (given !== undefined && noise) {
    const { noiseFrom } = await import("./noise/noise-option.ts");
    return noiseFrom(given);
  }
  if (given !== undefined) {
    const { dissimilaritiesThat } = await import("./dissimilarities/all.ts");
    const takers = dissimilaritiesThat((one) => one.noise !== undefined);
    throw new OptionError(`${name} takes no noise; ${takers.join(", ")} do.`, "noise");
  }
  if (noise !== "needed") return undefined;
  throw new OptionError(
    `${name} needs noise: a precision matrix, residuals, a method with repeats, or "none" for the Euclidean distance.`,
    "noise",
  );
}
