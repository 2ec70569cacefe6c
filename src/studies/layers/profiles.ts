/** What the resamples of all regions say about one network, and about two. */
import { square } from "../../base/math/powers.ts";
import { matrix } from "../../base/matrix.ts";
import { mean, type Estimate } from "../../base/statistics.ts";
import {
  eachResample,
  estimate,
  estimateOf,
  percentileEstimate,
  type Contrast,
  type Region,
} from "./estimates.ts";
import type { BestLayer, Curves, LayerProfile, ProfileDifference } from "./result.ts";

/** One network's place among the models of every region. */
export interface Span {
  readonly name: string;
  readonly start: number;
  readonly layers: readonly string[];
  /** Relative depth of each layer, 0 … 1. */
  readonly depth: readonly number[];
}

/** One network against all regions. */
export function profileOf(span: Span, regions: readonly Region[]): LayerProfile {
  const { name, layers, depth, start } = span;
  const curves = regions.map((region) =>
    layers.map((_, k) => estimate(region, contrast(region, [[start + k, 1]]))),
  );
  return {
    network: name,
    layers,
    depth,
    ...tables(curves),
    best: regions.map((region) => bestLayer(span, region)),
    slopes: regions.map((region) => estimate(region, slopeContrast(span, region))),
    ...(regions.length > 1 ? { hierarchy: hierarchyOf(span, regions) } : {}),
  };
}

/** Network `a` minus network `b`, at common depths. */
export function differenceOf(a: Span, b: Span, regions: readonly Region[]): ProfileDifference {
  const isSame = a.layers.length === b.layers.length;
  const depth = isSame ? a.depth : Array.from({ length: 11 }, (_, k) => k / 10);
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
    bestDepth: regions.map((region) => depthDifference(a, b, region)),
    bestValue: regions.map((region) =>
      estimateOf(region, (values) => bestValue(a, values) - bestValue(b, values)),
    ),
  };
}

function depthDifference(a: Span, b: Span, region: Region): Estimate {
  const difference = (values: Float64Array) => bestDepth(a, values) - bestDepth(b, values);
  const { confidence } = region.result.options;
  return percentileEstimate(difference(region.values), eachResample(region, difference), confidence);
}

/** Layers (or depths) × regions, three times, from estimates region by region. */
function tables(curves: readonly (readonly Estimate[])[]): Curves {
  const [rows, cols] = [curves[0]!.length, curves.length];
  const table = (member: keyof Estimate) =>
    matrix(
      rows,
      cols,
      Float64Array.from({ length: rows * cols }, (_, k) => curves[k % cols]![Math.floor(k / cols)]![member]),
    );
  return { values: table("value"), lower: table("lower"), upper: table("upper") };
}

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
  const centre = mean(x);
  const spread = x.reduce((sum, value) => sum + square(value - centre), 0);
  return x.map((value) => (value - centre) / spread);
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

function bestLayer(span: Span, region: Region): BestLayer {
  const { layers, depth } = span;
  const bests = eachResample(region, (values) => bestIndex(span, values));
  const index = bestIndex(span, region.values);
  const counts = new Float64Array(layers.length);
  for (const best of bests) counts[best]! += 1;
  const depths = bests.map((best) => depth[best]!);
  return {
    index,
    name: layers[index]!,
    depth: percentileEstimate(depth[index]!, depths, region.result.options.confidence),
    value: estimateOf(region, (values) => bestValue(span, values)),
    shares: counts.map((count) => count / bests.length),
  };
}

/** The layer with the largest value; the first of equals. */
function bestIndex({ start, layers }: Span, values: Float64Array): number {
  let best = 0;
  for (let k = 1; k < layers.length; k++) if (values[start + k]! > values[start + best]!) best = k;
  return best;
}

function bestValue(span: Span, values: Float64Array): number {
  return values[span.start + bestIndex(span, values)]!;
}

function bestDepth(span: Span, values: Float64Array): number {
  return span.depth[bestIndex(span, values)]!;
}

/** From the resamples that are usable in every region; they draw the same stimuli in all. */
function hierarchyOf(span: Span, regions: readonly Region[]): Estimate {
  const weights = slopeWeights(regions.map((_, k) => k));
  const slope = (depths: readonly number[]) => depths.reduce((sum, depth, k) => sum + weights[k]! * depth, 0);
  const depths = regions.map((region) => {
    const found = eachResample(region, (values) => bestDepth(span, values));
    return new Map(region.resamples.kept.map((n, k) => [n, found[k]!]));
  });
  const common = [...depths[0]!.keys()].filter((n) => depths.every((some) => some.has(n)));
  return percentileEstimate(
    slope(regions.map(({ values }) => bestDepth(span, values))),
    Float64Array.from(common, (n) => slope(depths.map((some) => some.get(n)!))),
    regions[0]!.result.options.confidence,
  );
}
