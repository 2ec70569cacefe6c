import { descendFrom, type BarycenterSearch, type Descent, type DescentStart } from "./descent.ts";
import { settleFrom, type KMeansSearch, type Settled } from "./kmeans.ts";
import type { Shapes } from "./shapes.ts";
import { defineTask } from "../../run/tasks/task.ts";

/** The search for a barycenter from one of its starts. */
export const barycenterStart = defineTask<
  { shapes: Shapes; search: BarycenterSearch },
  DescentStart,
  Descent
>("barycenter-start", {
  open:
    ({ shapes, search }, kernels) =>
    (start) =>
      descendFrom(shapes, search, start, kernels),
});

/** The search for clusters from one of its starts, by its number. */
export const kMeansStart = defineTask<{ shapes: Shapes; search: KMeansSearch }, number, Settled>(
  "k-means-start",
  {
    open:
      ({ shapes, search }, kernels) =>
      (index) =>
        settleFrom(shapes, search, index, kernels),
  },
);
