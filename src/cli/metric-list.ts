/** The words of `--metric`: names, separated by commas, each with options of its own behind colons. */
import { UsageError } from "./errors.ts";
import { knownFile } from "./own/known.ts";
import { wordOf } from "./own/paths.ts";

/** A metric that was asked for. */
export interface NamedMetric {
  readonly name: string;
  /** Options for it alone, as texts: `alpha` and `0.5` of `procrustes:alpha=0.5`. */
  readonly own: readonly (readonly [option: string, value: string])[];
}

/**
 * The metrics that `--metric` names.
 *
 *   cka                              one
 *   cka,procrustes                   two; `--metric cka --metric procrustes` likewise
 *   procrustes:alpha=0.5:no-center   one with options of its own
 *   ./mine.js:k=3                    one of a file, which was loaded before
 *
 * @param given - its text, or a list of texts; undefined for none
 * @throws {UsageError} for an empty name.
 */
export function metricsNamed(given: unknown): NamedMetric[] {
  const texts = (Array.isArray(given) ? given : given === undefined ? [] : [given]) as string[];
  return texts.flatMap((text) => text.split(",").map((one) => metricNamed(one.trim(), text)));
}

function metricNamed(text: string, whole: string): NamedMetric {
  const { name: given, options } = wordOf(text);
  const name = knownFile(given)?.name ?? given;
  if (name === "" && whole !== "")
    throw new UsageError(`--metric ${whole}: expected names separated by commas, such as cka,procrustes.`);
  return { name, own: options.map(optionOf) };
}

/** `alpha=0.5`; of yes or no also `center` and `no-center`. */
function optionOf(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at >= 0) return [text.slice(0, at), text.slice(at + 1)];
  return text.startsWith("no-") ? [text.slice(3), "no"] : [text, "yes"];
}

/**
 * A word for each metric, for names of files: its name, and where several have it the options of its own.
 * Characters that would change a path are left out.
 */
export function wordsOf(asked: readonly NamedMetric[]): string[] {
  return asked.map(({ name, own }) => {
    const isShared = asked.filter((other) => other.name === name).length > 1;
    const options = isShared ? own.map((option) => option.join("=")) : [];
    return [name, ...options].join("-").replace(/[^\w.=+-]/g, "");
  });
}
