import { choice } from "../../base/options.ts";
import type { Matrix } from "../../base/matrix.ts";
import { dissimilarities } from "../../rdm/dissimilarities/all.ts";
import type { DissimilarityName } from "../../rdm/dissimilarities/registry.ts";
import { meanRdm } from "../../rdm/mean-rdm.ts";
import type { Rdm } from "../../rdm/rdm.ts";
import { rms, scaled } from "../../rdm/scale.ts";
import { positive, renewed, squareRoot } from "../../rdm/transform.ts";
import { powerOfTwoNear, scaled as scaledSquare } from "../../geometry/square.ts";
import type { Control } from "../../run/lanes/control.ts";
import { principal } from "../geometry/on-threads.ts";

export const mapChoices = ["mean", "each", "none"] as const;

/** Of which RDMs a page has a map of the stimuli. */
export type MapChoice = (typeof mapChoices)[number];

export const mapOption = choice(
  mapChoices,
  "On the page, a map of the stimuli by principal coordinates (classical MDS). mean: of the mean of all RDMs, each divided by its root mean square. each: one for each RDM.",
);

/** The stimuli of an RDM as points. */
export interface StimulusMap {
  readonly title: string;
  /** What the points resemble: stimuli × stimuli. */
  readonly distances: Matrix;
  /** stimuli × 2 */
  readonly coordinates: Matrix;
  /** Share of each axis in the sum of the positive eigenvalues. */
  readonly varianceExplained: Float64Array;
  /** What was done to the dissimilarities first, a sentence each. */
  readonly changes: readonly string[];
}

/** Above so many stimuli a map takes minutes. */
const mostMapped = 2000;

/** Maps, or in a sentence why there are none. */
export interface StimulusMaps {
  readonly maps: readonly StimulusMap[];
  readonly note?: string;
}

/**
 * Maps of the stimuli by principal coordinates (classical MDS), for `rdmSection`.
 * @param rdms - one or more, of the same stimuli
 * @param which - a map of their mean, each divided by its root mean square; or one for each
 * @returns the maps, or a note why there are none
 */
export async function stimulusMaps(
  rdms: readonly Rdm[],
  which: MapChoice,
  control: Control = {},
): Promise<StimulusMaps> {
  if (which === "none") return { maps: [] };
  const stimuli = rdms[0]!.stimuli.length;
  if (stimuli > mostMapped)
    return { maps: [], note: `A map is drawn of at most ${mostMapped} stimuli; these are ${stimuli}.` };
  const mapped = which === "each" || rdms.length === 1 ? rdms : [meanOf(rdms)];
  const whole = mapped.filter((rdm) => rdm.missing === 0);
  const maps: StimulusMap[] = [];
  for (const rdm of whole) maps.push(await mapOf(rdm, control));
  const left = mapped.length - whole.length;
  return left === 0
    ? { maps }
    : {
        maps,
        note: `${left} of ${mapped.length} RDMs have pairs without a value, so there is no map of them.`,
      };
}

/** The mean of RDMs at one scale: a layer with larger responses counts no more. */
function meanOf(rdms: readonly Rdm[]): Rdm {
  const parts = rdms.map((rdm) => {
    const size = rms(rdm.condensed);
    return size > 0 ? renewed(rdm, rdm.dissimilarity, scaled(rdm.condensed, 1 / size)) : rdm;
  });
  return meanRdm(parts, { name: `mean of ${rdms.length} RDMs` });
}

async function mapOf(rdm: Rdm, control: Control): Promise<StimulusMap> {
  const { dissimilarity, condensed, name } = rdm;
  const isSquare =
    Object.hasOwn(dissimilarities, dissimilarity) &&
    dissimilarities[dissimilarity as DissimilarityName].degree === 2;
  const changes = [
    ...(condensed.some((value) => value < 0) ? ["Dissimilarities below 0 became 0."] : []),
    ...(isSquare ? ["They are squares of distances; roots were taken."] : []),
  ];
  const distances = (isSquare ? squareRoot : positive)(rdm).square();
  const unit = powerOfTwoNear(distances.data);
  const near = scaledSquare(distances, 1 / unit);
  const { coordinates, varianceExplained } = await principal(near, 2, control);
  return { title: name, distances, coordinates: scaledSquare(coordinates, unit), varianceExplained, changes };
}
