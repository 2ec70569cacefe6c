import { OptionError } from "./errors.ts";

/** One option as data: validation, help texts and forms are all made from it. */
export type OptionSchema<T = unknown> = {
  /** Meaning, range and source, in one or two sentences. */
  readonly doc: string;
  readonly default: T;
} & (
  | { readonly type: "number"; readonly min: number; readonly max: number }
  | { readonly type: "boolean" }
  | { readonly type: "choice"; readonly choices: readonly string[] }
);

/** The options of one metric by name. */
export type OptionSchemas<O> = { readonly [Name in keyof O]-?: OptionSchema<O[Name]> };

/** A number in [min, max]. */
export function number(value: number, min: number, max: number, doc: string): OptionSchema<number> {
  return { type: "number", default: value, min, max, doc };
}

/** Yes or no. */
export function boolean(value: boolean, doc: string): OptionSchema<boolean> {
  return { type: "boolean", default: value, doc };
}

/** One of `choices`, the first being the default. */
export function choice<const T extends string>(choices: readonly [T, ...T[]], doc: string): OptionSchema<T> {
  return { type: "choice", default: choices[0], choices, doc };
}

/**
 * The given options checked, defaults filled in.
 * @param owner - names the metric or function in messages
 * @throws {OptionError} for an unknown option or a value outside the accepted set.
 */
export function resolveOptions<O extends object>(
  owner: string,
  schemas: OptionSchemas<O>,
  given: Partial<O>,
): Readonly<O> {
  const resolved: Record<string, unknown> = {};
  for (const [name, schema] of entries(schemas)) resolved[name] = schema.default;
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const schema = Object.hasOwn(schemas, name) ? schemas[name as keyof O] : undefined;
    if (!schema) throw unknownOption(owner, name, Object.keys(schemas));
    if (!accepts(schema, value)) throw unacceptable(owner, name, schema, value);
    resolved[name] = value;
  }
  return resolved as O;
}

/** The accepted values in words: `"angular" or "euclidean"`, `a number from 0 to 1`. */
export function acceptedValues(schema: OptionSchema): string {
  if (schema.type === "choice") return schema.choices.map((choice) => JSON.stringify(choice)).join(", ");
  if (schema.type === "boolean") return "true, false";
  return `a number from ${schema.min} to ${schema.max}`;
}

function accepts(schema: OptionSchema, value: unknown): boolean {
  if (schema.type === "choice") return typeof value === "string" && schema.choices.includes(value);
  if (schema.type === "boolean") return typeof value === "boolean";
  return typeof value === "number" && value >= schema.min && value <= schema.max;
}

function entries<O extends object>(schemas: OptionSchemas<O>): [string, OptionSchema][] {
  return Object.entries(schemas) as [string, OptionSchema][];
}

function unknownOption(owner: string, name: string, known: string[]): OptionError {
  const list = known.length > 0 ? `its options are ${known.join(", ")}` : "it has no options";
  return new OptionError(`${owner} has no option ${JSON.stringify(name)}; ${list}.`);
}

function unacceptable(owner: string, name: string, schema: OptionSchema, value: unknown): OptionError {
  return new OptionError(
    `${owner}: ${name} is ${JSON.stringify(value)}; accepted: ${acceptedValues(schema)} (default ${JSON.stringify(schema.default)}).`,
  );
}
