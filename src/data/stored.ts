/** How the numbers of a file or an array were stored, where that is less than double precision. */
export type StoredType = "float32" | "float16" | "bfloat16";

/** What storing a number does to it. */
export interface StoredRounding {
  /** Distance from 1 to the next number: rounding changes a number by at most half of that share of it. */
  readonly epsilon: number;
  /** The least positive number: the spacing of the smallest ones, whose relative rounding is larger. */
  readonly least: number;
}

const roundings: Readonly<Record<StoredType | "float64", StoredRounding>> = {
  float64: { epsilon: 2 ** -52, least: 2 ** -1074 },
  float32: { epsilon: 2 ** -23, least: 2 ** -149 },
  float16: { epsilon: 2 ** -10, least: 2 ** -24 },
  bfloat16: { epsilon: 2 ** -7, least: 2 ** -133 },
};

/** Every type that `stored` may name. */
export const storedTypes = ["float32", "float16", "bfloat16"] as const satisfies readonly StoredType[];

/** The rounding of a stored type; of double precision where there is none. */
export function roundingOf(stored: StoredType | undefined): StoredRounding {
  return roundings[stored ?? "float64"];
}

/** The stored type of an array that came without one: a `Float32Array` holds single precision. */
export function storedTypeOf(data: Float64Array | Float32Array): { stored?: StoredType } {
  return data instanceof Float32Array ? { stored: "float32" } : {};
}
