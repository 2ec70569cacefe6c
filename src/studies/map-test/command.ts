import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, pageOf } from "../../cli/pictures/networks.ts";
import type { Command } from "commander";
import { choice } from "../../base/options.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Representation } from "../../data/representation.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { readFiles, withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { checkInputs } from "../../cli/inputs.ts";
import { addOutputOptions, addReportOption, addRunOptions, type RunFlags } from "../../cli/options.ts";
import { checkOutputs } from "../../cli/output.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import {
  addPlaceFlags,
  checkPlaces,
  dataFlags,
  placeFiles,
  type PlaceFlags,
} from "../places/command-flags.ts";
import { readPlaces, spaceFor } from "../places/command-places.ts";
import { deliveryOf } from "./command-delivery.ts";
import { mapInference } from "./map-inference.ts";
import { mapInferenceOptions, type MapInferenceOptions } from "./options.ts";
import type { NamedMapTest } from "./section.ts";

const examples = `
Examples:
  $ repgeom map-test maps.npy --side right --out test.csv
  $ repgeom map-test maps.npy --mask brain.npy --method tfce --seed 1 --out tfce.npy --report test.html
  $ repgeom map-test patients.npy controls.npy --groups a,a,a,a,b,b,b,b --mesh faces.csv --method cluster --threshold 3

Maps are subjects × places, or subjects × places × models, as repgeom searchlight writes them; several files are
put one behind the other. --mask, --mesh or --neighbors say which places are beside each other; cluster and tfce
need one. A place without a value of some subject is not tested.
Signs of subjects are flipped, or with --groups subjects change groups; p-family-wise compares with the largest
statistic anywhere, so that any p <= 0.05 happens on 5 % of maps of noise. What cluster finds is a cluster, not each
of its places. Not for maps of isc: those of one subject are made of all others, and isc --null tests them.
Prints a line a place: t, mean, p, p-family-wise and p-fdr; clusters are said beside. --out: .csv has a column of
each; .npy t, and the others in files of their own (.p, …); with several models, models × places; with a NIfTI
--mask, .nii.gz is t in its space, and so are the others.
`;

const connectivities = { faces: 1, edges: Math.SQRT2, corners: Math.sqrt(3) };

const placeOptions = {
  connectivity: choice(
    ["faces", "edges", "corners"],
    "Of --mask: voxels that touch so are neighbours: 6, 18 or 26.",
  ),
};

/** Flags of `map-test`. */
interface MapTestFlags extends RunFlags, Pick<PictureFlags, "title">, PlaceFlags, MapInferenceOptions {
  readonly connectivity?: keyof typeof connectivities;
}

/** `repgeom map-test MAPS`: where maps of subjects differ from 0, corrected for the number of places. */
export function addMapTest(program: Command, signal: AbortSignal): void {
  const command = program
    .command("map-test")
    .description(
      "Tests maps of subjects place by place, with p corrected for the number of places by permutation.",
    )
    .argument("<files...>", "maps: subjects × places, or subjects × places × models");
  addPlaceFlags(command);
  addSchemaFlags(command, placeOptions);
  addSchemaFlags(command, mapInferenceOptions).option(
    "--groups <names>",
    `${mapInferenceOptions.groups.doc} One for each subject: a,a,b,b.`,
    (text) => text.split(","),
  );
  addReportOption(
    addRunOptions(addOutputOptions(command), "unit by unit, means"),
    "maps of t and of what is significant",
    ["title"],
  )
    .addHelpText("after", examples)
    .action((files: string[], flags: MapTestFlags) => testMaps(files, flags, signal));
}

/** Files beside `--out`. */
const words = ["mean", "tfce", "p", "p-family-wise", "p-fdr"];

async function testMaps(files: string[], flags: MapTestFlags, signal: AbortSignal): Promise<void> {
  checkFlags(flags);
  const inputs = [...files, ...placeFiles(flags)];
  checkPictures(flags);
  await checkOutputs(
    flags,
    inputs,
    flags.method === "tfce" ? words : words.filter((word) => word !== "tfce"),
    true,
  );
  await checkInputs(inputs);
  const read = await readFiles(files, dataFlags(flags, files), signal);
  const models = modelsIn(read);
  const hasPlaces = placeFiles(flags).length > 0;
  const size = connectivities[flags.connectivity ?? "faces"];
  const { maps } = models[0]!;
  const data = { shape: [maps.rows, maps.cols], ...(read[0]!.space && { space: read[0]!.space }) };
  const places = hasPlaces ? await readPlaces(flags, data, { size, unit: "steps" }, signal) : undefined;
  const space = spaceFor(flags.out, places);
  const found = await withControl(dataFlags(flags, files), signal, async (control) => {
    const tests: NamedMapTest[] = [];
    for (const { name, maps } of models) {
      const options = schemaOptions(flags, mapInferenceOptions);
      tests.push({ name, test: await mapInference(maps, places?.patches, options, control) });
    }
    return tests;
  });
  await deliver(deliveryOf(found, places?.volume, space, pageOf(titleOf(files), flags)), flags, signal);
}

/** @throws {UsageError} for flags that mean nothing together. */
function checkFlags(flags: MapTestFlags): void {
  const { method, threshold, extent, height, connectivity, mask } = flags;
  if (placeFiles(flags).length > 0) checkPlaces(flags);
  else if (method === "cluster" || method === "tfce")
    throw new UsageError(`--method ${method} is about connected places: give --mask, --mesh or --neighbors.`);
  if (threshold !== undefined && method !== "cluster")
    throw new UsageError("--threshold is of --method cluster.");
  if ((extent ?? height) !== undefined && method !== "tfce")
    throw new UsageError(`--${extent === undefined ? "height" : "extent"} is of --method tfce.`);
  if (connectivity !== undefined && mask === undefined) throw new UsageError("--connectivity is of --mask.");
}

interface ModelMaps {
  readonly name: string;
  /** Subjects × places. */
  readonly maps: Matrix & { readonly name: string };
}

/** All subjects of all files, model by model. @throws {UsageError} for other axes, or other places. */
function modelsIn(read: readonly Representation[]): ModelMaps[] {
  const [first] = read;
  for (const { name, shape } of read) {
    if (shape.length !== 2 && shape.length !== 3)
      throw new UsageError(`${name} is ${shape.join(" × ")}; expected maps, subjects × places (× models).`);
    if (shape.slice(1).join() !== first!.shape.slice(1).join())
      throw new UsageError(
        `${first!.name} is ${first!.shape.join(" × ")}, ${name} is ${shape.join(" × ")}; all but the subjects must be the same.`,
      );
  }
  const [, places, models = 1] = first!.shape as [number, number, number?];
  const subjects = read.reduce((sum, { shape }) => sum + shape[0]!, 0);
  return Array.from({ length: models }, (_, model) => {
    const name = models > 1 ? `model ${model}` : read.length === 1 ? first!.name : "maps";
    const maps = matrix(subjects, places);
    let next = 0;
    for (const { data } of read)
      for (let k = model; k < data.length; k += models) maps.data[next++] = data[k]!;
    return { name, maps: { ...maps, name } };
  });
}
