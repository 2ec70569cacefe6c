/**
 * A number as text: `digits` significant digits, no trailing zeros, a real minus sign.
 * Rounding noise around 0 is shown, e.g. 2.2e−16, not hidden.
 */
export function showNumber(value: number | null, digits = 4): string {
  if (value === null || Number.isNaN(value)) return "no value";
  return String(Number(value.toPrecision(digits))).replaceAll("-", "−");
}

/** A number with a fixed number of decimals, for numbers in a grid. */
export function showFixed(value: number, decimals: number): string {
  return value
    .toFixed(decimals)
    .replace(/^-(?=0*\.?0*$)/, "")
    .replace("-", "−");
}
