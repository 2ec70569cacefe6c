import relaxed from "../../wasm/relaxed.wasm?module";
import simd from "../../wasm/simd.wasm?module";
import { edgePlatform } from "./edge.ts";

/** Edge functions of Next and Vercel, where a query says that a file is a module. */
export const platform = edgePlatform({ simd, relaxed });
