/**
 * A number as text: `digits` significant digits, no trailing zeros, a real minus sign.
 * Rounding noise around 0 is shown, e.g. 2.2e−16, not hidden.
 */
export function showNumber(value: number | null, digits = 4): string {
  if (value === null || Number.isNaN(value)) return "no value";
  return String(Number(value.toPrecision(digits))).replaceAll("-", "−");
}

/** A p-value: two significant digits, or as many as it takes to tell it from 1. */
export function showP(p: number): string {
  const isOne = (digits: number) => p < 1 && Number(p.toPrecision(digits)) === 1;
  for (let digits = 2; digits < 17; digits++) if (!isOne(digits)) return showNumber(p, digits);
  return showNumber(p, 17);
}

/** A number with a fixed number of decimals, for numbers in a grid. */
export function showFixed(value: number, decimals: number): string {
  return value
    .toFixed(decimals)
    .replace(/^-(?=0*(?:\.0*)?$)/, "")
    .replace("-", "−");
}
