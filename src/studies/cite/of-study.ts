import { OptionError } from "../../base/errors.ts";
import { resolveOptions, type AnySchemas } from "../../base/options.ts";
import { unknownName } from "../../base/suggest.ts";
import type { CitedSubject } from "./facts.ts";
import { studies, studyNamed, type StudyName } from "./cited/studies.ts";
import type { CitedStudy } from "./cited/study.ts";
import { chosenOnly, sourcesOf } from "./sources.ts";
import type { StudySubject } from "./subject.ts";

/**
 * A study with its options, and what it is from under these.
 * @throws {OptionError} for an unknown study or option, or a value outside the accepted set.
 */
export async function studySubject({ study: given, ...options }: StudySubject): Promise<CitedSubject> {
  const name = studyNamed(given);
  if (name === undefined) throw new OptionError(unknownName("study", given, Object.keys(studies)));
  return studyWith(name, resolveOptions(name, await studyOptions(name), options));
}

/** The options of a study as it declares them; of those that none of its sources depends on, none. */
export async function studyOptions(name: StudyName): Promise<AnySchemas> {
  const { options }: CitedStudy = studies[name];
  return (await options?.()) ?? {};
}

async function studyWith(name: StudyName, chosen: Readonly<Record<string, unknown>>): Promise<CitedSubject> {
  const { title, cited, assumed = {}, unlike }: CitedStudy = studies[name];
  const known = Object.entries(chosen).filter(([, value]) => value !== undefined);
  return {
    kind: "study",
    name,
    title,
    options: chosenOnly(chosen, await studyOptions(name)),
    ...sourcesOf(cited, { ...assumed, ...Object.fromEntries(known) }, unlike),
  };
}
