/** All metrics of the library, each with its code: what `metrics.ts` loads when one is wanted that it does not have. */
export { metrics } from "repgeom";
