import { descendFrom, type BarycenterSearch, type Descent, type DescentStart } from "./descent.ts";
import { settleFrom, type KMeansSearch, type Settled } from "./kmeans.ts";
import type { Matrix } from "../../base/matrix.ts";
import { withoutSpareUnitsOf, type Reduced } from "./barycenter.ts";
import { tangentAxesOf, tangentVectorOf, type TangentAxes } from "./tangent.ts";
import type { Shapes } from "./shapes.ts";
import { defineTask, whole } from "../../run/tasks/task.ts";

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
  durable: whole,
});

/** The search for clusters from one of its starts, by its number. */
export const kMeansStart = defineTask<{ shapes: Shapes; search: KMeansSearch }, number, Settled>(
  "k-means-start",
  {
    open:
      ({ shapes, search }, kernels) =>
      (index) =>
        settleFrom(shapes, search, index, kernels),
    durable: whole,
  },
);

/** A network in as many dimensions as there are stimuli, by its number. */
export const networkWithoutSpareUnits = defineTask<Shapes, number, Reduced>("without-spare-units", {
  open:
    ({ points }, kernels) =>
    (index) =>
      withoutSpareUnitsOf(points[index]!, index === 0, kernels),
});

/** From a mean to the network under the best motion, by its number. */
export const networkOntoMean = defineTask<{ shapes: Shapes; mean: Matrix }, number, Matrix>(
  "network-onto-mean",
  {
    open:
      ({ shapes, mean }, kernels) =>
      (index) =>
        tangentVectorOf(shapes.points[index]!, mean, shapes.group, kernels),
  },
);

/** Eigenvectors of the Gram matrix of rows; the only piece is 0. */
export const tangentAxes = defineTask<Matrix, number, TangentAxes>("tangent-axes", {
  open: (rows, kernels) => () => tangentAxesOf(rows, kernels),
});
