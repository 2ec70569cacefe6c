import type { AnySchemas } from "../../base/options.ts";
import { bibliography, type ReferenceKey } from "./bibliography/bibliography.ts";
import type { CitedSource, OtherSource } from "./facts.ts";
import { holds, type Cited } from "./cited/cited.ts";
import { citedByValue } from "./cited/values.ts";
import { shortly } from "./formats/names.ts";

type Options = Readonly<Record<string, unknown>>;

/** The sources that count under these options, defaults filled in, and the others. */
export function sourcesOf(
  cited: readonly Cited[],
  options: Options,
  unlike: readonly string[] = [],
): { readonly sources: readonly CitedSource[]; readonly others: readonly OtherSource[] } {
  const used = cited.filter(({ when }) => holds(when, options));
  return {
    sources: [...used.map(sourceOf), ...valueSources(options, unlike)],
    others: cited.flatMap((one) =>
      one.when && !used.includes(one) ? [{ ...sourceOf(one), when: one.when }] : [],
    ),
  };
}

function sourceOf({ keys, of }: Pick<Cited, "keys" | "of">): CitedSource {
  const short = keys.map((key) => shortly(bibliography[key]));
  return { keys, short, ...(of === undefined ? {} : { of }) };
}

/** Of what options name: a dissimilarity, a comparator, an estimate of noise, descriptors. */
function valueSources(options: Options, unlike: readonly string[]): CitedSource[] {
  return Object.entries(citedByValue).flatMap(([option, known]) => {
    if (unlike.includes(option)) return [];
    const values = [options[option]].flat().filter((value): value is string => typeof value === "string");
    return values.flatMap((of) => {
      const keys: readonly ReferenceKey[] = Object.hasOwn(known, of) ? known[of]! : [];
      return keys.length === 0
        ? []
        : [sourceOf({ keys, of: `${option === "descriptors" ? "" : `${option} `}${of}` })];
    });
  });
}

/** The options whose values are not the defaults. */
export function chosenOnly(options: Options, schemas: AnySchemas): Options {
  const isDefault = (name: string, value: unknown) =>
    value === undefined || JSON.stringify(value) === JSON.stringify(schemas[name]?.default);
  return Object.fromEntries(Object.entries(options).filter(([name, value]) => !isDefault(name, value)));
}
