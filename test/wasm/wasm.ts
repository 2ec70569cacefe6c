// The kernels without the facade, for tests of the kernels themselves: addresses,
// strides and all. Both builds must pass everything.

import { readFileSync } from "node:fs";

export const builds = ["simd", "relaxed"] as const;
export type Build = (typeof builds)[number];
export type Precision = "d" | "s";
export type Vector = Float64Array | Float32Array;

/** Bytes that no kernel may change stand on both sides of every allocation. */
const GUARD = 64;
const GUARD_BYTE = 0xa5;

/** One instance of a build, its memory dealt out from the bottom up. */
export class Wasm {
  readonly call: Record<string, (...args: number[]) => number>;
  readonly #memory: WebAssembly.Memory;
  readonly #guards: number[] = [];
  readonly #bottom: number;
  #top: number;

  constructor(build: Build) {
    const code = readFileSync(new URL(`../../wasm/${build}.wasm`, import.meta.url));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), {
      env: {
        abort: () => {
          throw new Error("a kernel aborted");
        },
      },
    });
    this.call = exports as never;
    this.#memory = exports["memory"] as WebAssembly.Memory;
    // Static data of the module lies below.
    this.#bottom = this.#top = 1 << 16;
  }

  /** Frees everything, after checking that nothing was written outside its place. */
  reset(): void {
    const all = new Uint8Array(this.#memory.buffer);
    const broken = this.#guards.filter((at) => all.subarray(at, at + GUARD).some((x) => x !== GUARD_BYTE));
    this.#guards.length = 0;
    this.#top = this.#bottom;
    if (broken.length > 0) throw new Error(`a kernel wrote outside its operands, at ${broken.join(", ")}`);
  }

  /** Address of `bytes` new bytes, 16-byte aligned, with garbage (NaN) in them. */
  alloc(bytes: number): number {
    const at = this.#top + GUARD;
    this.#top = Math.ceil((at + bytes) / 16) * 16;
    this.#reserve(this.#top + GUARD);
    const all = new Uint8Array(this.#memory.buffer);
    all.fill(0xff, at, at + bytes);
    for (const guard of [at - GUARD, at + bytes]) {
      all.fill(GUARD_BYTE, guard, guard + GUARD);
      this.#guards.push(guard);
    }
    this.#top = Math.ceil((at + bytes + GUARD) / 16) * 16;
    return at;
  }

  /** Copies `x` in. @returns its address */
  put(x: Vector): number {
    const at = this.alloc(x.byteLength);
    this.view(at, x.length, x instanceof Float64Array ? "d" : "s").set(x);
    return at;
  }

  /** A copy of what stands at `at`. */
  get(at: number, length: number, precision: Precision = "d"): Vector {
    return this.view(at, length, precision).slice();
  }

  /** What stands at `at`; valid until the next allocation. */
  view(at: number, length: number, precision: Precision = "d"): Vector {
    return precision === "d"
      ? new Float64Array(this.#memory.buffer, at, length)
      : new Float32Array(this.#memory.buffer, at, length);
  }

  #reserve(end: number): void {
    const missing = end - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / 65536));
  }
}

/** Zeros of the precision. */
export function vector(length: number, precision: Precision = "d"): Vector {
  return precision === "d" ? new Float64Array(length) : new Float32Array(length);
}

/** Seeded stream of numbers in (−1, 1): a 32-bit mixing of a counter (splitmix, as in "Fast Splittable PRNGs"). */
export function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 31 - 1;
  };
}

/** rows × cols of noise with row stride `ld`; NaN in the gaps, which no kernel may read or write. */
export function noiseMatrix(
  rows: number,
  cols: number,
  ld: number,
  seed: number,
  precision: Precision = "d",
): Vector {
  const next = noise(seed);
  const x = vector(rows * ld, precision).fill(NaN);
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) x[i * ld + j] = next();
  return x;
}

/** Unit roundoff times two. */
export function epsilon(precision: Precision): number {
  return precision === "d" ? 2 ** -52 : 2 ** -23;
}
