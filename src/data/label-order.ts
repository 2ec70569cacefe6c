/** Positions of the keys in rising order: numbers by value if all are numbers, otherwise by code units. */
export function sortedOrder(keys: readonly (string | number)[]): number[] {
  const values = keys.map((key) => (key === "" ? NaN : Number(key)));
  const numeric = values.every((value) => !Number.isNaN(value));
  const compare = (a: number, b: number) =>
    numeric ? values[a]! - values[b]! : compareTexts(String(keys[a]), String(keys[b]));
  return [...keys.keys()].sort((a, b) => compare(a, b) || a - b);
}

const compareTexts = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Different labels in order, and for each label its position among them. */
export function positions(labels: readonly (string | number)[]): [names: string[], positions: Int32Array] {
  const different = [...new Set(labels.map(String))];
  const names = sortedOrder(different).map((at) => different[at]!);
  const position = new Map(names.map((name, at) => [name, at]));
  return [names, Int32Array.from(labels, (label) => position.get(String(label))!)];
}
