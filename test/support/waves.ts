// Networks of any size whose comparisons are known from how they were made: they consist of waves over the
// stimuli, which are orthonormal and have mean zero.

import type { Representation } from "../../src/data/representation.ts";

/** What a network is made of: responses = waves · diag(strengths) · H, H a reflection of the units. */
export interface Waves {
  readonly stimuli: number;
  readonly units: number;
  /** Singular values, falling. */
  readonly strengths: Float64Array;
  /** How far each wave is turned, in radians; its correlation with the same wave unturned is the cosine. */
  readonly turns: Float64Array;
}

/** `count` numbers from `first` on, each `ratio` times the one before. */
function falling(count: number, first: number, ratio: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => first * ratio ** k);
}

/** The unit vector of the reflection I − 2vvᵀ: no unit is left as it is. */
function mirror(units: number): Float64Array {
  const v = Float64Array.from({ length: units }, (_, j) => 1 + Math.sin(1 + j));
  const length = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
  return v.map((x) => x / length);
}

/** stimuli × units; wave k turns k + 1 times over the stimuli. */
function responsesOf({ stimuli, units, strengths, turns }: Waves): Float64Array {
  const angle = (2 * Math.PI) / stimuli;
  const height = Math.sqrt(2 / stimuli);
  const [cosines, sines] = [Math.cos, Math.sin].map((f) =>
    Float64Array.from({ length: stimuli }, (_, i) => height * f(angle * i)),
  ) as [Float64Array, Float64Array];
  const along = strengths.map((s, k) => s * Math.cos(turns[k]!));
  const across = strengths.map((s, k) => s * Math.sin(turns[k]!));
  const v = mirror(units);
  const data = new Float64Array(stimuli * units);
  for (let i = 0; i < stimuli; i++) {
    const row = data.subarray(i * units, (i + 1) * units);
    let inner = 0;
    for (let k = 0, at = i; k < strengths.length; k++, at = (at + i) % stimuli) {
      row[k] = along[k]! * cosines[at]! + across[k]! * sines[at]!;
      inner += row[k]! * v[k]!;
    }
    for (let j = 0; j < units; j++) row[j]! -= 2 * inner * v[j]!;
  }
  return data;
}

/** Σⱼ |⟨wave k, unit j⟩| of a network, for each k. */
function usesOf({ units, strengths }: Waves): Float64Array {
  const v = mirror(units);
  const total = v.reduce((sum, x) => sum + Math.abs(x), 0);
  return strengths.map((s, k) => {
    const others = 2 * Math.abs(v[k]!) * (total - Math.abs(v[k]!));
    return s * (Math.abs(1 - 2 * v[k]! ** 2) + others);
  });
}

/** Two networks in the same waves, those of the second turned; at most 40 waves where units are many. */
export function pairOfWaves(stimuli: number, units: number): readonly [Waves, Waves] {
  const count = Math.min(units, Math.floor((stimuli - 2) / 2), units > stimuli ? 40 : Infinity);
  const turns = Float64Array.from({ length: count }, (_, k) => 0.1 + (1.2 * ((k * 7919) % count)) / count);
  return [
    { stimuli, units, strengths: falling(count, 3, Math.exp(-2 / count)), turns: new Float64Array(count) },
    { stimuli, units, strengths: falling(count, 5, Math.exp(-3 / count)), turns },
  ];
}

export function representationOf(name: string, waves: Waves): Representation {
  return { name, shape: [waves.stimuli, waves.units], data: responsesOf(waves) };
}

/** By the definitions; singular vectors of both networks are their waves, so all products are diagonal. */
export function expectedOf([x, y]: readonly [Waves, Waves], metric: string, alpha = 1): number {
  const [s, t] = [x.strengths, y.strengths];
  const rho = y.turns.map((turn) => Math.cos(turn));
  const sum = (term: (k: number) => number) => rho.reduce((total, _, k) => total + term(k), 0);
  const norm = (of: Float64Array) => Math.sqrt(sum((k) => of[k]! ** 2));
  if (metric === "linear-regression") return sum((k) => (rho[k]! * t[k]!) ** 2) / norm(t) ** 2;
  if (metric === "svcca") {
    const kept = Math.min(directionsOf(s, 0.99), directionsOf(t, 0.99));
    return rho.slice(0, kept).reduce((total, one) => total + one, 0) / kept;
  }
  if (metric === "pwcca") {
    const uses = usesOf(x);
    return sum((k) => uses[k]! * rho[k]!) / sum((k) => uses[k]!);
  }
  if (metric === "cca") return Math.acos(sum((k) => rho[k]!) / rho.length);
  const [v, w] = [s, t].map((of) => of.map((one) => alpha * one + 1 - alpha)) as [Float64Array, Float64Array];
  const cosine = sum((k) => v[k]! * w[k]! * rho[k]!) / (norm(v) * norm(w));
  if (metric === "procrustes") return Math.acos(cosine);
  if (metric === "nbs") return cosine;
  if (metric === "bures") return Math.sqrt(norm(s) ** 2 + norm(t) ** 2 - 2 * norm(s) * norm(t) * cosine);
  throw new Error(`no value of ${metric} is known`);
}

function directionsOf(values: Float64Array, share: number): number {
  const needed = share * values.reduce((total, value) => total + value * value, 0);
  let carried = 0;
  return values.findIndex((value) => (carried += value * value) >= needed) + 1;
}
