import { toRows } from "../../base/matrix.ts";
import { compare } from "./pairwise.ts";
import { align } from "./align.ts";
import { join } from "node:path";
import type { Command } from "commander";
import type { Aligned, Alignment } from "../../metrics/metric.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Representation } from "../../data/representation.ts";
import { writeNpy } from "../../data/write.ts";
import { titleOf, writeFiles } from "../../cli/deliver.ts";
import { onlyTwo, readPair, withControl } from "../../cli/engine.ts";
import { addMetricOptions, metricSpec } from "../../cli/metric-options.ts";
import { addReportOption, addRunOptions, given, parsePlace, type RunFlags } from "../../cli/options.ts";
import { checkOutputs, checkPlaces, ensureFolder, toJsonText } from "../../cli/output.ts";
import { alignSection } from "./align-section.ts";
import type { AlignInput } from "./align-section.ts";
import { reportSections } from "../../report/page.ts";
import { print } from "../../cli/stdout.ts";

const examples = `
Examples:
  $ repgeom align A.npy B.npy --metric procrustes --out aligned --report aligned.html

Writes into the folder: A.npy and B.npy, stimuli × axes, in common axes; motion-A.npy and
motion-B.npy, units × axes; means-A.npy and means-B.npy, units. aligned = (responses - means) · motion.
Metrics that match units write coupling.npy too, units of A × units of B. With cca the axes are the
canonical variables, and --json has their correlations.
`;

/** Flags of `align`. */
interface AlignFlags extends RunFlags {
  readonly out: string;
}

/** `repgeom align A B --metric M --out DIR`: both in common axes, and the motions. */
export function addAlign(program: Command, signal: AbortSignal): void {
  const command = program
    .command("align")
    .summary("two representations moved into common axes")
    .description(
      "Carries out the motion that a metric's value stands for: both representations in common axes.",
    )
    .argument("<files...>", "two files, or one file with two arrays")
    .requiredOption(
      "--out <folder>",
      "the folder to write into; made if it is not there",
      parsePlace("--out"),
    )
    .option("--json", "print one JSON document: aligned responses, motions and means by name");
  addReportOption(addRunOptions(addMetricOptions(command)), "responses before and after, and the motions")
    .addHelpText("after", examples)
    .action((files: string[], flags: AlignFlags) => alignFiles(files, flags, signal));
}

async function alignFiles(files: string[], flags: AlignFlags, signal: AbortSignal): Promise<void> {
  const spec = metricSpec(flags);
  const [x, y] = onlyTwo("align", await readPair(files, flags));
  const names = fileNames(x.name, y.name);
  const places = names
    .flatMap((name) => [`${name}.npy`, `motion-${name}.npy`, `means-${name}.npy`])
    .map((name) => join(flags.out, name));
  const couplingPlace = join(flags.out, "coupling.npy");
  await ensureFolder(flags.out);
  await checkOutputs(given({ report: flags.report }), files);
  await checkPlaces([...places, couplingPlace], files);
  const { found, value } = await withControl(flags, signal, async (control) => {
    const found = await align(x, y, spec, control);
    return { found, value: flags.report === undefined ? NaN : await compare(x, y, spec, control) };
  });
  const contents = [found.x, found.y].flatMap(({ aligned, motion, means }) => [
    npyOf(aligned),
    npyOf(motion),
    writeNpy([means.data.length], means.data),
  ]);
  const { metric } = spec;
  const written: [string, string | Uint8Array][] = places.map((place, k) => [place, contents[k]!]);
  if (found.coupling) written.push([couplingPlace, npyOf(found.coupling)]);
  if (flags.report !== undefined) {
    const section = alignSection({ found, x: inputOf(x), y: inputOf(y), metric, value });
    written.push([flags.report, await reportSections([section], { title: titleOf(files) })]);
  }
  await writeFiles(written, `${metric} alignment of ${x.name} and ${y.name}`, flags, signal);
  if (flags.json) await print([toJsonText(documentOf(metric, names, found))]);
}

/** Names of representations as names of files; one compared with itself gets two. */
function fileNames(...names: [string, string]): [string, string] {
  const [x, y] = names.map((name) => name.replaceAll(/[/\\:]/g, "-")) as [string, string];
  return x === y ? [`${x}-1`, `${y}-2`] : [x, y];
}

/** The responses as the report shows them: a row a stimulus. */
function inputOf({ name, shape, data, stimuli }: Representation): AlignInput {
  const rows = shape[0]!;
  const responses = { rows, cols: data.length / rows, data: Float64Array.from(data) };
  return { name, responses, ...given({ stimuli }) };
}

function npyOf({ rows, cols, data }: Matrix): Uint8Array {
  return writeNpy([rows, cols], data);
}

function documentOf(
  metric: string,
  names: [string, string],
  { x, y, search, coupling, correlations: found }: Alignment,
): object {
  const matched = coupling && toRows(coupling);
  const correlations = found && [...found];
  return {
    metric,
    [names[0]]: partsOf(x),
    [names[1]]: partsOf(y),
    ...given({ search, coupling: matched, correlations }),
  };
}

function partsOf({ aligned, motion, means }: Aligned): object {
  return { aligned: toRows(aligned), motion: toRows(motion), means: means.data };
}
