export { barycenterOf } from "./barycenter.ts";
export type { Barycenter, BarycenterOptions, Descend } from "./barycenter.ts";
export { kMeansOf } from "./kmeans.ts";
export type { KMeans, KMeansOptions, Settle } from "./kmeans.ts";
export { groups, shapesOf } from "./shapes.ts";
export type { Group, ShapeOptions, Shapes } from "./shapes.ts";
export { tangentSpaceOf } from "./tangent.ts";
export type { TangentSpace } from "./tangent.ts";
