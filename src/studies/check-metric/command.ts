import type { Command } from "commander";
import { MetricError } from "../../base/errors.ts";
import { withControl } from "../../cli/engine.ts";
import { toJsonText } from "../../cli/output.ts";
import { loadFiles } from "../../cli/own/load.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { metricSpecs } from "../../cli/metric-options.ts";
import { print } from "../../cli/stdout.ts";
import { checkMetric } from "./check-metric.ts";
import { checkMetricOptions, type CheckMetricOptions } from "./options.ts";

const examples = `
Examples:
  $ repgeom check-metric ./mine.js
  $ repgeom check-metric ./mine.js:k=3              under these options; else under every set of its testedWith
  $ repgeom check-metric ./mine.js --json | jq '.sets[].checks[] | select(.outcome == "failed")'

The code of the file is run. What it promises is tried on seeded networks: range, value against itself, symmetry,
invariances, triangle inequality of a distance, the same bits each time and on threads, no change of what it is given,
never a silent NaN, extreme scales. The exit code is 1 if something failed; a hint is no failure.
`;

/** Flags of `check-metric`. */
interface CheckFlags extends CheckMetricOptions {
  readonly json?: boolean;
}

/** `repgeom check-metric FILE`: whether a metric keeps what it promises. */
export function addCheckMetric(program: Command, signal: AbortSignal): void {
  const command = program
    .command("check-metric")
    .description("Tries whether a metric keeps what it promises, on seeded networks.")
    .argument("<metric>", "a file of a metric of your own, whose code is run; or the name of a metric");
  addSchemaFlags(command, checkMetricOptions)
    .option("--json", "print one JSON document")
    .addHelpText("after", examples)
    .action((given: string, flags: CheckFlags) => check(given, flags, signal));
}

async function check(given: string, flags: CheckFlags, signal: AbortSignal): Promise<void> {
  await loadFiles([given]);
  const [spec] = metricSpecs({ metric: given });
  const found = await withControl({ quiet: true }, signal, (control) =>
    checkMetric(spec!, schemaOptions(flags, checkMetricOptions), control),
  );
  await print([flags.json ? toJsonText(found.toJSON()) : found.toText()]);
  const wrong = found.sets.flatMap(({ checks }) => checks).filter(({ outcome }) => outcome === "failed");
  if (wrong.length > 0) throw new MetricError(`${found.metric} failed ${wrong.length} of its checks.`);
}
