/** Checkpoints side by side: they lie ever farther apart. */
export function stepAxis(checkpoints) {
  return { label: "step of training", ticks: checkpoints.map((step, at) => ({ at, label: String(step) })) };
}

/** A line of estimates with their intervals. */
export function seriesOf(name, x, estimates, more = {}) {
  return {
    name,
    x,
    y: estimates.map(({ value }) => value),
    low: estimates.map(({ lower }) => lower),
    high: estimates.map(({ upper }) => upper),
    ...more,
  };
}

/** A bar of an estimate with its interval. */
export function barOf(name, { value, lower, upper }, more = {}) {
  return { name, value, ...(Number.isFinite(lower) ? { low: lower, high: upper } : {}), ...more };
}
