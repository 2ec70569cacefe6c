import { sha256Of } from "../base/host/sha256.ts";
import { platform } from "#platform";
import { chooseBuild } from "../wasm/load.ts";

/** Which kernels compute here. The same build gives the same bits, on machines that round products alike. */
export interface KernelBuild {
  readonly name: string;
  /** Of the file of the kernels; absent where it cannot be read. */
  readonly sha256?: string;
  /** Whether a product and a sum are rounded once, as `relaxed` does where the processor can. */
  readonly fused: boolean;
}

/** The kernels that an engine would load. */
export async function kernelBuild(deterministic = false): Promise<KernelBuild> {
  const name = chooseBuild(deterministic);
  const bytes = await platform.read?.(name);
  const fused = name === "relaxed" && (await isFused());
  return { name, ...(bytes && { sha256: await sha256Of(bytes) }), fused };
}

// (module (func (export "f") (param f64 f64 f64) (result f64)
//   (f64x2.extract_lane 0 (f64x2.relaxed_madd
//     (f64x2.splat (local.get 0)) (f64x2.splat (local.get 1)) (f64x2.splat (local.get 2))))))
// The kernels themselves would do, but would be compiled a second time for it.
const fusedProbe = Uint8Array.from(
  `0 97 115 109 1 0 0 0 1 8 1 96 3 124 124 124 1 124 3 2 1 0 7 5 1 1 102 0 0
   10 22 1 20 0 32 0 253 20 32 1 253 20 32 2 253 20 253 135 2 253 33 0 11`.split(/\s+/),
  Number,
);

/** With a = 1 + 2⁻²⁷, a² = 1 + 2⁻²⁶ + 2⁻⁵⁴: the last term is lost where the product is rounded before the sum. */
async function isFused(): Promise<boolean> {
  const a = 1 + 2 ** -27;
  const { instance } = await WebAssembly.instantiate(fusedProbe);
  const multiplyAdd = instance.exports["f"] as (x: number, y: number, z: number) => number;
  return multiplyAdd(a, a, -(1 + 2 ** -26)) === 2 ** -54;
}
