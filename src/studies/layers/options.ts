import { data, type OptionSchemas } from "../../base/options.ts";
import type { Rdm } from "../../rdm/rdm.ts";
import { inferenceOptions, type InferenceOptions } from "../rsa/options.ts";

/** A network with the RDMs of its layers, from input to output. */
export interface NetworkLayers {
  readonly name: string;
  readonly layers: readonly Rdm[];
}

/** A brain region with one RDM for each subject. */
export interface RegionSubjects {
  readonly name: string;
  readonly subjects: readonly Rdm[];
}

/** What `layerStudy` is asked. */
export interface LayerStudyOptions extends Pick<
  InferenceOptions,
  "comparator" | "comparatorOptions" | "bootstrap" | "samples" | "seed" | "confidence"
> {
  readonly networks: readonly NetworkLayers[];
  readonly regions: readonly RegionSubjects[];
}

const { comparator, comparatorOptions, bootstrap, samples, seed, confidence } = inferenceOptions;

export const layerStudyOptions = {
  networks: data<readonly NetworkLayers[]>(
    "a list of networks like { name, layers }",
    "Networks, each with the RDMs of its layers from input to output.",
    Array.isArray,
  ),
  regions: data<readonly RegionSubjects[]>(
    "a list of regions like { name, subjects }",
    "Brain regions from low to high, each with one RDM for each subject.",
    Array.isArray,
  ),
  comparator,
  comparatorOptions,
  bootstrap: {
    ...bootstrap,
    doc: "What is drawn again. If not given, stimuli and subjects, or stimuli alone where a region has one subject.",
  },
  samples,
  seed,
  confidence,
} satisfies OptionSchemas<Partial<LayerStudyOptions>>;
