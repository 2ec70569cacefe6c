/**
 * The options of metrics as flags. This file knows no particular metric: flags, types
 * and texts come from the registry, so a new metric needs no change here.
 */
import { type Command, Help, Option } from "commander";
import { resolveOptions, type OptionSchema } from "../base/options.ts";
import type { AnyMetric } from "../metrics/metric.ts";
import { metrics } from "../metrics/all.ts";
import type { MetricSpec } from "../metrics/registry.ts";
import { UsageError } from "./errors.ts";
import { flagOf, negativeOf } from "../base/flag-names.ts";
import { metricsNamed, type NamedMetric } from "./metric-list.ts";
import type { MetricEntry } from "./own/entry.ts";
import { ownEntries, takesFiles } from "./own/known.ts";
import { collected, helpOf, parseSchemaValue } from "./schema-flags.ts";
import { unknownName } from "../base/suggest.ts";

/** Every registered metric, in the order of the registry. */
export const metricNames: readonly string[] = Object.keys(metrics);

const registry: Readonly<Record<string, MetricEntry>> = metrics;

/** Those of the library, and those of the files on this command line. */
function known(): Readonly<Record<string, MetricEntry>> {
  return { ...registry, ...ownEntries() };
}

/** @throws {UsageError} if there is no such metric; it suggests the most similar name. */
export function metricNamed(name: string): MetricEntry {
  const all = known();
  if (!Object.hasOwn(all, name)) throw new UsageError(unknownName("metric", name, Object.keys(all)));
  return all[name]!;
}

/** One option of one metric. */
interface Owned {
  readonly owner: string;
  readonly schema: OptionSchema;
}

const groupOfMetrics = "Options of metrics:";

/** A flag of reading, which every command has, and an option of a metric: that stands behind a colon, uniformity:normalize=rows. */
export const ofReading = "normalize";

/**
 * Adds `--metric` and the flags of every metric to a command. If the command already has a flag
 * (`--seed`), it is used for both. The help shows only the flags of the metric that is given together
 * with `--help`: the flags of all metrics would fill five screens.
 *
 * @param several - whether the command takes several metrics in one run: `metricSpecs` reads them
 * @param required - whether it is always asked for one
 * @param among - the only metrics that the command takes, if not all
 */
export function addMetricOptions(
  command: Command,
  {
    several = false,
    required = true,
    among,
  }: { several?: boolean; required?: boolean; among?: readonly string[] } = {},
): Command {
  const own = among ? "" : "; or a metric of your own, ./mine.js, whose code is then run";
  const names = `${(among ?? metricNames).join(", ")}${own}. For the options of a metric: --metric <name> --help`;
  command.addOption(
    several
      ? collected(
          new Option(
            "--metric <names>",
            `what to measure${required ? " (required)" : ""}, one or several, separated by commas; cka,procrustes:alpha=0.5 gives an option to one of them: ${names}.`,
          ),
        )
      : new Option("--metric <name>", `what to measure${required ? " (required)" : ""}: ${names}`),
  );
  for (const [option, owners] of optionsByName()) {
    const own = command.options.find(({ long }) => long === flagOf(option));
    if (option === ofReading || !owners.some(({ schema }) => hasFlag(schema))) continue;
    if (own) own.description += `\n${helpText(owners)}`;
    else for (const flag of flagsFor(option, owners)) command.addOption(flag.helpGroup(groupOfMetrics));
  }
  return takesFiles(command.configureHelp(helpOnMetric(command)));
}

/**
 * Adds the flags of metrics of files, once these are loaded. An option whose flag the command has for something else gets
 * none, but stands behind a colon: `--metric ./mine.js:out=3`.
 */
export function addOwnFlags(command: Command): void {
  const owned = new Set(Object.values(ownEntries()).flatMap(({ options }) => Object.keys(options)));
  for (const [option, owners] of optionsByName()) {
    if (!owned.has(option) || command.options.some(({ long }) => long === flagOf(option))) continue;
    for (const flag of flagsFor(option, owners)) command.addOption(flag.helpGroup(groupOfMetrics));
  }
}

/** Data has one only where a file may hold it. */
function hasFlag(schema: OptionSchema): boolean {
  return schema.type !== "data" || schema.flag !== undefined;
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
  for (const [owner, { options }] of Object.entries(known())) {
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
  const { schema } = owners[0]!;
  const { type } = schema;
  if (type === "data") return [new Option(`${flag} <${schema.flag}>`, text)];
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
 * @throws {UsageError} if the metric is missing or unknown, a flag belongs to another metric, a value cannot be read, or an
 *   option is a file, which few commands read
 */
export function metricSpec(
  flags: object,
  shared: readonly string[] = [],
  among?: readonly string[],
): MetricSpec {
  const [first, ...rest] = metricSpecs(flags, shared, among) as [MetricSpec, ...MetricSpec[]];
  const [file] = filesOfSpecs([first]);
  if (file) throw new UsageError(`${flagOf(file.option)} is for compare, cross and pairwise.`);
  if (rest.length === 0) return first;
  throw new UsageError(`--metric takes one metric here, got ${[first, ...rest].map(({ metric }) => metric).join(", ")}.`); // prettier-ignore
}

/**
 * Refuses flags of metrics where no metric is measured, so that they would do nothing.
 * @param own - options of the command
 * @throws {UsageError} for the first of them.
 */
export function refuseMetricFlags(flags: object, own: readonly string[]): void {
  const given = new Map<string, unknown>(Object.entries(flags));
  const idle = [...optionsByName().keys()].find((option) => given.has(option) && !own.includes(option));
  if (idle)
    throw new UsageError(`${flagOf(idle)} is an option of metrics: give --metric too, or leave it out.`);
}

/**
 * The same for several metrics. A flag goes to every metric that has it.
 * @throws {UsageError} as `metricSpec`, and for a metric that is asked for twice with the same options.
 */
export function metricSpecs(
  flags: object,
  shared: readonly string[] = [],
  among: readonly string[] = metricNames,
): MetricSpec[] {
  const given = new Map<string, unknown>(Object.entries(flags));
  const asked = metricsNamed(given.get("metric"));
  if (asked.length === 0) throw noMetric(among);
  for (const { name } of asked) metricNamed(name);
  const foreign = [...optionsByName()].find(
    ([option, owners]) =>
      given.has(option) &&
      !shared.includes(option) &&
      !(option === "seed" && given.has("sample")) &&
      option !== ofReading &&
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
  const { sharedAxes, options: schemas } = metricNamed(name) as unknown as AnyMetric;
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
    if (!given.has(option) || option === ofReading) continue;
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

/** The files that options of these metrics name, which are to be read. */
export function filesOfSpecs(
  specs: readonly MetricSpec[],
): { readonly spec: MetricSpec; readonly option: string; readonly file: string }[] {
  return specs.flatMap((spec) =>
    Object.entries(spec).flatMap(([option, value]) => {
      const schema = metricNamed(spec.metric).options[option];
      return schema?.type === "data" && typeof value === "string" ? [{ spec, option, file: value }] : [];
    }),
  );
}

/** Whether the seed that a metric was given decides anything under its other options. */
export function takesSeed(spec: MetricSpec): boolean {
  if (!("seed" in spec)) return false;
  const given: Readonly<Record<string, unknown>> = { ...spec };
  const { onlyWith = {} } = metricNamed(spec.metric).options["seed"]!;
  return Object.entries(onlyWith).every(([name, value]) => given[name] === value);
}

function noMetric(among: readonly string[]): UsageError {
  const names = among.join(", ");
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
