// What studies and examples draw at random, from a seed.

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
export function uniform(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal numbers from a seed (Box–Muller). */
export function generator(seed) {
  const next = uniform(seed);
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** n random orthonormal vectors of these normal numbers: Gram–Schmidt, twice. */
export function orthonormal(n, normal) {
  const vectors = [];
  for (let i = 0; i < n; i++) {
    let vector = Array.from({ length: n }, normal);
    for (const earlier of [...vectors, ...vectors]) {
      const along = vector.reduce((sum, value, k) => sum + value * earlier[k], 0);
      vector = vector.map((value, k) => value - along * earlier[k]);
    }
    const norm = Math.hypot(...vector);
    vectors.push(vector.map((value) => value / norm));
  }
  return vectors;
}
