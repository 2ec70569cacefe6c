/**
 * The entry `repgeom/rdm`: dissimilarity matrices, and nothing else. A bundler that loads whatever an index names (esbuild)
 * makes a smaller page of it. An engine of this entry has no methods; the functions take it as any other.
 */
export { createHandle as createEngine } from "../run/runtime.ts";
export { noiseCovariance, noisePrecision, rdm, rdmMovie } from "../studies/rdm/rdm.ts";
