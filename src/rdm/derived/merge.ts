import { meanRdm } from "../mean-rdm.ts";
import { rdmFrom, type Rdm } from "../rdm.ts";
import { rescaleRdms, type RescaleRdmsOptions } from "../rescale.ts";
import { overAllStimuli } from "../select.ts";

/** Several RDMs as one, and what they became on the way. */
export interface MergedRdm {
  /** Over all stimuli; a pair that no RDM has is missing (NaN). Its scale is that of a vector of norm 1. */
  readonly merged: Rdm;
  /** Those that were given, over all stimuli, at one scale. */
  readonly rdms: readonly Rdm[];
  /** How much each entry counts, RDMs × pairs, NaN where missing. */
  readonly weights: readonly Float64Array[];
  /** What a reader must know, a sentence each. */
  readonly warnings: readonly string[];
}

/**
 * One RDM from RDMs of partly different stimuli: placed over all stimuli by name, brought to one scale by
 * the pairs that they share, and averaged with the weights of `rescaleRdms`.
 *
 * @param options - as of `rescaleRdms`
 * @throws as `overAllStimuli` and `rescaleRdms`.
 *
 * Definition: rsatoolbox, `rdm.combine.from_partials`, `rescale`, and the mean weighted by `rescalingWeights`.
 */
export function mergeRdms(given: readonly Rdm[], options: RescaleRdmsOptions = {}): MergedRdm {
  const aligned = overAllStimuli(given);
  const { rdms, weights } = rescaleRdms(aligned, options);
  const mean = meanRdm(rdms, { weights, name: "merged" });
  const merged = rdmFrom({ ...mean, options: { merged: given.map(({ name }) => name), ...options } });
  return { merged, rdms, weights, warnings: [...gaps(merged), ...islands(aligned)] };
}

function gaps({ missing, condensed }: Rdm): string[] {
  if (missing === 0) return [];
  return [`${missing} of ${condensed.length} pairs of stimuli are in none of the RDMs and have no value.`];
}

/** RDMs that no chain of common pairs joins have no common scale. */
function islands(rdms: readonly Rdm[]): string[] {
  const left = new Set(rdms.keys());
  const groups: number[][] = [];
  for (const start of left) {
    left.delete(start);
    const group = [start];
    for (const r of group) {
      const near = [...left].filter((other) => share(rdms[r]!, rdms[other]!));
      for (const other of near) {
        left.delete(other);
        group.push(other);
      }
    }
    groups.push(group);
  }
  if (groups.length === 1) return [];
  const names = groups.map((group) => group.map((r) => rdms[r]!.name).join(", "));
  return [
    `RDMs without a common pair of stimuli have no common scale; each group is at its own: ${names.join(" | ")}.`,
  ];
}

function share(a: Rdm, b: Rdm): boolean {
  return a.condensed.some((value, k) => !Number.isNaN(value) && !Number.isNaN(b.condensed[k]!));
}
