import { largestOf } from "../../base/lists.ts";
import type { Command } from "commander";
import type { OptionSchema } from "../../base/options.ts";
import type { Properties } from "../../metrics/metric.ts";
import { type MetricEntry, metricNamed, metricNames } from "../../cli/metric-options.ts";
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

/** A line a metric: its name, what it is, and what kind of value it gives. */
function overview(chosen: readonly (readonly [string, MetricEntry])[]): string {
  const width = largestOf(chosen.map(([name]) => name.length));
  const lines = chosen.map(([name, { title, options, properties }]) => {
    const { kind, symmetric } = properties(defaultsOf(options));
    return `${name.padEnd(width)}  ${title} (${symmetric ? "" : "asymmetric "}${kind})`;
  });
  return [...lines, "", "Everything about one: repgeom metrics NAME", ""].join("\n");
}

/** A metric without its functions, its properties under the defaults and under every tested set of options. */
function asData({ title, summary, source, accepts, options, properties, testedWith }: MetricEntry): object {
  const defaults = defaultsOf(options);
  const variants = testedWith.map((chosen) => ({
    options: chosen,
    ...properties({ ...defaults, ...chosen }),
  }));
  return { title, summary, source, accepts, options, ...properties(defaults), variants };
}

function defaultsOf(options: Readonly<Record<string, OptionSchema>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).map(([name, schema]) => [name, schema.default]));
}

function asText(name: string, metric: MetricEntry): string {
  const lines = [
    `${name}: ${metric.title}`,
    metric.summary,
    ...propertyLines(metric),
    `takes: ${[metric.accepts].flat().join(" or ")}`,
    `source: ${metric.source}`,
    ...Object.entries(metric.options).flatMap(optionLines),
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

function propertiesText({ kind, symmetric, range, invariantTo }: Properties): string {
  const [low, high] = range.map(bound);
  const groups = invariantTo.join(", ") || "nothing";
  return `${symmetric ? "" : "asymmetric "}${kind} in [${low}, ${high}], invariant to ${groups}`;
}

function asFlag(name: string, value: unknown): string {
  if (value === false) return `--no-${flagOf(name).slice(2)}`;
  return value === true ? flagOf(name) : `${flagOf(name)} ${String(value)}`;
}

function optionLines([option, schema]: [string, OptionSchema]): string[] {
  const flag = flagOf(option);
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
