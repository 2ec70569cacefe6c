import { toRows, type Matrix } from "../../base/matrix.ts";
import type { Estimate } from "../../base/statistics.ts";
import { version } from "../../base/version.ts";
import { written, type NamedTable, type Written } from "../../data/written.ts";
import type { Ceiling } from "../rsa/inference/ceiling.ts";
import type { RsaPlan } from "../rsa/plan.ts";

/** The layer of a network that is most similar to a region. */
export interface BestLayer {
  readonly index: number;
  readonly name: string;
  /** Relative depth: 0 the first layer, 1 the last. Percentile interval. */
  readonly depth: Estimate;
  /** Its similarity. The layer is chosen anew in each resample, so the interval counts that choice; the largest of many noisy values is itself too large. */
  readonly value: Estimate;
  /** How often each layer is the best of a resample. */
  readonly shares: Float64Array;
}

/** Values with their intervals: layers (or depths) × regions. */
export interface Curves {
  readonly values: Matrix;
  readonly lower: Matrix;
  readonly upper: Matrix;
}

/** One network against all regions: mean similarity over subjects, layers × regions. */
export interface LayerProfile extends Curves {
  readonly network: string;
  readonly layers: readonly string[];
  /** Relative depth of each layer, 0 … 1. */
  readonly depth: readonly number[];
  /** For each region. */
  readonly best: readonly BestLayer[];
  /** For each region the least-squares slope of similarity over relative depth. */
  readonly slopes: readonly Estimate[];
  /** Slope of the best relative depth over the order of the regions: above 0 where higher regions have deeper layers. */
  readonly hierarchy?: Estimate;
}

/** The profile of one network minus that of another, depths × regions. */
export interface ProfileDifference extends Curves {
  readonly networks: readonly [string, string];
  /** Relative depths at which profiles are compared: those of the layers where both have as many, else 0, 0.1 … 1. */
  readonly depth: readonly number[];
  /** For each region. */
  readonly slopes: readonly Estimate[];
  /** Difference of the best relative depths for each region. */
  readonly bestDepth: readonly Estimate[];
  /** Difference of the similarities of the best layers for each region, chosen anew in each resample. */
  readonly bestValue: readonly Estimate[];
}

/** What is known of networks and regions. */
export interface LayerFacts {
  readonly regions: readonly string[];
  /** For each region. */
  readonly noiseCeilings: readonly Ceiling[];
  readonly profiles: readonly LayerProfile[];
  /** Each pair of networks. */
  readonly differences: readonly ProfileDifference[];
  readonly options: RsaPlan;
  readonly warnings: readonly string[];
}

/**
 * Layers of networks against brain regions. As `.csv` a row a layer and three columns a region: value
 * and bounds; as `.npy` layers of all networks × regions × (value, lower, upper).
 */
export interface LayerStudy extends LayerFacts, Written {
  readonly version: string;
}

/** Facts with their writers. */
export function layerResult(facts: LayerFacts): LayerStudy {
  const table = () => tableOf(facts);
  const array = () => {
    const { rowNames, values } = table();
    return { shape: [rowNames.length, facts.regions.length, 3], data: values };
  };
  const document = () => plain({ ...facts, version }) as object;
  return { ...facts, version, ...written({ document, table, array }) };
}

function tableOf({ profiles, regions }: LayerFacts): NamedTable & { values: number[] } {
  return {
    rowNames: profiles.flatMap(({ network, layers }) => layers.map((layer) => `${network}, ${layer}`)),
    colNames: regions.flatMap((region) => [region, `${region}, lower`, `${region}, upper`]),
    values: profiles.flatMap(({ values, lower, upper }) =>
      Array.from(values.data, (value, k) => [value, lower.data[k]!, upper.data[k]!]).flat(),
    ),
  };
}

/** Matrices as rows and typed arrays as arrays, for JSON. */
function plain(value: unknown): unknown {
  if (value instanceof Float64Array) return [...value];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if ("rows" in value && "data" in value) return toRows(value as Matrix);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}
