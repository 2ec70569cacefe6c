/**
 * The options of metrics as flags. This file knows no particular metric: flags, types
 * and texts come from the registry, so a new metric needs no change here.
 */
import { type Command, Help, Option } from "commander";
import { resolveOptions, type OptionSchema } from "../base/options.ts";
import type { AnyMetric, Properties } from "../metrics/metric.ts";
import { metrics } from "../metrics/all.ts";
import type { MetricSpec } from "../metrics/registry.ts";
import { UsageError } from "./errors.ts";
import { flagOf, negativeOf } from "../base/flag-names.ts";
import { metricsNamed, type NamedMetric } from "./metric-list.ts";
import { collected, helpOf, parseSchemaValue } from "./schema-flags.ts";
import { unknownName } from "../base/suggest.ts";

/** The members of a registered metric that the command line reads. */
export interface MetricEntry {
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly accepts: string | readonly string[];
  readonly options: Readonly<Record<string, OptionSchema>>;
  readonly testedWith: readonly object[];
  properties(options: object): Properties;
}

/** Every registered metric, in the order of the registry. */
export const metricNames: readonly string[] = Object.keys(metrics);

const registry: Readonly<Record<string, MetricEntry>> = metrics;

/** @throws {UsageError} if there is no such metric; it suggests the most similar name. */
export function metricNamed(name: string): MetricEntry {
  if (!Object.hasOwn(registry, name)) throw new UsageError(unknownName("metric", name, metricNames));
  return registry[name]!;
}

/** One option of one metric. */
interface Owned {
  readonly owner: string;
  readonly schema: OptionSchema;
}

const groupOfMetrics = "Options of metrics:";

/**
 * Adds `--metric` and the flags of every metric to a command. If the command already has a flag
 * (`--seed`), it is used for both. The help shows only the flags of the metric that is given together
 * with `--help`: the flags of all metrics would fill five screens.
 *
 * @param several - whether the command takes several metrics in one run: `metricSpecs` reads them
 */
export function addMetricOptions(command: Command, { several = false } = {}): Command {
  const names = `${metricNames.join(", ")}. For the options of a metric: --metric <name> --help`;
  command.addOption(
    several
      ? collected(
          new Option(
            "--metric <names>",
            `what to measure (required), one or several, separated by commas; cka,procrustes:alpha=0.5 gives an option to one of them: ${names}.`,
          ),
        )
      : new Option("--metric <name>", `what to measure (required): ${names}`),
  );
  for (const [option, owners] of optionsByName()) {
    const own = command.options.find(({ long }) => long === flagOf(option));
    if (own) own.description += `\n${helpText(owners)}`;
    else for (const flag of flagsFor(option, owners)) command.addOption(flag.helpGroup(groupOfMetrics));
  }
  return command.configureHelp(helpOnMetric(command));
}

/** The part of commander's help that depends on the metric on the command line. */
function helpOnMetric(command: Command): Partial<Help> {
  const usual = new Help();
  const asked = () => metricsNamed(command.opts()["metric"]).map(({ name }) => name);
  const ownerOf = (option: Option): Owned[] =>
    (optionsByName().get(option.attributeName()) ?? []).filter(({ owner }) => asked().includes(owner));
  return {
    visibleOptions(of) {
      for (const name of asked()) metricNamed(name); // a typo is said here, too
      return usual.visibleOptions(of).filter((option) => !isOfMetrics(option) || ownerOf(option).length > 0);
    },
    optionDescription: (option) =>
      isOfMetrics(option)
        ? describeFlag(option.attributeName(), ownerOf(option))
        : usual.optionDescription(option),
  };
}

function isOfMetrics(option: Option): boolean {
  return option.helpGroupHeading === groupOfMetrics;
}

/** Every option of every metric; several metrics may share a name. */
function optionsByName(): Map<string, Owned[]> {
  const all = new Map<string, Owned[]>();
  for (const [owner, { options }] of Object.entries(registry)) {
    for (const [option, schema] of Object.entries(options)) {
      all.set(option, [...(all.get(option) ?? []), { owner, schema }]);
    }
  }
  return all;
}

function describeFlag(option: string, owners: readonly Owned[]): string {
  const text = helpText(owners);
  return owners[0]?.schema.type === "boolean" ? `${text} Off: ${negativeOf(option)}.` : text;
}

/** The flags of one option. Several metrics may share it, so its text is made when the metric is known. */
function flagsFor(option: string, owners: readonly Owned[]): Option[] {
  const flag = flagOf(option);
  const text = describeFlag(option, owners);
  const { type } = owners[0]!.schema;
  if (type === "boolean") return [new Option(flag, text), new Option(negativeOf(option)).hideHelp()];
  const place = { number: "number", whole: "count", choice: "name" }[type as "number"] ?? "value";
  return [new Option(`${flag} <${place}>`, text)];
}

