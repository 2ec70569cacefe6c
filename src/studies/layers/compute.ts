import { OptionError } from "../../base/errors.ts";
import { resolveOptions } from "../../base/options.ts";
import type { Control } from "../../run/lanes/control.ts";
import { ones } from "../rsa/drawn.ts";
import { meanBy } from "../rsa/fitting/pool.ts";
import { dimensions, type InferenceOptions } from "../rsa/options.ts";
import type { RsaResult } from "../rsa/result.ts";
import { rsa } from "../rsa/rsa.ts";
import { testNotes } from "../rsa/warnings.ts";
import type { Region } from "./estimates.ts";
import {
  layerStudyOptions,
  type LayerStudyOptions,
  type NetworkLayers,
  type RegionSubjects,
} from "./options.ts";
import { differenceOf, profileOf, type Span } from "./profiles.ts";
import { layerResult, type LayerStudy } from "./result.ts";

/** The computation of `layerStudy`. */
export async function layerStudy(options: LayerStudyOptions, control: Control = {}): Promise<LayerStudy> {
  const {
    networks = [],
    regions = [],
    ...inference
  } = resolveOptions("layerStudy", layerStudyOptions, options);
  assertNetworks(networks);
  if (regions.length === 0)
    throw new OptionError("layerStudy: regions is empty; expected at least one.", "regions");
  const isSingle = regions.some(({ subjects }) => subjects.length < 2);
  const bootstrap = inference.bootstrap ?? (isSingle ? ["stimuli"] : dimensions);
  const found: Region[] = [];
  for (const region of regions)
    found.push(await evaluated(region, networks, { ...inference, bootstrap }, control));
  return assemble(spansOf(networks), found);
}

function assertNetworks(networks: readonly NetworkLayers[]): void {
  if (networks.length === 0)
    throw new OptionError("layerStudy: networks is empty; expected at least one.", "networks");
  const shallow = networks.find(({ layers }) => layers.length < 2);
  if (shallow)
    throw new OptionError(
      `layerStudy: ${shallow.name} has ${shallow.layers.length} layers; a profile over depth needs at least 2.`,
      "networks",
    );
}

/** All layers of all networks as models of one region. */
async function evaluated(
  { name, subjects }: RegionSubjects,
  networks: readonly NetworkLayers[],
  inference: InferenceOptions,
  control: Control,
): Promise<Region> {
  const models = networks.flatMap(({ layers }) => layers);
  // Layers have intervals and no test against chance.
  const untested = { ...inference, test: "t", permutations: 0 } as const;
  const result = await rsa({ ...untested, data: subjects, models }, control);
  const values = meanBy(result.bySubject, ones(result.bySubject.cols));
  const sizes = { subjects: subjects.length, stimuli: subjects[0]!.stimuli.length };
  return { name, values, resamples: result.resamples!, result, sizes };
}

function spansOf(networks: readonly NetworkLayers[]): Span[] {
  let start = 0;
  return networks.map(({ name, layers }) => {
    const depth = layers.map((_, k) => k / (layers.length - 1));
    const span = { name, start, layers: layers.map((layer) => layer.name), depth };
    start += layers.length;
    return span;
  });
}

function assemble(spans: readonly Span[], regions: readonly Region[]): LayerStudy {
  return layerResult({
    regions: regions.map(({ name }) => name),
    noiseCeilings: regions.map(({ result }) => result.noiseCeiling),
    profiles: spans.map((span) => profileOf(span, regions)),
    differences: spans.flatMap((a, k) => spans.slice(k + 1).map((b) => differenceOf(a, b, regions))),
    options: regions[0]!.result.options,
    warnings: regions.flatMap(({ name, result }) => warningsOf(result).map((text) => `${name}: ${text}`)),
  });
}

/** Without what is said about p-values, of which there are none here. */
function warningsOf(result: RsaResult): string[] {
  const notes = testNotes({ models: [] }, result);
  return result.warnings.filter((text) => !notes.includes(text));
}
