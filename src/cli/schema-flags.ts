/**
 * Options as flags. Name, type, range, default and help of a flag come from the option's schema. A
 * command adds the schema that also checks the options of its function, so nothing is written twice.
 */
import { type Command, Option } from "commander";
import { rangeOf, type Accepted, type OptionSchema, type OptionSchemas } from "../base/options.ts";
import { unknownName } from "../base/suggest.ts";
import { quoted } from "../base/text.ts";
import { UsageError } from "./errors.ts";
import { flagOf, negativeOf } from "../base/flag-names.ts";

/** `angular, euclidean`, `from 0 to 1` or `above 0`. */
export function acceptedBy(schema: Accepted): string {
  switch (schema.type) {
    case "choice":
      return schema.choices.join(", ");
    case "choices":
      return `some of ${schema.choices.join(", ")}, separated by commas`;
    case "boolean":
      return "yes, no";
    case "either":
      return schema.of.map(acceptedBy).join(", or ");
    case "data":
      return schema.accepted;
    default:
      return `${schema.type === "whole" ? "a whole number" : "a number"} ${rangeOf(schema)}`;
  }
}

/** The help text of a flag: the text of the schema, the accepted values and the default. */
export function helpOf(schema: OptionSchema): string {
  if (schema.type === "boolean") return schema.doc;
  const usual = schema.default === undefined ? "" : ` Default: ${wordOf(schema.default)}.`;
  return `${schema.doc} Accepted: ${acceptedBy(schema)}.${usual}`;
}

function wordOf(value: unknown): string {
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

/** How a command changes the flags made from a schema. */
interface Changes<O> {
  /** Options without a flag in this command, because they are data or other flags decide them. */
  readonly without?: readonly (keyof O & string)[];
  /** Text to add to the help of an option. */
  readonly notes?: { readonly [Name in keyof O]?: string };
}

/** Adds a flag for each option of the schema that can be written on a command line. */
export function addSchemaFlags<O extends object>(
  command: Command,
  schemas: OptionSchemas<O>,
  { without = [], notes = {} }: Changes<O> = {},
): Command {
  for (const [name, schema] of Object.entries(schemas) as [keyof O & string, OptionSchema][]) {
    if (schema.type === "data" || without.includes(name)) continue;
    const note = notes[name];
    for (const flag of flagsFor(name, schema, note ? `${helpOf(schema)} ${note}` : helpOf(schema)))
      command.addOption(flag);
  }
  return command;
}

/** The flag of one option. A boolean gets a second, hidden flag that turns it off. */
export function flagsFor(name: string, schema: OptionSchema, text: string): Option[] {
  if (schema.type !== "boolean") return [valueFlag(name, schema, text)];
  const negative = new Option(negativeOf(name), `${text} Turns it off.`);
  // An option that is on by default only needs to be turned off, so the help shows that flag.
  if (schema.default) return [negative, new Option(flagOf(name), text).hideHelp()];
  return [new Option(flagOf(name), text), negative.hideHelp()];
}

function valueFlag(name: string, schema: OptionSchema, text: string): Option {
  const flag = flagOf(name);
  return new Option(`${flag} <${placeholderOf(schema)}>`, text).argParser((given: string) =>
    parseSchemaValue(flag, schema, given),
  );
}

/** The largest values of whole numbers that count nothing: seeds and ports. */
const numbering = new Set([2 ** 32 - 1, 2 ** 16 - 1]);

function placeholderOf(schema: Accepted): string {
  if (schema.type === "whole") return numbering.has(schema.max) ? "number" : "count";
  if (schema.type === "number") return "number";
  if (schema.type === "either") return "value";
  return schema.type === "choices" ? "names" : "name";
}

/**
 * Reads the text of a flag as the type of the option.
 * @throws {UsageError} naming the flag, if the text is not such a value or the value is out of range.
 */
export function parseSchemaValue(flag: string, schema: Accepted, given: string): unknown {
  switch (schema.type) {
    case "choice":
      return oneOf(flag, schema.choices, given);
    case "choices":
      return given.split(",").map((one) => oneOf(flag, schema.choices, one.trim()));
    case "either":
      return eitherOf(flag, schema, given);
    case "boolean":
      return oneOf(flag, ["yes", "no"], given) === "yes";
    case "number":
    case "whole":
      return numberOf(flag, schema, given);
    default:
      return given;
  }
}

function oneOf(flag: string, choices: readonly string[], given: string): string {
  if (choices.includes(given)) return given;
  throw new UsageError(`${flag}: ${unknownName("value", given, choices)}`);
}

function numberOf(
  flag: string,
  schema: Accepted & { readonly type: "number" | "whole" },
  given: string,
): number {
  const value = Number(given);
  const isInside =
    schema.type === "number" && schema.open
      ? value > schema.min && value < schema.max
      : value >= schema.min && value <= schema.max;
  const isNumber = given.trim() !== "" && Number.isFinite(value);
  const isWhole = schema.type === "number" || /^[+-]?\d+$/.test(given.trim());
  if (isNumber && isWhole && isInside) return value;
  throw new UsageError(`${flag} takes ${acceptedBy(schema)}, got ${quoted(given)}.`);
}

function eitherOf(flag: string, schema: Accepted & { readonly type: "either" }, given: string): unknown {
  for (const one of schema.of) {
    try {
      return parseSchemaValue(flag, one, given);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  }
  throw new UsageError(`${flag} takes ${acceptedBy(schema)}, got ${quoted(given)}.`);
}

/** The flags that are options of this schema. Flags that were not given are absent. */
export function schemaOptions<O extends object>(flags: object, schemas: OptionSchemas<O>): Partial<O> {
  const known = Object.entries(flags).filter(
    ([name, value]) => Object.hasOwn(schemas, name) && value !== undefined,
  );
  return Object.fromEntries(known) as Partial<O>;
}

/** Options that take one value and may be given several times. */
const collecting = new WeakSet<Option>();

/** An option whose values are collected: it may be given several times, each time with one value. */
export function collected(option: Option): Option {
  collecting.add(option);
  return option.argParser((text: string, earlier: readonly string[] = []) => [...earlier, text]);
}

/**
 * Makes it an error to give a single-value flag twice. Otherwise the last value would silently win.
 * Flags that take several values collect them; their help says that they may be repeated.
 */
export function refuseRepeats(command: Command): void {
  for (const option of command.options) {
    if (option.variadic || collecting.has(option)) {
      option.description = `${sentence(option.description)} May be given several times.`;
      continue;
    }
    if (!option.required && !option.optional) continue;
    const seen: string[] = [];
    command.on(`option:${option.name()}`, (given: string) => {
      if (seen.push(given) > 1)
        throw new UsageError(`${option.long} is given twice (${seen.join(", ")}); it takes one value.`);
    });
  }
}

function sentence(text: string): string {
  return /[.!?)]$/.test(text) ? text : `${text}.`;
}
