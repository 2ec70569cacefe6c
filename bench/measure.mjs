// What the suites share: rounds taken in turn, medians, rows.

/** Median of numbers. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Times two ways of doing the same in turn, after one round that does not count.
 * @param ours, theirs - functions that return (a promise of) seconds
 * @returns medians in seconds, and theirs / ours: how many times faster we are
 */
export async function interleave(ours, theirs, rounds) {
  const times = [];
  for (let round = -1; round < rounds; round++) {
    const pair = [await ours(), await theirs()];
    if (round >= 0) times.push(pair);
  }
  const ratios = times.map(([a, b]) => b / a);
  return {
    ours: median(times.map(([a]) => a)),
    theirs: median(times.map(([, b]) => b)),
    ratio: median(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
  };
}

/** Seconds that `work` takes. */
export async function seconds(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** A row of the report; the goal is a smallest speed-up. */
export function speedupRow(name, peer, unit, scale, measured, goal) {
  const { ours, theirs, ratio, spread } = measured;
  const row = { name, peer, ours: ours * scale, theirs: theirs * scale, unit, ratio, spread };
  return goal === undefined ? row : { ...row, goal, met: ratio >= goal };
}
