/**
 * Compares two texts as a reader would: digits in them as whole numbers, `layer2` before `layer10`;
 * the rest by code units. Of two spellings of one number (`7`, `07`) the shorter comes first.
 *
 * @returns below 0, 0 or above 0, as `Array.sort` takes it; 0 for equal texts alone
 */
export function naturalCompare(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let k = 0; k < Math.min(left.length, right.length); k++) {
    const found = compareParts(left[k]!, right[k]!);
    if (found !== 0) return found;
  }
  return left.length - right.length || a.length - b.length || byCodeUnits(a, b);
}

/** Runs of digits and of other characters in turn. */
function partsOf(text: string): string[] {
  return text.match(/\d+|\D+/g) ?? [];
}

function compareParts(a: string, b: string): number {
  if (!isDigits(a) || !isDigits(b)) return byCodeUnits(a, b);
  const [x, y] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  return x.length - y.length || byCodeUnits(x, y);
}

function isDigits(part: string): boolean {
  const code = part.charCodeAt(0);
  return code >= 48 && code <= 57;
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
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
