import { toRows } from "../../base/matrix.ts";
import { compare } from "./pairwise.ts";
import { align, alignOptions, type AlignOptions } from "./align.ts";
import { widestSquare } from "../../metrics/procrustes/procrustes-align.ts";
import type { MetricSpec } from "../../metrics/registry.ts";
import { metricOf, resolveSpec } from "../../metrics/resolve.ts";
import { helpOf, schemaOptions } from "../../cli/schema-flags.ts";
import { join } from "node:path";
import type { Command } from "commander";
import { addCacheOptions } from "../../cli/cache/flags.ts";
import type { Aligned, Alignment } from "../../metrics/metric.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Representation } from "../../data/representation.ts";
import { writeNpy, writeNpz } from "../../data/write.ts";
import { titleOf, writeFiles } from "../../cli/deliver.ts";
import { onlyTwo, readFiles, readPair, withControl } from "../../cli/engine.ts";
import { addMetricOptions, metricSpec } from "../../cli/metric-options.ts";
import { addReportOption, addRunOptions, given, parsePlace, type RunFlags } from "../../cli/options.ts";
import { checkOutputs, checkPlaces, ensureFolder, toJsonText } from "../../cli/output.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import { alignSection } from "./align-section.ts";
import type { AlignInput } from "./align-section.ts";
import { reportSections } from "../../report/page.ts";
import { print } from "../../cli/stdout.ts";

const examples = `
Examples:
  $ repgeom align A.npy B.npy --metric procrustes --out aligned --report aligned.html

Writes into the folder: A.npy and B.npy, stimuli × axes, in common axes; motion-A.npy and
motion-B.npy, units × axes; means-A.npy and means-B.npy, units. aligned = (responses - means) · motion.
Where procrustes moves more than 1024 units, axes are those in which responses vary, and networks of so
many units get motion-A.npz instead, with the arrays left (units × rank) and right (axes × rank):
motion = left · rightᵀ, which takes directions without variance to 0. --full-motion writes the square.
Metrics that match units write coupling.npy too, units of A × units of B. With cca the axes are the
canonical variables, and --json has their correlations.
`;

/** Flags of `align`. */
interface AlignFlags extends RunFlags, PictureFlags, AlignOptions {
  readonly out: string;
}

/** `repgeom align A B --metric M --out DIR`: both in common axes, and the motions. */
export function addAlign(program: Command, signal: AbortSignal): void {
  const command = program
    .command("align")
    .description(
      "Carries out the motion that a metric's value stands for: both representations in common axes.",
    )
    .argument("<files...>", "two files, or one file with two arrays")
    .requiredOption(
      "--out <folder>",
      "the folder to write into; made if it is not there",
      parsePlace("--out"),
    )
    .option("--full-motion", helpOf(alignOptions.fullMotion))
    .option("--json", "print one JSON document: aligned responses, motions and means by name");
  addReportOption(
    addRunOptions(addCacheOptions(addMetricOptions(command))),
    "responses before and after, and the motions",
  )
    .addHelpText("after", examples)
    .action((files: string[], flags: AlignFlags) => alignFiles(files, flags, signal));
}

async function alignFiles(files: string[], flags: AlignFlags, signal: AbortSignal): Promise<void> {
  const spec = { ...metricSpec(flags), ...schemaOptions(flags, alignOptions) };
  checkPictures(flags);
  const [x, y] = onlyTwo("align", await readPair(files, flags, signal, readFiles));
  const table = await networksOf([{ names: [x.name, y.name], files: [...new Set(files)] }], flags, signal);
  const names = fileNames(x.name, y.name);
  const inFolder = (name: string) => join(flags.out, name);
  await ensureFolder(flags.out);
  await checkOutputs(given({ report: flags.report }), files);
  await checkPlaces([...names.flatMap(placesOf), "coupling.npy"].map(inFolder), files);
  const { found, value } = await withControl(flags, signal, async (control) => {
    const found = await align(x, y, spec, control);
    return {
      found,
      value: flags.report === undefined ? NaN : await compare(x, y, metricSpec(flags), control),
    };
  });
  const { metric } = spec;
  const contents: [string, string | Uint8Array][] = [
    ...contentsOf(names[0], found.x),
    ...contentsOf(names[1], found.y),
    ...(found.coupling ? [["coupling.npy", npyOf(found.coupling)] as [string, Uint8Array]] : []),
  ];
  const written = contents.map(([name, content]): [string, string | Uint8Array] => [inFolder(name), content]);
  if (flags.report !== undefined) {
    const section = alignSection({
      found,
      x: inputOf(x),
      y: inputOf(y),
      metric,
      value,
      scaleFree: await ignoresScale(metricSpec(flags)),
    });
    written.push([flags.report, await reportSections([section], pageOf(titleOf(files), flags, table))]);
  }
  await writeFiles(written, `${metric} alignment of ${x.name} and ${y.name}`, flags, signal);
  if (flags.json) await print([toJsonText(documentOf(metric, names, found))]);
}

/** Every file that a network may get. */
function placesOf(name: string): string[] {
  return [`${name}.npy`, `motion-${name}.npy`, `motion-${name}.npz`, `means-${name}.npy`];
}

/** The files of one network. The motion of a wide one is written as its two factors, which are smaller. */
function contentsOf(name: string, { aligned, motion, factors, means }: Aligned): [string, Uint8Array][] {
  const moves: [string, Uint8Array] =
    factors && motion.rows > widestSquare
      ? [`motion-${name}.npz`, writeNpz(Object.entries(factors).map(([word, one]) => arrayOf(word, one)))]
      : [`motion-${name}.npy`, npyOf(motion)];
  return [
    [`${name}.npy`, npyOf(aligned)],
    moves,
    [`means-${name}.npy`, writeNpy([means.data.length], means.data)],
  ];
}

function arrayOf(name: string, { rows, cols, data }: Matrix) {
  return { name, shape: [rows, cols], data };
}

/** Names of representations as names of files; one compared with itself gets two. */
function fileNames(...names: [string, string]): [string, string] {
  const [x, y] = names.map((name) => name.replaceAll(/[/\\:]/g, "-")) as [string, string];
  return x === y ? [`${x}-1`, `${y}-2`] : [x, y];
}

/** Whether the value is the same if one network is multiplied by a number: then the picture must be too. */
async function ignoresScale(spec: MetricSpec): Promise<boolean> {
  const resolved = await resolveSpec(spec);
  const { options } = resolved;
  const { invariantTo } = metricOf(resolved).properties(options);
  return invariantTo.includes("isotropic-scaling") || (options as { ground?: string }).ground === "angular";
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
