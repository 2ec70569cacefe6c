import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, pageOf } from "../../cli/pictures/networks.ts";
import type { Command } from "commander";
import { choice, optional } from "../../base/options.ts";
import { deliver, titleOf, type Delivery } from "../../cli/deliver.ts";
import { readFiles, withControl } from "../../cli/engine.ts";
import { checkInputs } from "../../cli/inputs.ts";
import { formatColumns, formatRows } from "../../cli/numbers.ts";
import {
  addOutputOptions,
  addReportOption,
  addRunOptions,
  parsePlaces,
  type RunFlags,
} from "../../cli/options.ts";
import { onMap } from "../../cli/maps.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";
import { UsageError } from "../../cli/errors.ts";
import type { VoxelSpace } from "../../data/voxel-space.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import type { Rdm } from "../../rdm/rdm.ts";
import { noiseMethods } from "../../rdm/noise/kinds.ts";
import { reportSections } from "../../report/page.ts";
import { ShapeError } from "../../base/errors.ts";
import {
  addPlaceFlags,
  checkPlaces,
  dataFlags,
  parseRadius,
  placeFiles,
  type PlaceFlags,
} from "../places/command-flags.ts";
import { readPlaces, spaceFor, type Places } from "../places/command-places.ts";
import { measureOptions } from "../rdm/command-flags.ts";
import { readRdmFiles } from "../rdm/command-files.ts";
import { allMaps, mapsOf, meanMap, writtenMaps } from "./group.ts";
import { searchlightOptions, type SearchlightOptions } from "./options.ts";
import type { Searchlight } from "./result.ts";
import { searchlight } from "./searchlight.ts";
import { failureNote, searchlightSection } from "./section.ts";

const examples = `
Examples:
  $ repgeom searchlight betas.npy --mask brain.npy --radius 3 --models model.npy --comparator spearman --out map.npy
  $ repgeom searchlight sub-*.npy --mask brain.npy --voxel-size 2,2,2 --radius 8mm --models m1.npy m2.npy --out maps.npy
  $ repgeom searchlight sub-*_betas.nii.gz --mask brain.nii.gz --radius 6mm --models model.npy --out maps.nii.gz
  $ repgeom searchlight surface.npy --mesh faces.csv --radius 2 --models model.npy --report map.html
  $ repgeom searchlight regions.npy --neighbors edges.csv --dissimilarity crossnobis --out rdms.npy

Files are stimuli × units, one a subject; stimuli × repeats × units for dissimilarities that compare runs. Each
unit is the centre of a patch: the units within --radius of it, at that distance too. --radius is in voxels or in
edges of the mesh, or 8mm. Along a mesh it follows the edges, somewhat longer than the way through the triangles.
Units are the voxels of --mask above 0, first axis fastest if it is NIfTI; of an .npy mask as X[:, mask > 0] of
NumPy has them. NIfTI files of subjects are volumes × voxels of the mask.
Models are RDMs of the same stimuli; NaN is a missing entry: each patch is compared with each model on the pairs of
stimuli that both have. A patch without a value is NaN, and a note says why.
Prints a line a place, mean over subjects. --out: one subject: places × models; several: .npy subjects × places
(× models), which repgeom map-test takes; without models places × pairs: the RDMs. With a NIfTI --mask, --out
map.nii.gz holds volumes in its space: subject by subject, model by model.
`;

const noiseOptions = {
  noise: optional(choice(noiseMethods, "Noise of each patch, from the repeats of its units.")),
};

/** Flags of `searchlight`. */
interface SearchlightFlags
  extends RunFlags, Pick<PictureFlags, "title">, PlaceFlags, Pick<SearchlightOptions, "comparator"> {
  readonly models?: readonly string[];
}

