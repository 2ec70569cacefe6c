/** Attributes of places and sizes. */
export function numbers(values: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, short(value)]));
}

/** Two decimals: hundredths of a pixel cannot be seen. */
export function short(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
