/** Numbers as they stand in the panels: four digits that mean something, a real minus sign. */
export function shown(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "no value";
  return String(Number(value.toPrecision(digits))).replaceAll("-", "−");
}

/** "1 network", "3 networks". */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
