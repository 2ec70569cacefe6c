export { barycenterOf } from "./barycenter.ts";
export type { Barycenter, BarycenterOptions } from "./barycenter.ts";
export { kMeansOf } from "./kmeans.ts";
export type { KMeans, KMeansOptions } from "./kmeans.ts";
export { groups, shapesOf } from "./shapes.ts";
export type { Group, ShapeOptions } from "./shapes.ts";
export { tangentSpaceOf } from "./tangent.ts";
export type { TangentSpace } from "./tangent.ts";
