/** Numbers with four significant digits, everywhere in a value. */
export function rounded(value: unknown): unknown {
  if (typeof value === "number") return shorter(value);
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value)) return Float64Array.from(value as unknown as ArrayLike<number>, shorter);
  if (Array.isArray(value)) return value.map(rounded);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rounded(part)]));
}

/** Whole numbers stay: they may be indices. */
function shorter(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}

/** Evenly spaced indices below `count`, about that share of them, the first and the last among them. */
export function strided(count: number, share: number): number[] {
  return evenly(count, Math.max(2, Math.floor(count * share)));
}

/** `most` evenly spaced indices below `count`, the first and the last among them; all if there are no more. */
export function evenly(count: number, most: number): number[] {
  const kept = Math.min(count, most);
  return Array.from({ length: kept }, (_, k) => Math.round((k * (count - 1)) / Math.max(1, kept - 1)));
}
