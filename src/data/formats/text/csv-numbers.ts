/** Numbers as cells of a table spell them. No digit can be matched in two ways, so time is linear. */
const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const special = /^([+-]?)(?:(nan)|inf(?:inity)?)$/i;

/** Whether a cell with this text is read as a number. */
export function isNumber(text: string): boolean {
  return decimal.test(text) || special.test(text);
}

/** Undefined for what is no number, or one beyond the range of double precision. */
export function parseNumber(text: string): number | undefined {
  if (decimal.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  const [whole, sign, nan] = special.exec(text) ?? [];
  if (whole === undefined) return undefined;
  if (nan) return NaN;
  return sign === "-" ? -Infinity : Infinity;
}
