/**
 * Seeded random numbers: xoshiro128** (Blackman & Vigna, ACM TOMS 47(4), 2021).
 * Its state is filled by splitmix32, so that neighbouring seeds give unrelated streams.
 */
import { cos } from "./math/circular.ts";
import { log } from "./math/log.ts";

export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** A whole number from 0 to n − 1. */
  below(n: number): number;
}

/**
 * A stream of random numbers that depends only on `seed` and `stream`.
 * @param stream - selects one of many unrelated streams of the seed, e.g. one per resample or
 *   restart, so that any thread can draw it
 */
export function createRandom(seed: number, stream = 0): Random {
  const next = xoshiro(seed + Math.imul(stream, 0x6a09e667));
  const uniform = () => next() / 2 ** 32;
  return {
    uniform,
    // Box–Muller; 1 − u is never 0.
    normal: () => Math.sqrt(-2 * log(1 - uniform())) * cos(2 * Math.PI * uniform()),
    below: (n) => Math.floor(uniform() * n),
  };
}

/** 0 … length − 1 in a random order: Fisher–Yates. */
export function shuffled(length: number, random: Random): number[] {
  const order = Array.from({ length }, (_, k) => k);
  for (let k = length - 1; k > 0; k--) {
    const other = random.below(k + 1);
    [order[k], order[other]] = [order[other]!, order[k]!];
  }
  return order;
}

function xoshiro(seed: number): () => number {
  const state = new Uint32Array(4);
  let mixed = seed >>> 0;
  for (let k = 0; k < 4; k++) {
    mixed = (mixed + 0x9e3779b9) >>> 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    state[k] = z ^ (z >>> 15);
  }
  return () => {
    const [a, b, c, d] = [state[0]!, state[1]!, state[2]!, state[3]!]; // no iterator: it takes longer than all else
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    const [c1, d1] = [c ^ a, d ^ b];
    state[1] = b ^ c1;
    state[0] = a ^ d1;
    state[2] = c1 ^ shifted;
    state[3] = rotate(d1, 11);
    return result;
  };
}

function rotate(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}
