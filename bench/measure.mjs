// Shared by the suites: measuring in alternating rounds, medians, rows of the report.

/** Median of numbers. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Measures every contestant once in every round, so that all see the same state of the
 * machine. One more round at the start is not counted.
 * @param contestants - functions that return (a promise of) seconds
 * @returns for each contestant, its seconds in each round
 */
export async function race(contestants, rounds) {
  const times = contestants.map(() => []);
  for (let round = -1; round < rounds; round++) {
    for (const [c, turn] of contestants.entries()) {
      const taken = await turn();
      if (round >= 0) times[c].push(taken);
    }
  }
  return times;
}

/**
 * Measures two ways of doing the same, in alternating rounds.
 * @param ours, theirs - functions that return (a promise of) seconds
 * @returns medians in seconds, and theirs / ours: how many times faster we are
 */
export async function interleave(ours, theirs, rounds) {
  return howMuchFaster(...(await race([ours, theirs], rounds)));
}

/** theirs / ours, round by round. @param ours, theirs - seconds */
export function howMuchFaster(ours, theirs) {
  return compareRounds(ours, theirs, (mine, other) => other / mine);
}

/** ours / theirs, round by round. @param ours, theirs - seconds */
export function shareOfTime(ours, theirs) {
  return compareRounds(ours, theirs, (mine, other) => mine / other);
}

function compareRounds(ours, theirs, ratioOf) {
  const ratios = ours.map((mine, round) => ratioOf(mine, theirs[round]));
  return {
    ours: median(ours),
    theirs: median(theirs),
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

/** Smallest time of several calls, in seconds. A disturbance can only make a short call longer. */
export async function leastSeconds(work, repeats) {
  let least = Infinity;
  for (let i = 0; i < repeats; i++) least = Math.min(least, await seconds(work));
  return least;
}

/** Number of calls (1 to 20) that take about 10 ms together, estimated from the second call. */
export async function repeatsFor(work) {
  await work();
  const once = await seconds(work);
  return Math.max(1, Math.min(20, Math.round(0.01 / once)));
}

/** A row of the report. The goal is the smallest acceptable speed-up. */
export function speedupRow(name, peer, unit, scale, measured, goal) {
  return judged(rowOf(name, peer, unit, scale, measured), goal, measured.ratio >= goal);
}

/** A row of the report. The goal is the largest acceptable share of the peer's time. */
export function shareRow(name, peer, unit, scale, measured, goal) {
  return judged(rowOf(name, peer, unit, scale, measured), goal, measured.ratio <= goal);
}

/** A row about a number of ours. The goal is its largest acceptable value. */
export function limitRow(name, unit, value, goal) {
  return judged(
    { name, peer: "a limit", ours: value, theirs: null, unit, ratio: value },
    goal,
    value <= goal,
  );
}

/** A row that was not measured, and why. */
export function skippedRow({ name, peer, goal }, reason) {
  const row = { name, peer, ours: null, theirs: null, unit: null, ratio: null };
  return { ...row, goal: goal ?? null, met: null, skipped: reason };
}

function rowOf(name, peer, unit, scale, { ours, theirs, ratio, spread }) {
  return { name, peer, ours: ours * scale, theirs: theirs * scale, unit, ratio, spread };
}

function judged(row, goal, met) {
  return goal === undefined ? { ...row, goal: null, met: null } : { ...row, goal, met };
}
