/** What plain data from outside must look like, before anything relies on it: shapes put together of smaller ones. */

/** Looks at a value. @returns what is wrong and where, in words; undefined where nothing is */
export type Shape = (value: unknown, where: string) => string | undefined;

export const text: Shape = ofType("a text", (value) => typeof value === "string");
export const flag: Shape = ofType("true or false", (value) => typeof value === "boolean");
export const numeric: Shape = ofType("a number", (value) => typeof value === "number");
/** A whole number from 0 that can be counted on from. */
export const count: Shape = ofType(
  "a whole number from 0",
  (value) => Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 52,
);
/** An object of any fields. */
export const record: Shape = ofType("an object", isRecord);

/** A list, or an array of numbers. */
export function list(of: Shape): Shape {
  return (value, where) => {
    if (ArrayBuffer.isView(value) && of === numeric) return undefined;
    if (!Array.isArray(value)) return wrong(where, "a list", value);
    return first(value.map((one, k) => () => of(one, `${where} ${k + 1}`)));
  };
}

/** An object whose fields are all of one shape. */
export function each(of: Shape): Shape {
  return (value, where) =>
    record(value, where) ??
    first(
      Object.entries(value as object).map(
        ([name, one]) =>
          () =>
            of(one, inside(where, name)),
      ),
    );
}

/** An object with these fields; those in `more` may be missing. Others are let be: newer minor ones. */
export function fields(
  needed: Readonly<Record<string, Shape>>,
  more: Readonly<Record<string, Shape>> = {},
): Shape {
  return (value, where) => {
    const given = value as Readonly<Record<string, unknown>>;
    const of = (name: string) => (Object.hasOwn(given, name) ? given[name] : undefined);
    return (
      record(value, where) ??
      first([
        ...Object.entries(needed).map(
          ([name, shape]) =>
            () =>
              shape(of(name), inside(where, name)),
        ),
        ...Object.entries(more).map(
          ([name, shape]) =>
            () =>
              of(name) === undefined ? undefined : shape(of(name), inside(where, name)),
        ),
      ])
    );
  };
}

/** One of these texts. */
export function oneOf(...choices: readonly unknown[]): Shape {
  return ofType(choices.map((one) => JSON.stringify(one)).join(", "), (value) => choices.includes(value));
}

/** All of these. */
export function both(...shapes: readonly Shape[]): Shape {
  return (value, where) => first(shapes.map((shape) => () => shape(value, where)));
}

export function ofType(expected: string, is: (value: unknown) => boolean): Shape {
  return (value, where) => (is(value) ? undefined : wrong(where, expected, value));
}

function first(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const found = check();
    if (found !== undefined) return found;
  }
  return undefined;
}

function inside(where: string, name: string): string {
  return where === "" ? name : `${where}, ${name}`;
}

function wrong(where: string, expected: string, value: unknown): string {
  return `${where}: expected ${expected}, got ${shown(value)}`;
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const words = typeof value === "string" ? JSON.stringify(value) : isRecord(value) ? "an object" : undefined;
  return (words ?? (Array.isArray(value) ? "a list" : String(value))).slice(0, 60);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
