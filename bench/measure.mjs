// Shared by the suites: measuring in alternating rounds, medians, rows of the report.

/** Median of numbers. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A turn of more seconds counts although it is the first: little of it is the start of anything. */
const LONG = 5;
/** Seconds of rounds before those that count: time for the JavaScript engine to optimise. */
const WARM = 0.5;
/** Turns of fewer seconds are taken more often, because a disturbance is large beside them. */
const SHORT = 0.1;
const OFTEN = 7;

/**
 * Measures every contestant once in every round, so that all see the same state of the
 * machine. Rounds at the start are not counted, unless they took long; short turns have more rounds.
 * @param contestants - functions that return (a promise of) seconds
 * @returns for each contestant, its seconds in each round
 */
export async function race(contestants, rounds) {
  const once = async () => {
    const taken = [];
    for (const turn of contestants) taken.push(await turn());
    return taken;
  };
  const start = performance.now();
  let first;
  do first = await once();
  while (performance.now() - start < 1000 * WARM);
  const enough = first.every((taken) => taken < SHORT) ? Math.max(OFTEN, rounds) : rounds;
  const counted = first.some((taken) => taken > LONG) ? [first] : [];
  while (counted.length < enough) counted.push(await once());
  return contestants.map((_, c) => counted.map((taken) => taken[c]));
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

/**
 * `howMuchFaster` of the least of each side over the rounds: for short calls and processor time, which a
 * disturbance can only make longer. The spread is still that of the rounds.
 */
export function leastFaster(ours, theirs) {
  const { least, other } = leastOf(ours, theirs);
  return { ...howMuchFaster(ours, theirs), ours: least, theirs: other, ratio: other / least };
}

/** `shareOfTime` of the least of each side over the rounds. */
export function leastShare(ours, theirs) {
  const { least, other } = leastOf(ours, theirs);
  return { ...shareOfTime(ours, theirs), ours: least, theirs: other, ratio: least / other };
}

const leastOf = (ours, theirs) => ({ least: Math.min(...ours), other: Math.min(...theirs) });

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

/**
 * Seconds of processor time of all threads of this process that `work` takes; compilation and garbage
 * collection count. Other programs disturb it less than the clock.
 */
export async function processorSeconds(work) {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** How a comparison on so many threads is measured: on one in processor time, on several by the clock. */
export const clockFor = (threads) => (threads === 1 ? processorSeconds : seconds);

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
  return judged(rowOf(name, peer, unit, scale, measured), "≥", goal);
}

/** A row of the report, whose goal is to be faster than the peer. */
export function fasterRow(name, peer, unit, scale, measured) {
  return judged(rowOf(name, peer, unit, scale, measured), ">", 1);
}

/** A row of the report. The goal is the largest acceptable share of the peer's time. */
export function shareRow(name, peer, unit, scale, measured, goal) {
  return judged(rowOf(name, peer, unit, scale, measured), "≤", goal);
}

/** A row about a number of ours. The goal is its largest acceptable value. */
export function limitRow(name, unit, value, goal) {
  const row = { name, peer: "a limit", ours: value, theirs: null, unit, ratio: value };
  return judged(row, "≤", goal);
}

/** A row that was not measured, and why. */
export function skippedRow({ name, peer, goal }, reason) {
  const row = { name, peer, ours: null, theirs: null, unit: null, ratio: null };
  return { ...row, goal: goal ?? null, met: null, skipped: reason };
}

function rowOf(name, peer, unit, scale, { ours, theirs, ratio, spread }) {
  return { name, peer, ours: ours * scale, theirs: theirs * scale, unit, ratio, spread };
}

const comparisons = {
  "≥": (ratio, goal) => ratio >= goal,
  ">": (ratio, goal) => ratio > goal,
  "≤": (ratio, goal) => ratio <= goal,
};

/**
 * The row with its goal, if it has one, and whether its ratio meets it.
 * @param sense - "≥", ">" or "≤": what the ratio has to be to the goal
 */
export function judged(row, sense, goal) {
  if (goal === undefined) return { ...row, goal: null, met: null };
  return { ...row, sense, goal, met: comparisons[sense](row.ratio, goal) };
}

/** A row whose goal, if it has one, is missed whatever its ratio. @param remark - why */
export function missedRow(row, remark) {
  return { ...row, remark, met: row.goal === null ? null : false };
}
