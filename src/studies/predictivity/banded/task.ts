import { defineTask, whole } from "../../../run/tasks/task.ts";
import type { FitPiece, FitSetup } from "./fit.ts";
import type { FeatureSpace, SpaceGram } from "./kernels.ts";
import type { Moments } from "./moments.ts";
import type { Choice, SearchPiece, SearchSetup } from "./search.ts";

/** The Gram matrix of one feature space, a piece. */
export const bandedGrams = defineTask<{ spaces: readonly FeatureSpace[] }, number, SpaceGram>(
  "banded-grams",
  {
    open: async ({ spaces }, kernels) => {
      const { gramOf } = await import("./kernels.ts");
      return (space) => gramOf(spaces[space]!, kernels);
    },
  },
);

/** Some candidates of weights in one fold, a piece. */
export const bandedSearch = defineTask<SearchSetup, SearchPiece, Choice>("banded-search", {
  open: async (setup, kernels) => (await import("./search.ts")).openSearch(setup, kernels),
  durable: whole,
});

/** The predictions of one fold, a piece. */
export const bandedFit = defineTask<FitSetup, FitPiece, Moments>("banded-fit", {
  open: async (setup, kernels) => (await import("./fit.ts")).openFit(setup, kernels),
  durable: whole,
});
