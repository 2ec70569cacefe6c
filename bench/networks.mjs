/** Seeded; sums of four uniforms are normal enough for timing. */
export function networks(count, rows, cols) {
  let state = 12345;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
  return Array.from({ length: count }, () => {
    const data = Float64Array.from(
      { length: rows * cols },
      () => uniform() + uniform() + uniform() + uniform(),
    );
    return { rows, cols, data };
  });
}
