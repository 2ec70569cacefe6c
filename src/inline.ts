/**
 * The entry `repgeom/inline`: the same names as `repgeom`, and the kernels inside, for notebooks, modules from a `blob:` and
 * bundles that are one file. It has the build that gives the same bits everywhere.
 */
import text from "../wasm/simd-text.js";
import { inline } from "./wasm/inlined.ts";

inline(text);

export * from "./index.ts";
