/** Options that were given: only values that differ from the default are kept. */
import { acceptedValues, resolveOptions, type AnySchemas, type OptionSchema } from "repgeom/options";

export type Values = Readonly<Record<string, unknown>>;

/** With one option changed; a value that is the default leaves no trace. */
export function withValue(values: Values, schemas: AnySchemas, name: string, value: unknown): Values {
  const { [name]: _, ...others } = values;
  return value === undefined || isSame(value, schemas[name]?.default) ? others : { ...others, [name]: value };
}

function isSame(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || (typeof a === "object" && JSON.stringify(a) === JSON.stringify(b));
}

/** What the library says of a value; undefined where it accepts it. */
export function wrongValue(
  owner: string,
  schemas: AnySchemas,
  name: string,
  value: unknown,
): string | undefined {
  try {
    resolveOptions(owner, schemas, { [name]: value });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The first option with a value that the library refuses. */
export function firstWrong(
  owner: string,
  schemas: AnySchemas,
  values: Values,
): { readonly option: string; readonly text: string } | undefined {
  for (const [option, value] of Object.entries(values)) {
    const text = wrongValue(owner, schemas, option, value);
    if (text !== undefined) return { option, text };
  }
  return undefined;
}

/** The number that a text says; the text itself, which the library then refuses, where it says none. */
export function numberIn(text: string): number | string | undefined {
  if (text.trim() === "") return undefined;
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}

/** `a number from 0 to 1; usual: 1`. */
export function rangeText(schema: OptionSchema): string {
  const usual = schema.default === undefined ? "may be left out" : `default: ${wordOf(schema.default)}`;
  if (schema.type === "boolean" || schema.type === "choice" || schema.type === "choices") return usual;
  return `${acceptedValues(schema)}; ${usual}`;
}

export function wordOf(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.join(", ");
  // 2³¹ is "no limit".
  return value === 2 ** 31 ? "no limit" : String(value);
}

/** `maxDirections` as `max directions`. */
export function labelOf(name: string, labels: Readonly<Record<string, string>> = {}): string {
  return labels[name] ?? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
