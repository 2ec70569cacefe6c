/**
 * A number for reading: `digits` significant ones, no trailing zeros, a real minus.
 * Noise around 0 is shown as such, e.g. 2.2e−16, not hidden.
 */
export function showNumber(value: number | null, digits = 4): string {
  if (value === null || Number.isNaN(value)) return "no value";
  return String(Number(value.toPrecision(digits))).replaceAll("-", "−");
}

/** With the same number of decimals as its neighbours, for numbers that stand in a grid. */
export function showFixed(value: number, decimals: number): string {
  return value
    .toFixed(decimals)
    .replace(/^-(?=0*\.?0*$)/, "")
    .replace("-", "−");
}
