/** Plain data as JSON, which has neither infinities, nor NaN, nor −0. */

const isOdd = (value: unknown): value is number =>
  typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0));

const words = /^(?:-?Infinity|NaN|-0)$/;

/** A text from which `fromJson` makes the same again, down to the bits. */
export function jsonOf(value: unknown): string {
  const kept = (_: string, one: unknown) =>
    isOdd(one) ? { number: Object.is(one, -0) ? "-0" : String(one) } : one;
  return JSON.stringify(value, kept);
}

export function fromJson(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) => {
    const odd = (value as { number?: unknown } | null)?.number;
    return typeof odd === "string" && words.test(odd) ? Number(odd) : value;
  });
}

/** As JSON reads it, infinite numbers as words: to be compared, and to be read by people. Not the way back to the same numbers. */
export function plainOf<T>(value: T): T {
  const plain = (_: string, one: unknown) =>
    typeof one === "number" && !Number.isFinite(one) ? String(one) : one;
  return JSON.parse(JSON.stringify(value, plain)) as T;
}
