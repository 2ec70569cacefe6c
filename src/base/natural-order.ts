const natural = new Intl.Collator("en", { numeric: true });

/**
 * Compares two texts as a reader would: digits in them as whole numbers, `layer2` before `layer10`.
 * Of two spellings that are equal to a reader (`7`, `07`) the shorter comes first.
 *
 * @returns below 0, 0 or above 0, as `Array.sort` takes it; 0 for equal texts alone
 */
export function naturalCompare(a: string, b: string): number {
  return natural.compare(a, b) || a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/**
 * Positions of the values in rising order: numbers by value and before texts, texts naturally, what is
 * missing last. Equal ones keep their order.
 */
export function naturalPositions(values: readonly (string | number | null)[]): number[] {
  return Array.from(values.keys()).sort((i, j) => compareValues(values[i]!, values[j]!) || i - j);
}

function compareValues(a: string | number | null, b: string | number | null): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return naturalCompare(a, b);
  return rankOf(a) - rankOf(b);
}

function rankOf(value: string | number | null): number {
  return value === null ? 2 : typeof value === "string" ? 1 : 0;
}
