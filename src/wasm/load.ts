import { platform } from "#platform";
import type { Exports } from "./exports.ts";

/** The two builds of the kernels. They have the same exports but round differently. */
export type Build = "simd" | "relaxed";

const assets: Record<Build, URL> = {
  simd: new URL("../../wasm/simd.wasm", import.meta.url),
  relaxed: new URL("../../wasm/relaxed.wasm", import.meta.url),
};

// (module (func (result v128) i32.const 1 i8x16.splat i32.const 2 i8x16.splat i8x16.relaxed_swizzle))
const relaxedProbe = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2, 11],
);

/**
 * The build to use on this host. It uses fused multiply-add if the JavaScript engine has it, unless
 * the caller wants the same bits on every machine.
 */
export function chooseBuild(deterministic = false): Build {
  return !deterministic && WebAssembly.validate(relaxedProbe) ? "relaxed" : "simd";
}

/** Compiles one build. The module may be posted to workers, so that they need not compile it again. */
export async function loadModule(build: Build): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await platform.readAsset(assets[build]));
}

/** A new instance with its own memory. */
export async function instantiate(module: WebAssembly.Module): Promise<Exports> {
  const instance = await WebAssembly.instantiate(module, {});
  return instance.exports as unknown as Exports;
}
