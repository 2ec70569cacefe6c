import { OptionError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Control } from "../../run/control.ts";
import type { Rdm } from "../../rdm/rdm.ts";
import { version } from "../../base/version.ts";
import type { Ceiling } from "../rsa/inference/ceiling.ts";
import type { RsaOptions, RsaPlan } from "../rsa/options.ts";
import { meanBy } from "../rsa/fitting/pool.ts";
import { rowsOf, type RsaResult } from "../rsa/result.ts";
import { rsa } from "../rsa/rsa.ts";
import { ones } from "../rsa/section.ts";
import type { Resamples } from "../rsa/inference/summary.ts";
import { quantile } from "../../base/statistics.ts";
import { upperQuantile } from "../../base/student.ts";
import { besselFactor, dualVariance } from "../rsa/inference/variance.ts";

/** What `layerStudy` is asked. */
export interface LayerStudyOptions extends Pick<
  RsaOptions,
  "comparator" | "comparatorOptions" | "bootstrap" | "samples" | "seed" | "confidence"
> {
  /** Networks, each with the RDMs of its layers from input to output. */
  readonly networks: readonly { readonly name: string; readonly layers: readonly Rdm[] }[];
  /** Brain regions from low to high, each with one RDM for each subject. */
  readonly regions: readonly { readonly name: string; readonly subjects: readonly Rdm[] }[];
}

