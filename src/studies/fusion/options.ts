import {
  choice,
  data,
  mostStarts,
  number,
  optional,
  seed,
  whole,
  type OptionSchema,
  type OptionSchemas,
} from "../../base/options.ts";
import { fusionVariants, type FusionVariant } from "../../geometry/several/network-fusion.ts";
import { namesOption } from "../space/given.ts";

/** How `fuse` passes similarities between networks. */
export interface FuseOptions {
  readonly k?: number | undefined;
  readonly mu?: number | undefined;
  readonly variant?: FusionVariant | undefined;
  readonly iterations?: number | undefined;
  readonly tolerance?: number | undefined;
  readonly names?: readonly string[] | undefined;
  readonly labels?: readonly string[] | undefined;
}

const labelsOption: OptionSchema<readonly string[] | undefined> = data(
  "a list with a name for each matrix",
  "Names of the matrices. Without it those of their metrics, or numbers from 0.",
  Array.isArray,
);

export const fuseOptions = {
  k: optional(
    whole(
      20,
      1,
      1e9,
      "Neighbours of an item, fewer than there are others. Left out: 20, or a third of the items where that is less.",
    ),
  ),
  mu: number(0.5, 1e-3, 1e3, "Width of the similarities, in local scales: 0.3 to 0.8 is usual."),
  variant: choice(
    fusionVariants,
    "paper: the equations of Wang et al. (2014), distances in units of their mean. snfpy: what that package computes, with 1 added to the diagonal at each step; with iterations 20 and tolerance 0 its very values.",
  ),
  iterations: whole(200, 1, 1e6, "Most steps."),
  tolerance: number(
    1e-8,
    0,
    1,
    "Ends where a step changes the fused similarities by no more than this share of their norm.",
  ),
  names: namesOption,
  labels: labelsOption,
} satisfies OptionSchemas<FuseOptions>;

export const consensusMethods = ["mean", "indscal"] as const;
export type ConsensusMethod = (typeof consensusMethods)[number];

/** How `consensus` finds one map. */
export interface ConsensusOptions {
  readonly method?: ConsensusMethod | undefined;
  readonly dimensions?: number | undefined;
  readonly restarts?: number | undefined;
  readonly seed?: number | undefined;
  readonly iterations?: number | undefined;
  readonly tolerance?: number | undefined;
  readonly names?: readonly string[] | undefined;
  readonly labels?: readonly string[] | undefined;
}

export const consensusOptions = {
  method: choice(
    consensusMethods,
    "mean: principal coordinates of the mean of all inner products, each matrix at norm 1. indscal: individual differences scaling, a map whose axes each matrix weighs by itself, found by alternating least squares.",
  ),
  dimensions: whole(2, 1, 1e9, "Axes of the map, at most as many as there are items."),
  restarts: whole(
    4,
    0,
    mostStarts,
    "indscal: random starts besides that from the mixture of matrices in which they differ most.",
  ),
  seed: seed("indscal: decides the random starts."),
  iterations: whole(2000, 1, 1e9, "indscal: most steps from one start."),
  tolerance: number(
    1e-10,
    0,
    1,
    "indscal: a start ends when a step lowers the loss by no more than this share of the sum of squares.",
  ),
  names: namesOption,
  labels: labelsOption,
} satisfies OptionSchemas<ConsensusOptions>;
