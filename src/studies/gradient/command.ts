import type { Command } from "commander";
import { addCacheOptions } from "../../cli/cache/flags.ts";
import { deliver } from "../../cli/deliver.ts";
import { onlyTwo, readFiles, readPair, withControl } from "../../cli/engine.ts";
import { addMetricOptions, metricSpec } from "../../cli/metric-options.ts";
import { formatNumber } from "../../cli/numbers.ts";
import { addOutputOptions, addRunOptions, type RunFlags } from "../../cli/options.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";
import { toRows } from "../../base/matrix.ts";
import { indexNames } from "../../base/lists.ts";
import type { Representation } from "../../data/representation.ts";
import { numbered, written } from "../../data/written.ts";
import { gradientNames, type GradientMetricName } from "../../metrics/gradients/registry.ts";
import type { MetricSpec } from "../../metrics/registry.ts";
import { gradient, type Gradient } from "./gradient.ts";

const examples = `
Examples:
  $ repgeom gradient A.npy B.npy --metric cka --out G.npy
  $ repgeom gradient A.npy B.npy --metric procrustes --ground euclidean --json

Prints the value. --out has how it moves with each response of A: A's stimuli × A's units, in the unit of the
value per response; B is constant. A step along it (of a similarity; against it, of a distance) makes A more
like B. Metrics that have a gradient: ${gradientNames.join(", ")}.
Where the value has a kink, or under options without a gradient, the reason is said and nothing is written.
`;

/** `repgeom gradient A B --metric M`: the value, and how it moves with the responses of A. */
export function addGradient(program: Command, signal: AbortSignal): void {
  const command = program
    .command("gradient")
    .description(
      "The gradient of a metric: how its value moves with each response of the first representation.",
    )
    .argument("<files...>", "two files, or one file with two arrays");
  addRunOptions(addOutputOptions(addCacheOptions(addMetricOptions(command, { among: gradientNames }))))
    .addHelpText("after", examples)
    .action((files: string[], flags: RunFlags) => gradientOfFiles(files, flags, signal));
}

async function gradientOfFiles(files: string[], flags: RunFlags, signal: AbortSignal): Promise<void> {
  const spec = metricSpec(flags, [], gradientNames) as MetricSpec<GradientMetricName>;
  await checkOutputs(flags, files);
  const [x, y] = onlyTwo("gradient", await readPair(files, flags, signal, readFiles));
  const found = await withControl(flags, signal, (control) => gradient(x, y, spec, control));
  await deliver(
    {
      result: asWritable(writersOf(found, x), { metric: spec.metric, names: [x.name, y.name] }),
      numbers: [`${formatNumber(found.value)}\n`],
      summary: `gradient of ${spec.metric} of ${x.name} and ${y.name}, with respect to ${x.name}`,
      always: true,
    },
    flags,
    signal,
  );
}

function writersOf({ value, gradient: slopes }: Gradient, { stimuli }: Representation) {
  const { rows, cols, data } = slopes;
  return written({
    document: () => ({ value, gradient: toRows(slopes) }),
    table: () => ({
      rowNames: stimuli ?? indexNames(rows),
      colNames: numbered("unit", cols),
      values: data,
    }),
    array: () => ({ shape: [rows, cols], data }),
  });
}
