import { largestOf } from "../../base/lists.ts";
import type { Command } from "commander";
import type { OptionSchema } from "../../base/options.ts";
import type { Properties } from "../../metrics/metric.ts";
import { metricNamed, metricNames, ofReading } from "../../cli/metric-options.ts";
import type { MetricEntry } from "../../cli/own/entry.ts";
import { acceptedBy } from "../../cli/schema-flags.ts";
import { flagOf } from "../../base/flag-names.ts";
import { toJsonText } from "../../cli/output.ts";
import { print } from "../../cli/stdout.ts";

const examples = `
Examples:
  $ repgeom metrics
  $ repgeom metrics procrustes
  $ repgeom metrics --json | jq '.cka.options'
`;

/** `repgeom metrics`: what can be measured, and how. */
export function addMetrics(program: Command): void {
  program
    .command("metrics")
    .description(
      "Lists every metric, a line each. Of the ones named it gives everything: options, range, invariances, source.",
    )
    .argument("[names...]", "names of metrics; default: a list of all")
    .option("--json", "print one JSON document: metrics by name")
    .addHelpText("after", examples)
    .action((names: string[], flags: { json?: boolean }) => describeMetrics(names, flags.json === true));
}

async function describeMetrics(names: readonly string[], json: boolean): Promise<void> {
  const chosen = (names.length > 0 ? names : metricNames).map((name) => [name, metricNamed(name)] as const);
  if (json)
    await print([toJsonText(Object.fromEntries(chosen.map(([name, metric]) => [name, asData(metric)])))]);
  else if (names.length === 0) await print([overview(chosen)]);
  else await print([chosen.map(([name, metric]) => asText(name, metric)).join("\n")]);
}

/** By family, a line a metric: its name, what it is, and what kind of value it gives. */
function overview(chosen: readonly (readonly [string, MetricEntry])[]): string {
  const width = largestOf(chosen.map(([name]) => name.length));
  const families = new Map<string, string[]>();
  for (const [name, { title, family, options, properties }] of chosen) {
    const { kind, symmetric } = properties(defaultsOf(options));
    const line = `  ${name.padEnd(width)}  ${title} (${symmetric ? "" : "asymmetric "}${kind})`;
    families.set(family, [...(families.get(family) ?? []), line]);
  }
  const lines = [...families].flatMap(([family, members]) => [family, ...members]);
  return [...lines, "", "Everything about one: repgeom metrics NAME", ""].join("\n");
}

/** A metric without its functions, its properties under the defaults and under every tested set of options. */
function asData({ properties, testedWith, ...entry }: MetricEntry): object {
  const defaults = defaultsOf(entry.options);
  const variants = testedWith.map((chosen) => ({
    options: chosen,
    ...properties({ ...defaults, ...chosen }),
  }));
  const { title, summary, source, family, cost, blindTo, accepts, options } = entry;
  return {
    title,
    summary,
    source,
    family,
    cost,
    blindTo,
    accepts,
    options,
    ...properties(defaults),
    variants,
  };
}

function defaultsOf(options: Readonly<Record<string, OptionSchema>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).map(([name, schema]) => [name, schema.default]));
}

function asText(name: string, metric: MetricEntry): string {
  const lines = [
    `${name}: ${metric.title}`,
    metric.summary,
    ...propertyLines(metric),
    `blind to: ${metric.blindTo}`,
    `takes: ${[metric.accepts].flat().join(" or ")}`,
    `operations: ${metric.cost.network} a network, ${metric.cost.pair} a pair`,
    `source: ${metric.source}`,
    ...Object.entries(metric.options).flatMap((entry) => optionLines(name, entry)),
  ];
  return `${lines.join("\n  ")}\n`;
}

/** The properties under the defaults, and wherever one option on its own makes them others. */
function propertyLines({ options, properties, testedWith }: MetricEntry): string[] {
  const defaults = defaultsOf(options);
  const usual = propertiesText(properties(defaults));
  const lines = testedWith
    .map((chosen) => Object.entries(chosen).filter(([name, value]) => value !== defaults[name]))
    .filter((changed) => changed.length === 1)
    .map(([[name, value] = ["", ""]]) => {
      const text = propertiesText(properties({ ...defaults, [name]: value }));
      return text === usual ? "" : `  with ${asFlag(name, value)}: ${text}`;
    });
  return [usual, ...new Set(lines.filter((line) => line !== ""))];
}

function propertiesText({ kind, pseudo, symmetric, range, invariantTo }: Properties): string {
  const [low, high] = range.map(bound);
  const groups = invariantTo.join(", ") || "nothing";
  const also = pseudo ? " (0 for some networks that differ)" : "";
  return `${symmetric ? "" : "asymmetric "}${kind}${also} in [${low}, ${high}], invariant to ${groups}`;
}

function asFlag(name: string, value: unknown): string {
  if (value === false) return `--no-${flagOf(name).slice(2)}`;
  return value === true ? flagOf(name) : `${flagOf(name)} ${String(value)}`;
}

/** @param metric - that has it: an option with the name of a flag of reading stands behind a colon */
function optionLines(metric: string, [option, schema]: [string, OptionSchema]): string[] {
  const flag = option === ofReading ? `--metric ${metric}:${option}=…` : flagOf(option);
  const accepted =
    schema.type === "boolean"
      ? `${flag} or ${asFlag(option, false)}; default ${asFlag(option, schema.default)}`
      : `${flag}: ${acceptedBy(schema)}; default ${schema.default}`;
  return [accepted, `    ${schema.doc}`];
}

/** Bounds are small whole numbers or fractions of π: six digits tell them. */
function bound(value: number): string {
  if (Number.isFinite(value)) return String(Number(value.toPrecision(6)));
  return value < 0 ? "-∞" : "∞";
}
