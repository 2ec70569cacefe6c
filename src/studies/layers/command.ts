import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import type { Command } from "commander";
import { choice, optional, resolveOptions, type Given } from "../../base/options.ts";
import { deliver } from "../../cli/deliver.ts";
import { readFilesLazily, withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { checkInputs } from "../../cli/inputs.ts";
import { refuseReading } from "../../cli/reading/flags.ts";
import { addNamedFiles, namedFiles, type NamedFiles } from "../../cli/reading/named-files.ts";
import { addOutputOptions, addReportOption, addRunOptions, type RunFlags } from "../../cli/options.ts";
import { checkOutputs } from "../../cli/output.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { dissimilarityNames } from "../../rdm/dissimilarities/registry.ts";
import type { Rdm } from "../../rdm/rdm.ts";
import type { Control } from "../../run/lanes/control.ts";
import { readRdmFiles } from "../rdm/command-files.ts";
import { rdm } from "../rdm/rdm.ts";
import { deliveryOf, titleOfStudy } from "./command-delivery.ts";
import { layerStudy } from "./layers.ts";
import { layerStudyOptions, type LayerStudyOptions } from "./options.ts";

const examples = `
Examples:
  $ repgeom layers --layers resnet='layers/*.npy' --region V1='V1/sub-*.npy' --region IT='IT/sub-*.npy' --report layers.html
  $ repgeom layers --layers resnet='resnet/*.npy' vit='vit/*.npy' --region IT='IT/*.npy' --comparator spearman --out layers.csv
  $ repgeom layers --from rdms --layers net=layer-rdms.npy --region V1=subject-rdms.npy --samples 1000 --seed 1

A name, =, then files, one a layer from input to output, or one a subject. In quotes a pattern is expanded
here, in natural order: layer2 before layer10. * and ? stand for characters of a name, ** for folders.
Files hold stimuli × units; with --from rdms RDMs, condensed, square or a stack of them.
Prints a line a layer and region: similarity, mean over subjects, and its interval. --out: .csv a row a
layer, three columns a region; .npy layers × regions × (value, lower, upper); beside them .best (best layer,
its depth and value, slope over depth, a row a network and region) and, of two networks, .differences;
.json has everything.

Coverage of 95 % intervals, simulated with 20 and 40 stimuli and 8 subjects: values of layers, slopes, values of
the best layer and their differences 0.98 to 1.00; depths of the best layer 1.00. All are conservative.
`;

/** What only files need. */
const fileFlags = {
  from: choice(["representations", "rdms"], "What the files hold."),
  dissimilarity: choice(dissimilarityNames, "Of the RDMs made from representations."),
  regionDissimilarity: optional(
    choice(
      dissimilarityNames,
      "Of the RDMs of the regions, where it is another, e.g. crossnobis of repeats.",
    ),
  ),
};

/** Flags of `layers`. */
interface LayerFlags extends RunFlags, PictureFlags, LayerStudyOptions, Given<typeof fileFlags> {
  readonly layers?: readonly string[];
  readonly region?: readonly string[];
}

/** `repgeom layers --layers NAME=FILES --region NAME=FILES`: which layer is like which region. */
export function addLayers(program: Command, signal: AbortSignal): void {
  const command = program
    .command("layers")
    .description(
      "Compares the RDMs of the layers of networks with those of brain regions: curves over depth, best layers, slopes, differences of networks, with intervals.",
    );
  addNamedFiles(command, "--layers", "A network: its layers from input to output.");
  addNamedFiles(command, "--region", "A region: its subjects. Regions from low to high.");
  addSchemaFlags(command, layerStudyOptions);
  addSchemaFlags(command, fileFlags);
  addReportOption(addRunOptions(addOutputOptions(command)), "curves, best layers and slopes")
    .addHelpText("after", examples)
    .action((flags: LayerFlags) => studyLayers(flags, signal));
}

async function studyLayers(flags: LayerFlags, signal: AbortSignal): Promise<void> {
  const [nets, places] = [
    await namedFiles("--layers", flags.layers),
    await namedFiles("--region", flags.region),
  ];
  checkFlags(flags);
  const files = [...nets, ...places].flatMap((one) => one.files);
  checkPictures(flags);
  const inputs = [...files, ...(flags.table === undefined ? [] : [flags.table])];
  await checkOutputs(flags, inputs, nets.length > 1 ? ["best", "differences"] : ["best"]);
  await checkInputs(files);
  const table = await networksOf([{ names: nets.map(({ name }) => name), files: [] }], flags, signal);
  const { dissimilarity, regionDissimilarity } = resolveOptions(
    "layers",
    fileFlags,
    schemaOptions(flags, fileFlags),
  );
  const study = await withControl(flags, signal, async (control) => {
    const networks = await each(nets, (some) => rdmsOf(some, dissimilarity, flags, control, signal));
    const regions = await each(places, (some) =>
      rdmsOf(some, regionDissimilarity ?? dissimilarity, flags, control, signal),
    );
    return layerStudy(
      {
        ...schemaOptions(flags, layerStudyOptions),
        networks: networks.map(({ name, rdms: layers }) => ({ name, layers })),
        regions: regions.map(({ name, rdms: subjects }) => ({ name, subjects })),
      },
      control,
    );
  });
  await deliver(deliveryOf(study, pageOf(titleOfStudy(study), flags, table)), flags, signal);
}

/** @throws {UsageError} for flags that mean nothing with RDMs. */
function checkFlags(flags: LayerFlags): void {
  const idle = (["dissimilarity", "regionDissimilarity"] as const).find((name) => flags[name]);
  if (flags.from === "rdms" && idle)
    throw new UsageError(
      `--${idle === "dissimilarity" ? idle : "region-dissimilarity"} is of RDMs that are made here; with --from rdms the files hold them already.`,
    );
  if (flags.from === "rdms")
    refuseReading(flags, "is of representations; with --from rdms the files hold RDMs. Leave it out.", [
      "seed",
    ]);
}

async function each(named: readonly NamedFiles[], rdmsOf: (files: readonly string[]) => Promise<Rdm[]>) {
  const found: { name: string; rdms: Rdm[] }[] = [];
  for (const { name, files } of named) found.push({ name, rdms: await rdmsOf(files) });
  return found;
}

async function rdmsOf(
  files: readonly string[],
  dissimilarity: (typeof dissimilarityNames)[number],
  flags: LayerFlags,
  control: Control,
  signal: AbortSignal,
): Promise<Rdm[]> {
  if (flags.from === "rdms") return readRdmFiles(files, flags, signal);
  const made: Rdm[] = [];
  // One at a time in memory: layers may be large, their RDMs are small.
  for (const unread of await readFilesLazily(files, flags, signal))
    made.push(await rdm(await unread.load(signal), { dissimilarity }, control));
  return made;
}
