import relaxed from "../../wasm/relaxed.wasm";
import simd from "../../wasm/simd.wasm";
import { edgePlatform } from "./edge.ts";

/** Cloudflare's workerd, where kernels are modules and compiling at run time is forbidden. */
export const platform = edgePlatform({ simd, relaxed });
