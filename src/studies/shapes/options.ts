import type { Matrix } from "../../base/matrix.ts";
import { normalizeOption, type Normalization } from "../../data/normalize.ts";
import {
  boolean,
  choice,
  data,
  number,
  optional,
  mostStarts,
  seed,
  whole,
  type Chosen,
  type OptionSchemas,
} from "../../base/options.ts";

/** Motions of the units that do not change what a network is taken to represent. */
export const groups = ["orthogonal", "permutation", "identity"] as const;
export type Group = (typeof groups)[number];

/** Which networks are the same shape. */
export interface ShapeOptions {
  readonly group?: Group | undefined;
  readonly center?: boolean | undefined;
  readonly normalize?: Normalization | undefined;
}

/** Options of `barycenter`. */
export interface BarycenterOptions extends ShapeOptions {
  readonly restarts?: number | undefined;
  readonly seed?: number | undefined;
  readonly iterations?: number | undefined;
  readonly tolerance?: number | undefined;
}

/** Options of `tangentSpace`; those of `barycenter` find the mean, where none is given. */
export interface TangentOptions extends BarycenterOptions {
  readonly mean?: Matrix | undefined;
  readonly dimensions?: number | undefined;
}

/** Options of `kmeans`. */
export interface KMeansOptions extends ShapeOptions {
  readonly clusters: number;
  readonly restarts?: number | undefined;
  readonly seed?: number | undefined;
  readonly iterations?: number | undefined;
}

const starts = seed("Decides the starts.");

export const shapeOptions = {
  group: choice(
    groups,
    "Motions of the units that are undone: rotations and reflections, reorderings, or none.",
  ),
  center: boolean(false, "Subtract each unit's mean over stimuli first."),
  normalize: normalizeOption,
} satisfies OptionSchemas<ShapeOptions>;

export const barycenterOptions = {
  ...shapeOptions,
  restarts: optional(
    whole(
      8,
      1,
      mostStarts,
      "Starts: networks first, then means of networks moved at random. By default 8, for group permutation 32.",
    ),
  ),
  seed: starts,
  iterations: whole(2000, 1, 1e9, "Most passes from one start."),
  tolerance: number(
    1e-10,
    0,
    Number.MAX_VALUE,
    "A start has ended when a pass moves the mean by less than this share of its norm.",
  ),
} satisfies OptionSchemas<BarycenterOptions>;

export const tangentOptions = {
  ...barycenterOptions,
  mean: data<Matrix>(
    "a matrix { rows, cols, data }",
    "The point of the shape space at which the space is flat, stimuli × width. By default the barycenter. One that comes from other networks needs the normalize with which it was found.",
  ),
  dimensions: optional(
    whole(
      2,
      1,
      1e9,
      "Principal components to give, at most one for each network. By default 2, or 1 of one network.",
    ),
  ),
} satisfies OptionSchemas<TangentOptions>;

export const kMeansOptions = {
  ...shapeOptions,
  // It has no default: a number of clusters that nobody chose would look like a finding.
  clusters: optional(whole(2, 1, 1e9, "How many clusters, at most one for each network. It must be given.")),
  restarts: whole(8, 1, mostStarts, "Starts."),
  seed: starts,
  iterations: whole(300, 1, 1e9, "Most rounds from one start."),
} satisfies OptionSchemas<Omit<KMeansOptions, "clusters"> & { readonly clusters?: number | undefined }>;

export type ChosenShape = Chosen<typeof shapeOptions>;
export type ChosenBarycenter = Chosen<typeof barycenterOptions>;
export type ChosenKMeans = Chosen<typeof kMeansOptions>;
