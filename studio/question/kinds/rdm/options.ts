import { dissimilarities, type DissimilarityName } from "repgeom";
import { rdmOptions, stimulusMapOption, type AnySchemas } from "repgeom/options";

const { conditions: _, runs: __, ...own } = rdmOptions;

/** Those of `rdm` that a person can give, and which maps of the stimuli there are. */
export const rdmFormOptions: AnySchemas = { ...own, mds: stimulusMapOption };

const ofAll = new Set(["dissimilarity", "pooling", "average", "mds"]);

/** Options that the chosen dissimilarity does not take, each with why. */
export function idleOf(given: Readonly<Record<string, unknown>>): Record<string, string> {
  const name = (given["dissimilarity"] ?? rdmOptions.dissimilarity.default) as DissimilarityName;
  const { options, noise } = dissimilarities[name] ?? dissimilarities.correlation;
  const reason = `${name} does not take it.`;
  const taken = (option: string) =>
    ofAll.has(option) ||
    (option === "noise" ? noise !== undefined : (options as readonly string[]).includes(option));
  const idle = Object.keys(rdmFormOptions).filter((option) => !taken(option));
  return Object.fromEntries(idle.map((option) => [option, reason]));
}
