import { OptionError } from "./errors.ts";
import { questionOf } from "./suggest.ts";
import { quoted } from "./text.ts";

/**
 * One option as data. These are all made from it: validation, the flags and help of the command line,
 * the forms of the studio, the options in `--json` output, and the texts that an editor shows.
 *
 * `T` is the type of a given value. An option whose default is `undefined` may be left out.
 */
export type OptionSchema<T = unknown> = {
  /** Meaning, unit and source, in one or two sentences. The range and the default are added when it is shown. */
  readonly doc: string;
  readonly default: T;
  /** Values of other options without which this one does nothing. */
  readonly onlyWith?: Readonly<Record<string, unknown>>;
} & Accepted;

/** The values that an option accepts. */
export type Accepted =
  | { readonly type: "number"; readonly min: number; readonly max: number; readonly open?: boolean }
  | { readonly type: "whole"; readonly min: number; readonly max: number }
  | { readonly type: "boolean" }
  | { readonly type: "choice"; readonly choices: readonly string[] }
  | { readonly type: "choices"; readonly choices: readonly string[] }
  | { readonly type: "either"; readonly of: readonly Accepted[] }
  | {
      readonly type: "data";
      readonly accepted: string;
      readonly check: (value: unknown) => boolean;
      /** What its flag takes on a command line: the word in the help. Without it there is no flag. */
      readonly flag?: string;
    };

/** The options of one function or metric by name. */
export type OptionSchemas<O> = { readonly [Name in keyof O]-?: OptionSchema<O[Name]> };

/** Schemas by name, of any value type. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnySchemas = Readonly<Record<string, OptionSchema<any>>>;

/** The options a caller may give. Each may be missing or undefined. */
export type Given<S extends AnySchemas> = { readonly [Name in keyof S]?: S[Name]["default"] | undefined };

/** Every option with its default filled in. Those without a default may be undefined. */
export type Chosen<S extends AnySchemas> = { readonly [Name in keyof S]: S[Name]["default"] };

/** The largest seed: the generator takes 32 bits. */
const largestSeed = 2 ** 32 - 1;

/** Resamples and permutations of one call are no more than this: each holds some memory, and their error is then 0.1 %. */
export const mostDraws = 1e6;

/** Random starts of one search are no more than this. */
export const mostStarts = 1e4;

/** A number in [min, max]. */
export function number(value: number, min: number, max: number, doc: string): OptionSchema<number> {
  return { type: "number", default: value, min, max, doc };
}

/** A number between min and max, both excluded. */
export function between(value: number, min: number, max: number, doc: string): OptionSchema<number> {
  return { type: "number", default: value, min, max, open: true, doc };
}

/** A whole number in [min, max]. */
export function whole(value: number, min: number, max: number, doc: string): OptionSchema<number> {
  return { type: "whole", default: value, min, max, doc };
}

/** A seed for random numbers. The same seed gives the same numbers on any machine. */
export function seed(doc: string): OptionSchema<number> {
  return whole(1, 0, largestSeed, doc);
}

/** The share of a distribution inside an interval. */
export function confidence(
  doc = "Share of the distribution that lies inside the interval.",
): OptionSchema<number> {
  return between(0.95, 0, 1, doc);
}

/** Yes or no. */
export function boolean(value: boolean, doc: string): OptionSchema<boolean> {
  return { type: "boolean", default: value, doc };
}

/** One of `choices`; the first is the default. */
export function choice<const T extends string>(choices: readonly [T, ...T[]], doc: string): OptionSchema<T> {
  return { type: "choice", default: choices[0], choices, doc };
}

/** Some of `choices`, each at most once. Undefined by default. */
export function choices<const T extends string>(
  accepted: readonly T[],
  doc: string,
): OptionSchema<readonly T[] | undefined> {
  return { type: "choices", default: undefined, choices: accepted, doc };
}

/** The same option without a default: it may be left out. */
export function optional<T>(schema: OptionSchema<T>): OptionSchema<T | undefined> {
  return { ...schema, default: undefined };
}

/** The same option with another default. */
export function withDefault<T>(schema: OptionSchema<T>, value: T): OptionSchema<T> {
  return { ...schema, default: value };
}

/** A value of one of several types. */
export function either<T>(value: T, of: readonly Accepted[], doc: string): OptionSchema<T> {
  return { type: "either", default: value, of, doc };
}

/**
 * Data or a function. It cannot be written on a command line, so it gets no flag; but see `fromFile`.
 *
 * @param accepted - what is accepted, in words, for messages
 * @param check - whether the type is right; sizes are checked where the data are used
 */
export function data<T>(
  accepted: string,
  doc: string,
  check: (value: unknown) => boolean = isObject,
): OptionSchema<T | undefined> {
  return { type: "data", default: undefined, accepted, doc, check };
}

