/** What is exchanged under the null hypothesis, and the t of each place from it. */
import { powerOfTwo } from "../../base/math/powers.ts";
import { OptionError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { createRandom, shuffled } from "../../base/random.ts";

/**
 * Subjects with their signs, or in two groups. The effect of a place is a weighted sum of its values, and its t
 * follows from the effect and the sum of squares, which no exchange changes:
 *
 *   t = e / √(g · (Q − c · e²))
 *
 * one group: e the mean, Q = Σx²/n, c = 1, g = 1/(n − 1); two groups: e the difference of means, Q = Σ(x − x̄)²,
 * c = n₁n₂/n, g = (1/n₁ + 1/n₂)/(n − 2), the variance pooled.
 */
export interface Design {
  readonly subjects: number;
  /** Members of the first of two groups; absent for one group. */
  readonly first?: readonly number[] | undefined;
  /** Exchanges besides the one that was observed. */
  readonly exchanges: number;
  /** Whether these are all that there are. */
  readonly exact: boolean;
  readonly seed: number;
}

/** @throws {OptionError} for too few subjects, or groups that are not two. */
export function designOf(
  subjects: number,
  groups: readonly (string | number)[] | undefined,
  samples: number,
  seed: number,
): Design {
  if (subjects < 3)
    throw new OptionError(
      `mapInference: ${subjects} ${subjects === 1 ? "subject" : "subjects"}; expected at least 3: fewer have no other order worth a test.`,
    );
  const first = groups ? firstOf(groups, subjects) : undefined;
  const all = first ? choose(subjects, first.length) : powerOfTwo(subjects);
  const exact = all - 1 <= samples;
  return { subjects, first, exchanges: exact ? all - 1 : samples, exact, seed };
}

function firstOf(groups: readonly (string | number)[], subjects: number): number[] {
  const names = [...new Set(groups)];
  if (groups.length !== subjects || names.length !== 2)
    throw new OptionError(
      `mapInference: groups are ${groups.length} labels of ${names.length} kinds; expected two kinds, one label for each of ${subjects} subjects.`,
      "groups",
    );
  const first = [...groups.keys()].filter((s) => groups[s] === names[0]);
  if (first.length >= 2 && subjects - first.length >= 2) return first;
  throw new OptionError("mapInference: a group has one subject; expected at least 2 in each.", "groups");
}

/** The weights of exchange `k` (0 is the observed one): the effect is their sum of products with the values. */
export function weightsOf(design: Design, k: number): Float64Array {
  const { subjects, first } = design;
  if (!first) {
    const flipped = flipsOf(design, k);
    return Float64Array.from({ length: subjects }, (_, s) => (flipped(s) ? -1 : 1) / subjects);
  }
  const members = new Set(k === 0 ? first : membersOf(design, k));
  const [n1, n2] = [first.length, subjects - first.length];
  return Float64Array.from({ length: subjects }, (_, s) => (members.has(s) ? 1 / n1 : -1 / n2));
}

function flipsOf({ subjects, exact, seed }: Design, k: number): (subject: number) => boolean {
  if (k === 0) return () => false;
  // 2⁵³ flips are more than anyone asks for.
  if (exact) return (subject) => Math.floor(k / powerOfTwo(subject)) % 2 === 1;
  const random = createRandom(seed, k);
  const signs = Array.from({ length: subjects }, () => random.uniform() < 0.5);
  return (subject) => signs[subject]!;
}

/** The k-th division but the observed one, or a random one. */
function membersOf({ subjects, first, exact, seed }: Design, k: number): number[] {
  const size = first!.length;
  if (!exact) return shuffled(subjects, createRandom(seed, k)).slice(0, size);
  // The observed division has a rank of its own, which is passed over.
  const observed = rankOf(first!, subjects);
  return unranked(k - 1 < observed ? k - 1 : k, subjects, size);
}

/** The combination of that rank in lexicographic order. */
function unranked(rank: number, of: number, size: number): number[] {
  const members: number[] = [];
  for (let candidate = 0; members.length < size; candidate++) {
    const withIt = choose(of - candidate - 1, size - members.length - 1);
    if (rank < withIt) members.push(candidate);
    else rank -= withIt;
  }
  return members;
}

function rankOf(members: readonly number[], of: number): number {
  let rank = 0;
  let next = 0;
  members.forEach((member, k) => {
    for (; next < member; next++) rank += choose(of - next - 1, members.length - k - 1);
    next = member + 1;
  });
  return rank;
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) ways = Math.round((ways * (n - i + 1)) / i);
  return k < 0 || k > n ? 0 : ways;
}

/** The effect of each place: its values, subjects × places, times the weights of the subjects. */
export function effects({ rows, cols, data }: Matrix, weights: Float64Array): Float64Array {
  const found = new Float64Array(cols);
  for (let s = 0; s < rows; s++)
    for (let place = 0; place < cols; place++) found[place]! += weights[s]! * data[s * cols + place]!;
  return found;
}

/** What the t of every place needs besides its effect. */
export interface Scaling {
  /** Q of each place. */
  readonly squares: Float64Array;
  readonly c: number;
  readonly g: number;
}

/** @param maps - subjects × places, of two groups less the mean of each place */
export function scalingOf({ subjects: n, first }: Design, maps: Matrix): Scaling {
  const squares = new Float64Array(maps.cols);
  maps.data.forEach((value, k) => (squares[k % maps.cols]! += value * value));
  if (!first) return { squares: squares.map((square) => square / n), c: 1, g: 1 / (n - 1) };
  const [n1, n2] = [first.length, n - first.length];
  return { squares, c: (n1 * n2) / n, g: (1 / n1 + 1 / n2) / (n - 2) };
}

/** What remains of Q is not taken for less than its rounding: t stays finite. */
const leastShare = 1e-14;

/** Effects become t, in place. */
export function toT(effects: Float64Array, { squares, c, g }: Scaling): void {
  for (let k = 0; k < effects.length; k++) {
    const place = k % squares.length;
    const [effect, square] = [effects[k]!, squares[place]!];
    effects[k] = effect / Math.sqrt(g * Math.max(square - c * effect * effect, leastShare * square));
  }
}

/** Values less the mean of their place, which a comparison of two groups does not see. */
export function centred({ rows, cols, data }: Matrix): Matrix {
  const means = new Float64Array(cols);
  data.forEach((value, k) => (means[k % cols]! += value / rows));
  return matrix(
    rows,
    cols,
    data.map((value, k) => value - means[k % cols]!),
  );
}
