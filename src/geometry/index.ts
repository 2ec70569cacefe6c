export { leaves, optimalLeafOrder } from "./leaf-order.ts";
export { linkage, linkageMethods } from "./linkage.ts";
export type { LinkageMethod } from "./linkage.ts";
export { centeredSquares, goodnessOfFit, pcoa } from "./pcoa.ts";
export type { Eigh, Embedding, WorstPair } from "./pcoa.ts";
export { toDistances } from "./to-distances.ts";
export type { Distances } from "./to-distances.ts";