/** A number with its interval. */
export interface Estimate {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** The layer of a network that is most similar to a region. */
export interface BestLayer {
  readonly index: number;
  readonly name: string;
  /** Relative depth: 0 the first layer, 1 the last. Percentile interval. */
  readonly depth: Estimate;
  /** How often each layer is the best of a resample. */
  readonly shares: Float64Array;
}

/** One network against all regions. */
export interface LayerProfile {
  readonly network: string;
  readonly layers: readonly string[];
  /** Relative depth of each layer, 0 … 1. */
  readonly depth: readonly number[];
  /** Layers × regions: mean similarity over subjects, and the bounds of its interval. */
  readonly values: Matrix;
  readonly lower: Matrix;
  readonly upper: Matrix;
  /** For each region. */
  readonly best: readonly BestLayer[];
  /** For each region the least-squares slope of similarity over relative depth. */
  readonly slopes: readonly Estimate[];
  /** Slope of the best relative depth over the order of the regions: above 0 where higher regions have deeper layers. */
  readonly hierarchy?: Estimate;
}

/** The profile of one network minus that of another. */
export interface ProfileDifference {
  readonly networks: readonly [string, string];
  /** Relative depths at which profiles are compared: those of the layers where both have as many, else 0, 0.1 … 1. */
  readonly depth: readonly number[];
  /** Depths × regions. */
  readonly values: Matrix;
  readonly lower: Matrix;
  readonly upper: Matrix;
  /** For each region. */
  readonly slopes: readonly Estimate[];
  /** Difference of the best relative depths for each region. */
  readonly bestDepth: readonly Estimate[];
}

export interface LayerStudy {
  readonly regions: readonly string[];
  readonly noiseCeilings: readonly Ceiling[];
  readonly profiles: readonly LayerProfile[];
  /** Each pair of networks. */
  readonly differences: readonly ProfileDifference[];
  readonly options: RsaPlan;
  readonly warnings: readonly string[];
  readonly version: string;
  toJSON(): object;
}

/** One network's place among the models of every region. */
interface Span {
  readonly name: string;
  readonly start: number;
  readonly layers: readonly string[];
  readonly depth: readonly number[];
}

/** One region: its observed values of all layers of all networks, and its resamples. */
interface Region {
  readonly name: string;
  readonly values: Float64Array;
  readonly resamples: Resamples;
  readonly result: RsaResult;
  readonly sizes: { readonly subjects: number; readonly stimuli: number };
}

/**
 * Layers of networks against brain regions: which layer is most similar to each region, how
 * similarity changes with depth, and how networks differ in that. Curves, slopes and
 * differences are linear in the values and have the intervals of `rsa` (corrected variance);
 * the best layer has a percentile interval. All regions see the same draws of stimuli.
 * @throws as `rsa`.
 */
export async function layerStudy(options: LayerStudyOptions, control: Control = {}): Promise<LayerStudy> {
  const { networks, regions, ...inference } = options;
  assertGiven(networks, regions);
  const models = networks.flatMap(({ layers }) => layers);
  const single = regions.some(({ subjects }) => subjects.length < 2);
  const bootstrap = options.bootstrap ?? (single ? ["stimuli"] : ["stimuli", "subjects"]);
  const found: Region[] = [];
  for (const { name, subjects } of regions) {
    const result = await rsa({ ...inference, bootstrap, data: subjects, models }, control);
    const values = meanBy(result.bySubject, ones(result.bySubject.cols));
    const sizes = { subjects: subjects.length, stimuli: subjects[0]!.stimuli.length };
    found.push({ name, values, resamples: result.resamples!, result, sizes });
  }
  return assemble(spansOf(networks), found);
}

function assertGiven(networks: LayerStudyOptions["networks"], regions: LayerStudyOptions["regions"]): void {
  if (networks.length === 0) throw new OptionError("layerStudy: networks is empty; expected at least one.");
  if (regions.length === 0) throw new OptionError("layerStudy: regions is empty; expected at least one.");
  const shallow = networks.find(({ layers }) => layers.length < 2);
  if (shallow)
    throw new OptionError(
      `layerStudy: ${shallow.name} has ${shallow.layers.length} layers; a profile over depth needs at least 2.`,
    );
}

function spansOf(networks: LayerStudyOptions["networks"]): Span[] {
  let start = 0;
  return networks.map(({ name, layers }) => {
    const depth = layers.map((_, k) => k / (layers.length - 1));
    const span = { name, start, layers: layers.map((layer) => layer.name), depth };
    start += layers.length;
    return span;
  });
}

function assemble(spans: readonly Span[], regions: readonly Region[]): LayerStudy {
  const options = regions[0]!.result.options;
  const profiles = spans.map((span) => profileOf(span, regions));
  const differences = spans.flatMap((a, k) => spans.slice(k + 1).map((b) => differenceOf(a, b, regions)));
  const facts = {
    regions: regions.map(({ name }) => name),
    noiseCeilings: regions.map(({ result }) => result.noiseCeiling),
    profiles,
    differences,
    options,
    warnings: regions.flatMap(({ name, result }) => result.warnings.map((text) => `${name}: ${text}`)),
    version,
  };
  return { ...facts, toJSON: () => plain(facts) as object };
}

function profileOf(span: Span, regions: readonly Region[]): LayerProfile {
  const { name, layers, depth, start } = span;
  const curves = regions.map((region) =>
    layers.map((_, k) => estimate(region, contrast(region, [[start + k, 1]]))),
  );
  const best = regions.map((region) => bestLayer(span, region));
  return {
    network: name,
    layers,
    depth,
    ...tables(curves),
    best,
    slopes: regions.map((region) => estimate(region, slopeContrast(span, region))),
    ...(regions.length > 1 ? { hierarchy: hierarchyOf(span, regions) } : {}),
  };
}

function differenceOf(a: Span, b: Span, regions: readonly Region[]): ProfileDifference {
  const same = a.layers.length === b.layers.length;
  const depth = same ? a.depth : Array.from({ length: 11 }, (_, k) => k / 10);
  const curves = regions.map((region) =>
    depth.map((at) => estimate(region, minus(valueAt(a, at, region), valueAt(b, at, region)))),
  );
  return {
    networks: [a.name, b.name],
    depth,
    ...tables(curves),
    slopes: regions.map((region) =>
      estimate(region, minus(slopeContrast(a, region), slopeContrast(b, region))),
    ),
    bestDepth: regions.map((region) =>
      percentile(
        bestDepth(a, region.values) - bestDepth(b, region.values),
        eachResample(region, (values) => bestDepth(a, values) - bestDepth(b, values)),
        region.result.options.confidence,
      ),
    ),
  };
}

/** Layers (or depths) × regions, three times, from estimates region by region. */
function tables(curves: readonly (readonly Estimate[])[]): { values: Matrix; lower: Matrix; upper: Matrix } {
  const rows = curves[0]!.length;
  const table = (member: keyof Estimate) =>
    matrix(
      rows,
      curves.length,
      Float64Array.from(
        { length: rows * curves.length },
        (_, k) => curves[k % curves.length]![Math.floor(k / curves.length)]![member],
      ),
    );
  return { values: table("value"), lower: table("lower"), upper: table("upper") };
}

/** A weight for each model: what an estimate is a sum of. */
type Contrast = Float64Array;

function contrast({ values }: Region, weights: readonly (readonly [number, number])[]): Contrast {
  const result = new Float64Array(values.length);
  for (const [model, weight] of weights) result[model]! += weight;
  return result;
}

/** The least-squares slope over depth. */
function slopeContrast({ start, depth }: Span, region: Region): Contrast {
  const weights = slopeWeights(depth);
  return contrast(
    region,
    weights.map((weight, k) => [start + k, weight] as const),
  );
}

function slopeWeights(x: readonly number[]): number[] {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const square = x.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return x.map((value) => (value - mean) / square);
}

/** The profile at a relative depth, linear between layers. */
function valueAt({ start, depth }: Span, at: number, region: Region): Contrast {
  const position = at * (depth.length - 1);
  const below = Math.min(Math.floor(position), depth.length - 2);
  const weight = position - below;
  return contrast(region, [
    [start + below, 1 - weight],
    [start + below + 1, weight],
  ]);
}

function minus(a: Contrast, b: Contrast): Contrast {
  return a.map((value, k) => value - b[k]!);
}

/** The contrast of the observed values, with a t interval of its (corrected) bootstrap variance. */
function estimate({ values, resamples, result, sizes }: Region, weights: Contrast): Estimate {
  const { draws, models, resamples: count } = resamples.shape;
  const variances = Array.from({ length: draws }, (_, draw) => {
    const samples = Float64Array.from({ length: count }, (_, n) =>
      inner(weights, resamples.values.subarray((n * draws + draw) * models, (n * draws + draw + 1) * models)),
    );
    return varianceOf(samples);
  });
  const { bootstrap, confidence } = result.options;
  const items = Math.min(...bootstrap.map((dimension) => sizes[dimension]));
  const variance = draws === 3 ? dualVariance(variances, sizes) : variances[0]! * besselFactor(items);
  const half = upperQuantile((1 - confidence) / 2, result.dof!) * Math.sqrt(Math.max(0, variance));
  const value = inner(weights, values);
  return { value, lower: value - half, upper: value + half };
}

function inner(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += x[k]! * y[k]!;
  return sum;
}

function varianceOf(samples: Float64Array): number {
  const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
  return samples.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (samples.length - 1);
}

function bestLayer(span: Span, region: Region): BestLayer {
  const { layers, depth } = span;
  const bests = eachResample(region, (values) => bestIndex(span, values));
  const index = bestIndex(span, region.values);
  const shares = new Float64Array(layers.length);
  for (const best of bests) shares[best]! += 1 / bests.length;
  const depths = bests.map((best) => depth[best]!);
  return {
    index,
    name: layers[index]!,
    depth: percentile(depth[index]!, depths, region.result.options.confidence),
    shares,
  };
}

function bestIndex({ start, layers }: Span, values: Float64Array): number {
  let best = 0;
  for (let k = 1; k < layers.length; k++) if (values[start + k]! > values[start + best]!) best = k;
  return best;
}

function bestDepth(span: Span, values: Float64Array): number {
  return span.depth[bestIndex(span, values)]!;
}

/** A number from the values of all layers in each resample over all that is drawn. */
function eachResample({ resamples }: Region, f: (values: Float64Array) => number): Float64Array {
  const { draws, models, resamples: count } = resamples.shape;
  return Float64Array.from({ length: count }, (_, n) =>
    f(resamples.values.subarray(n * draws * models, (n * draws + 1) * models)),
  );
}

function percentile(value: number, samples: Float64Array, confidence: number): Estimate {
  const sorted = samples.slice().sort();
  const tail = (1 - confidence) / 2;
  return { value, lower: quantile(sorted, tail), upper: quantile(sorted, 1 - tail) };
}

/** Over resamples that are usable in every region, which draw the same stimuli in all. */
function hierarchyOf(span: Span, regions: readonly Region[]): Estimate {
  const weights = slopeWeights(regions.map((_, k) => k));
  const slope = (depths: readonly number[]) => depths.reduce((sum, depth, k) => sum + weights[k]! * depth, 0);
  const depths = regions.map((region) => {
    const found = eachResample(region, (values) => bestDepth(span, values));
    return new Map(region.resamples.kept.map((n, k) => [n, found[k]!]));
  });
  const common = [...depths[0]!.keys()].filter((n) => depths.every((some) => some.has(n)));
  return percentile(
    slope(regions.map(({ values }) => bestDepth(span, values))),
    Float64Array.from(common, (n) => slope(depths.map((some) => some.get(n)!))),
    regions[0]!.result.options.confidence,
  );
}

/** Matrices as rows and typed arrays as arrays, for JSON. */
function plain(value: unknown): unknown {
  if (value instanceof Float64Array) return [...value];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if ("rows" in value && "data" in value) return rowsOf(value as Matrix);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}
