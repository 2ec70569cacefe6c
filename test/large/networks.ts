// Large networks whose comparisons are known from how they were made: columns are waves over the stimuli,
// which are orthonormal and have mean zero exactly.

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
export function falling(count: number, first: number, ratio: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => first * ratio ** k);
}

/** The unit vector of the reflection I − 2vvᵀ: no unit is left as it is. */
function mirror(units: number): Float64Array {
  const v = Float64Array.from({ length: units }, (_, j) => 1 + Math.sin(1 + j));
  const length = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
  return v.map((x) => x / length);
}

/** stimuli × units; wave k turns k + 1 times over the stimuli. */
export function responsesOf({ stimuli, units, strengths, turns }: Waves): Float64Array {
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
export function usesOf({ units, strengths }: Waves): Float64Array {
  const v = mirror(units);
  const total = v.reduce((sum, x) => sum + Math.abs(x), 0);
  return strengths.map((s, k) => {
    const others = 2 * Math.abs(v[k]!) * (total - Math.abs(v[k]!));
    return s * (Math.abs(1 - 2 * v[k]! ** 2) + others);
  });
}
