// The kernels without the library. This file allocates the memory of the wasm instances.
import { readFileSync } from "node:fs";

export const builds = ["simd", "relaxed"];

/** The file that the compiler writes. The package contains a copy. */
export const codeUrl = (build) => new URL(`../../../wasm/${build}.wasm`, import.meta.url);

/** The reason why this engine cannot run the build; undefined if it can. */
export function missing(build) {
  if (WebAssembly.validate(readFileSync(codeUrl(build)))) return undefined;
  return "this engine has no relaxed SIMD: Node 22 or later, or --experimental-wasm-relaxed-simd";
}

/** An instance of a module that needs no imports except `abort`. */
export function instantiate(code) {
  const abort = () => {
    throw new Error("a kernel aborted");
  };
  return new WebAssembly.Instance(new WebAssembly.Module(code), { env: { abort } }).exports;
}

/** Loads one build. `call` holds its exports; addresses from `put` and `alloc` are valid until `reset`. */
export function loadKernels(build) {
  const call = instantiate(readFileSync(codeUrl(build)));
  const bottom = 1 << 20;
  let top = bottom;
  const alloc = (bytes) => {
    const at = top;
    top = Math.ceil((at + bytes) / 64) * 64;
    const short = top - call.memory.buffer.byteLength;
    if (short > 0) call.memory.grow(Math.ceil(short / 65536));
    return at;
  };
  /** A view that is valid until the next `alloc`. */
  const view = (at, length, Elements = Float64Array) => new Elements(call.memory.buffer, at, length);
  const put = (x) => {
    const at = alloc(x.byteLength);
    view(at, x.length, x.constructor).set(x);
    return at;
  };
  return { build, call, alloc, put, view, reset: () => (top = bottom) };
}

/** The builds that run in this engine. */
export function loadAll() {
  return builds.filter((build) => !missing(build)).map(loadKernels);
}

/** Seeded normal numbers: a mixed counter (as in splitmix), then Box–Muller. */
export function normal(count, seed) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (((z ^ (z >>> 15)) >>> 0) + 0.5) / 2 ** 32;
  };
  return Float64Array.from({ length: count }, () => {
    return Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  });
}
