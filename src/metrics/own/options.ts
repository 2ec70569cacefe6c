import { OptionError } from "../../base/errors.ts";
import { resolveOptions, shown, type OptionSchema } from "../../base/options.ts";
import { quoted } from "../../base/text.ts";
import type { OwnOption } from "./definition.ts";

const members = "doc default type min max open choices of accepted check".split(" ");
const types = ["number", "whole", "boolean", "choice", "choices", "either", "data"];

/** Names that a metric's options cannot have, because the functions that take a metric use them. */
const taken = new Set(
  "metric engine signal onProgress test folds bootstrap permutation arrange extend among full".split(" "),
);

/**
 * Schemas as those of the library, from what a definition says.
 * @throws {OptionError} naming the metric, the option and what is wrong with it.
 */
export function completeOptions(
  owner: string,
  given: Readonly<Record<string, OwnOption>>,
): Record<string, OptionSchema> {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new OptionError(`${owner}: options are ${shown(given)}; expected { k: { default: 10 } }.`);
  return Object.fromEntries(Object.entries(given).map(([name, one]) => [name, completed(owner, name, one)]));
}

function completed(owner: string, name: string, given: OwnOption): OptionSchema {
  const wrong = (what: string) => new OptionError(`${owner}: the option ${quoted(name)} ${what}`);
  if (!/^[a-z][A-Za-z0-9]*$/.test(name))
    throw wrong("needs a name of letters and digits, such as neighbors or k.");
  if (taken.has(name)) throw wrong("has a name that pairwise and compare use themselves; take another one.");
  if (typeof given !== "object" || given === null)
    throw wrong(`is ${shown(given)}; expected a schema, such as { default: 10, min: 1, doc: "…" }.`);
  const unknown = Object.keys(given).find((member) => !members.includes(member));
  if (unknown) throw wrong(`has a member ${quoted(unknown)}; its members may be ${members.join(", ")}.`);
  const schema = filled(given, wrong);
  if (schema.default !== undefined) assertDefault(name, schema, wrong);
  return schema;
}

/** With everything that may be left out. */
function filled(given: OwnOption, wrong: (what: string) => OptionError): OptionSchema {
  const { doc = "", choices, default: value, min = -Infinity, max = Infinity } = given;
  const type = given.type ?? (choices ? "choice" : typeOf(value));
  if (!type || !types.includes(type))
    throw wrong(
      `has no type: give a default that is a number, true or false, or choices, or one of the types ${types.join(", ")}.`,
    );
  if (!(min <= max)) throw wrong(`has the range from ${min} to ${max}.`);
  if (type.startsWith("choice") && !(choices?.length && choices.every((one) => typeof one === "string")))
    throw wrong('needs choices: a list of texts, such as ["cosine", "euclidean"].');
  if (type === "either" && !Array.isArray(given.of)) throw wrong("needs a list of what it accepts: of.");
  const usual = value ?? (type === "choice" ? choices![0] : undefined);
  const { accepted = "a value", check = () => true } = given;
  const data = type === "data" ? { accepted, check } : {};
  return { ...given, ...data, type, doc, default: usual, min, max } as OptionSchema;
}

function typeOf(value: unknown): string | undefined {
  return typeof value === "number" || typeof value === "boolean" ? typeof value : undefined;
}

function assertDefault(name: string, schema: OptionSchema, wrong: (what: string) => OptionError): void {
  try {
    resolveOptions("", { [name]: schema }, { [name]: schema.default });
  } catch {
    throw wrong(`has the default ${shown(schema.default)}, which it does not accept itself.`);
  }
}
