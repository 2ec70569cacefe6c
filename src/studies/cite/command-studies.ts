import type { AnySchemas } from "../../base/options.ts";
import { flagOf } from "../../base/flag-names.ts";
import { unknownName } from "../../base/suggest.ts";
import { UsageError } from "../../cli/errors.ts";
import { wordOf } from "../../cli/own/paths.ts";
import { parseSchemaValue } from "../../cli/schema-flags.ts";
import { studies, studyNamed } from "./cited/studies.ts";
import { studyOptions } from "./of-study.ts";
import type { StudySubject } from "./subject.ts";

/**
 * The studies that `--study` names: `isc,rsa`, or one with options, `isc:null=phase-shift:summary=median`.
 * @throws {UsageError} for an unknown study or option, or a value that cannot be read.
 */
export async function studySubjects(given: readonly string[] = []): Promise<StudySubject[]> {
  const words = given.flatMap((text) => (text.includes(":") ? [text] : text.split(",")));
  return Promise.all(words.map((word) => studySubject(word.trim())));
}

async function studySubject(word: string): Promise<StudySubject> {
  const { name: given, options } = wordOf(word);
  const name = studyNamed(given);
  if (name === undefined)
    throw new UsageError(`--study: ${unknownName("study", given, Object.keys(studies))}`);
  const schemas = await studyOptions(name);
  return { study: name, ...Object.fromEntries(options.map((text) => optionOf(name, text, schemas))) };
}

/** `null=phase-shift`; of yes or no also `spatial` and `no-spatial`. */
function optionOf(study: string, text: string, schemas: AnySchemas): readonly [name: string, value: unknown] {
  const [word = "", value = word.startsWith("no-") ? "no" : "yes"] = text.split("=");
  const asked = text.includes("=") ? word : word.replace(/^no-/, "");
  const name = Object.keys(schemas).find((known) => known === asked || flagOf(known) === `--${asked}`);
  if (name === undefined) throw new UsageError(`--study ${study}: ${unknown(asked, Object.keys(schemas))}`);
  return [name, parseSchemaValue(`--study ${study}:${asked}`, schemas[name]!, value)];
}

function unknown(option: string, known: readonly string[]): string {
  const none = "none of its options changes what it is from";
  return known.length === 0 ? `${none}.` : unknownName("option", option, known);
}