/** The help text of an option. Metrics with the same meaning share one text. */
function helpText(owners: readonly Owned[]): string {
  const metricsByText = new Map<string, string[]>();
  for (const { owner, schema } of owners) {
    const text = helpOf(schema);
    metricsByText.set(text, [...(metricsByText.get(text) ?? []), owner]);
  }
  return [...metricsByText].map(([text, names]) => `${names.join(", ")}: ${text}`).join("\n");
}

/**
 * Reads the metric and its options from the flags.
 *
 * @param flags - as commander parsed them: text for a flag with a value, true or false for the others
 * @param shared - options of metrics that are also flags of the command
 * @throws {UsageError} if the metric is missing or unknown, a flag belongs to another metric, or a value cannot be read
 */
export function metricSpec(flags: object, shared: readonly string[] = []): MetricSpec {
  const [first, ...rest] = metricSpecs(flags, shared) as [MetricSpec, ...MetricSpec[]];
  if (rest.length === 0) return first;
  throw new UsageError(`--metric takes one metric here, got ${[first, ...rest].map(({ metric }) => metric).join(", ")}.`); // prettier-ignore
}

/**
 * The same for several metrics. A flag goes to every metric that has it.
 * @throws {UsageError} as `metricSpec`, and for a metric that is asked for twice with the same options.
 */
export function metricSpecs(flags: object, shared: readonly string[] = []): MetricSpec[] {
  const given = new Map<string, unknown>(Object.entries(flags));
  const asked = metricsNamed(given.get("metric"));
  if (asked.length === 0) throw noMetric();
  for (const { name } of asked) metricNamed(name);
  const foreign = [...optionsByName()].find(
    ([option, owners]) =>
      given.has(option) &&
      !shared.includes(option) &&
      !(option === "seed" && given.has("sample")) &&
      !owners.some(({ owner }) => asked.some(({ name }) => name === owner)),
  );
  if (foreign) throw foreignOption(foreign[0], asked.map(({ name }) => name)); // prettier-ignore
  const specs = asked.map((one) => specOf(one, given, asked.length > 1));
  for (const spec of specs) checkUnits(spec, given);
  const texts = specs.map((spec) => JSON.stringify(Object.entries(spec).toSorted()));
  const twice = texts.findIndex((text, k) => texts.indexOf(text) !== k);
  if (twice < 0) return specs;
  throw new UsageError(`--metric names ${specs[twice]!.metric} twice with the same options; keep one.`);
}

/** @throws {UsageError} for flags that make other units of each file, where a metric compares unit by unit. */
function checkUnits(spec: MetricSpec, given: ReadonlyMap<string, unknown>): void {
  const flag = ["pca", "dropConstant"].find((name) => given.has(name));
  if (flag === undefined) return;
  const { metric: name, ...options } = spec;
  const { sharedAxes, options: schemas }: AnyMetric = metrics[name];
  const shared = sharedAxes?.(resolveOptions(name, schemas, options)) ?? [];
  if (!shared.includes("units")) return;
  throw new UsageError(
    `${flagOf(flag)} makes other units of each file, and ${spec.metric} compares unit by unit. Take the same units of all by --units.`,
  );
}

/** One metric with the options that the flags give, and those that are for it alone. */
function specOf(
  { name, own }: NamedMetric,
  given: ReadonlyMap<string, unknown>,
  isOneOfSeveral: boolean,
): MetricSpec {
  const spec: Record<string, unknown> = { metric: name };
  const schemas = metricNamed(name).options;
  for (const [option, schema] of Object.entries(schemas)) {
    if (!given.has(option)) continue;
    const value = given.get(option);
    const flag = isOneOfSeveral ? `${flagOf(option)} of ${name}` : flagOf(option);
    spec[option] = typeof value === "string" ? parseSchemaValue(flag, schema, value) : value;
  }
  for (const [word, text] of own) {
    const option = Object.keys(schemas).find((known) => known === word || flagOf(known) === `--${word}`);
    if (option === undefined) throw foreignOption(word, [name]);
    spec[option] = parseSchemaValue(`--metric ${name}:${word}`, schemas[option]!, text);
  }
  return spec as MetricSpec;
}

function noMetric(): UsageError {
  const names = metricNames.join(", ");
  return new UsageError(`--metric is missing. Say what to measure: --metric with one of ${names}.`);
}

function foreignOption(option: string, names: readonly string[]): UsageError {
  const lists = names.map((name) => {
    const own = Object.keys(metricNamed(name).options).map(flagOf);
    const whose = names.length === 1 ? "Its options" : `Options of ${name}`;
    const nothing = names.length === 1 ? "It has none" : `${name} has none`;
    return own.length === 0 ? nothing : `${whose}: ${own.join(", ")}`;
  });
  return new UsageError(`${flagOf(option)} is not an option of ${names.join(" or ")}. ${lists.join(". ")}.`);
}