/** Data of a metric that a command reads from the file that its flag names. */
export function fromFile<T>(accepted: string, doc: string): OptionSchema<T | undefined> {
  return { type: "data", default: undefined, accepted, doc, check: isObject, flag: "file" };
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/**
 * Checks the given options and fills in the defaults.
 *
 * @param owner - names the metric or function in messages
 * @throws {OptionError} for an unknown option, with the most similar known name, or a value that is not accepted.
 */
export function resolveOptions<S extends AnySchemas>(
  owner: string,
  schemas: S,
  given: Given<S> = {},
): Chosen<S> {
  assertOptions(owner, given);
  const resolved: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(schemas)) resolved[name] = schema.default;
  for (const [name, value] of Object.entries(given) as [string, unknown][]) {
    if (value === undefined) continue;
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (!schema) throw unknownOption(owner, name, Object.keys(schemas));
    if (!accepts(schema, value)) throw unacceptable(owner, name, schema, value);
    resolved[name] = value;
  }
  return resolved as Chosen<S>;
}

function assertOptions(owner: string, given: unknown): void {
  if (isObject(given) && !Array.isArray(given) && !(given instanceof Promise)) return;
  throw new OptionError(`${owner}: options are ${shown(given)}; expected an object like { seed: 1 }.`);
}

/** The accepted values in words: `"angular", "euclidean"`, `a number from 0 to 1`. */
export function acceptedValues(schema: Accepted): string {
  switch (schema.type) {
    case "choice":
      return schema.choices.map(quoted).join(", ");
    case "choices":
      return `a list of ${schema.choices.map(quoted).join(", ")}`;
    case "boolean":
      return "true, false";
    case "either":
      return schema.of.map(acceptedValues).join(", or ");
    case "data":
      return schema.accepted;
    default:
      return `a ${schema.type === "whole" ? "whole number" : "number"} ${rangeOf(schema)}`;
  }
}

/** The range in words. Bounds that only exclude absurd values (1e-300, 2³¹) are not shown. */
export function rangeOf(schema: { min: number; max: number; open?: boolean }): string {
  const { min, max, open } = schema;
  if (open) return max === Infinity ? `above ${min}` : `between ${min} and ${max}`;
  if (max < 1e9 || max === largestSeed) return `from ${min} to ${max}`;
  return min > 0 && min <= 1e-300 ? "above 0" : `from ${min}`;
}

function accepts(schema: Accepted, value: unknown): boolean {
  switch (schema.type) {
    case "choice":
      return typeof value === "string" && schema.choices.includes(value);
    case "choices":
      return isListOf(schema.choices, value);
    case "boolean":
      return typeof value === "boolean";
    case "either":
      return schema.of.some((one) => accepts(one, value));
    case "data":
      return schema.check(value);
    default:
      return typeof value === "number" && isInRange(schema, value);
  }
}

function isListOf(accepted: readonly string[], value: unknown): boolean {
  return (
    Array.isArray(value) &&
    new Set(value).size === value.length &&
    value.every((one) => typeof one === "string" && accepted.includes(one))
  );
}

function isInRange(
  schema: { type: "number" | "whole"; min: number; max: number; open?: boolean },
  value: number,
): boolean {
  if (schema.type === "whole" && !Number.isInteger(value)) return false;
  const { min, max, open } = schema;
  return open ? value > min && value < max : value >= min && value <= max;
}

/** What the last argument of the functions that compute takes, and is often put among the options. */
const controlled = new Set(["engine", "signal", "onProgress"]);

/** The error for a name that is not an option; it suggests the most similar name. */
export function unknownOption(owner: string, name: string, known: readonly string[]): OptionError {
  const list = known.length > 0 ? `Its options: ${known.join(", ")}` : "It has no options";
  const advice = controlled.has(name)
    ? ` It goes into the argument after the options: { ${name} }.`
    : questionOf(name, known);
  return new OptionError(`${owner} has no option ${quoted(name)}.${advice} ${list}.`, name);
}

function unacceptable(owner: string, name: string, schema: OptionSchema, value: unknown): OptionError {
  const usual = schema.default === undefined ? "" : ` (default ${shown(schema.default)})`;
  return new OptionError(
    `${owner}: ${name} is ${shown(value)}; accepted: ${acceptedValues(schema)}${usual}.`,
    name,
  );
}

/** A value as short text for a message. JSON.stringify would print NaN as null. */
export function shown(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value) && value.length <= 8) return `[${value.map(shown).join(", ")}]`;
  if (value instanceof Promise) return "a promise (await is missing)";
  if (typeof value === "object" && value !== null)
    return Array.isArray(value) ? `a list of ${value.length}` : "an object";
  return typeof value === "function" ? "a function" : String(value);
}
