import simd from "../../wasm/simd.wasm?module";
import { edgePlatform } from "./edge.ts";

/**
 * Edge functions of Next and Vercel, where a query says that a file is a module. The build of an app compiles all modules that
 * it imports, under a Node that may not know fused multiply-add: so there is one.
 */
export const platform = edgePlatform({ simd, relaxed: simd });