/** `repgeom searchlight SUBJECTS --mask FILE --models FILES`: RDMs of small patches, everywhere. */
export function addSearchlight(program: Command, signal: AbortSignal): void {
  const command = program
    .command("searchlight")
    .description(
      "Moves a small patch over a volume or surface and compares its RDM with models, at every place.",
    )
    .argument("<files...>", "one a subject: stimuli × units, the same units in all");
  addPlaceFlags(command)
    .option("--radius <size>", "of a patch: voxels or edges, or mm as 8mm. Default: 2", parseRadius)
    .option(
      "--models <files...>",
      "RDMs, each of them a model; without them the RDMs of the patches",
      parsePlaces("--models"),
    );
  addSchemaFlags(command, { comparator: searchlightOptions.comparator });
  addSchemaFlags(addSchemaFlags(command, measureOptions), noiseOptions);
  addReportOption(addRunOptions(addOutputOptions(command), "unit by unit"), "maps of the models", ["title"])
    .addHelpText("after", examples)
    .action((files: string[], flags: SearchlightFlags) => searchSubjects(files, flags, signal));
}

async function searchSubjects(files: string[], flags: SearchlightFlags, signal: AbortSignal): Promise<void> {
  checkPlaces(flags);
  const { models: modelFiles = [], radius = { size: 2, unit: "steps" } } = flags;
  const inputs = [...files, ...modelFiles, ...placeFiles(flags)];
  checkPictures(flags);
  await checkOutputs(flags, inputs, [], true);
  await checkInputs(inputs);
  const models = modelFiles.length > 0 ? await readRdmFiles(modelFiles, flags, signal) : [];
  const subjects = await readFiles(files, dataFlags(flags, files), signal);
  const [first] = subjects;
  const units = first!.shape.at(-1)!;
  const other = subjects.find(({ shape }) => shape.at(-1) !== units);
  if (other)
    throw new ShapeError(
      `${first!.name} has ${units} units, ${other.name} ${other.shape.at(-1)}; subjects must have the same places.`,
    );
  const places = await readPlaces(flags, first!, radius, signal);
  const space = spaceFor(flags.out, places);
  if (space && models.length === 0)
    throw new UsageError("--out of a map needs --models: RDMs of patches are written as .npy.");
  const found = await withControl(dataFlags(flags, files), signal, async (control) => {
    const results: Searchlight[] = [];
    for (const subject of subjects)
      results.push(await searchlight(subject, places.patches, optionsOf(flags, models), control));
    return results;
  });
  await deliver(deliveryOf(found, places, space, pageOf(titleOf(files), flags)), flags, signal);
}

function optionsOf(flags: SearchlightFlags, models: readonly Rdm[]): SearchlightOptions {
  return {
    ...schemaOptions(flags, measureOptions),
    ...schemaOptions(flags, noiseOptions),
    ...(models.length > 0
      ? { models, ...schemaOptions(flags, { comparator: searchlightOptions.comparator }) }
      : {}),
  };
}

function deliveryOf(
  found: readonly Searchlight[],
  { patches, volume }: Places,
  space: VoxelSpace | undefined,
  page: ReturnType<typeof pageOf>,
): Delivery {
  const [first] = found;
  const failed = found.reduce((sum, { failures }) => sum + failures.length, 0);
  const sizes = patches.map(({ length }) => length);
  const hasModels = first!.values !== undefined;
  return {
    result: onMap(asWritable(found.length === 1 ? first! : writtenMaps(found), {}), space, 0, () =>
      allMaps(found),
    ),
    numbers: hasModels ? linesOf(found) : formatRows(first!.rdms!.data, first!.rdms!.cols),
    summary: `searchlight of ${found.length} ${found.length === 1 ? "subject" : "subjects"}, ${patches.length} patches`,
    warnings: failed > 0 ? [failureNote(found, failed)] : [],
    report: () => reportSections([searchlightSection({ subjects: found, volume, sizes })], page),
  };
}

/** A line a place: its number and the mean over subjects of each model. */
function linesOf(found: readonly Searchlight[]): Generator<string> {
  const { models, centres } = found[0]!;
  const means = models.map((_, model) => meanMap(mapsOf(found, model)));
  return formatColumns(
    ["centre", ...models],
    Array.from(centres, (centre, k) => [centre, ...means.map((map) => map[k]!)]),
  );
}
