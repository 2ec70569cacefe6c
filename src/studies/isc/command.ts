import { optional } from "../../base/options.ts";
import { isc } from "./isc.ts";
import { srm } from "../shared-space/shared-space.ts";
import type { Command } from "commander";
import { columnsOf, type Isc } from "./result.ts";
import { isBootstrap, type IscOptions, iscNulls, iscOptions } from "./options.ts";
import { numbered, written } from "../../data/written.ts";
import { iscSection } from "./section.ts";
import { reportSections } from "../../report/page.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { readFilesLazily, withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { formatColumns, formatNumber } from "../../cli/numbers.ts";
import { addOutputOptions, addReportOption, addRunOptions, type RunFlags } from "../../cli/options.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { sharedSpaceOptions } from "../shared-space/srm-options.ts";
import { mapSpace, onMap } from "../../cli/maps.ts";
import { asWritable, checkOutputs, isMap, type Writable } from "../../cli/output.ts";
import type { VoxelSpace } from "../../data/voxel-space.ts";

const examples = `
Examples:
  $ repgeom isc subjects/*.npy --out isc.npy
  $ repgeom isc subjects/*.npy --method pairwise --summary none --out isc.npy
  $ repgeom isc subjects/*.npy --null phase-shift --samples 1000 --seed 1 --out isc.npy    also isc.p.npy
  $ repgeom isc subjects/*.npy --null permutation --groups a,a,b,b
  $ repgeom isc sub-*_bold.nii.gz --null bootstrap --out isc.nii.gz    a map, and isc.p.nii.gz
  $ repgeom isc voxels-by-time/*.npy --transpose --features 50 --report isc.html

Files are time (or stimuli) × units, one a subject; NaN is a missing response. Subjects whose units are
not the same ones need --features: what is printed under "# units" compares unit by unit all the same where
their number is equal, and "# features of the shared space" what the subjects share in common axes.
Of NIfTI volumes --out isc.nii.gz (or .nii) is a map in their space, and so is what stands beside it; voxels
that are no unit are 0, of p 1. With --summary none it has a volume for each subject or pair.
Without --out a line a unit: the summary and, after a test, p, the bounds of the bootstrap interval, and p
corrected family-wise (largest summary of each resample) and for the false discovery rate (Benjamini and
Hochberg); with --summary none a line a subject or pair.

Units of pure noise with p <= 0.05, of 6 and of 15 subjects (60 times, 1000 resamples, simulated):
  permutation     0.03  0.06    brainiak-permutation  0.12  0.17
  time-shift      0.05  0.06    brainiak-time-shift   0.16  0.17
  phase-shift     0.05  0.05    brainiak-phase-shift  0.16  0.17
  bootstrap       0.01  0.00    brainiak-bootstrap    0.34  0.22
permutation of 6 subjects has 32 different resamples, so its p are multiples of 0.031. bootstrap is
conservative without a signal; under one its 95 % interval holds the value of the population in
0.81 to 0.92 of cases with 6 subjects and in 0.89 to 0.93 with 15, less the more subjects differ.
`;

/** Flags of `isc`: its options, and what only files need. */
interface IscFlags extends RunFlags, PictureFlags, IscOptions {
  readonly transpose?: boolean;
  readonly features?: number | "all";
}

/** `repgeom isc SUBJECTS`: what subjects share, unit by unit. */
export function addIsc(program: Command, signal: AbortSignal): void {
  const command = program
    .command("isc")
    .description("Correlates the course of each unit between subjects, and tests it by resampling.")
    .argument("<files...>", "one a subject: time × units, all of one shape");
  addSchemaFlags(command, iscOptions, { without: ["distribution"] })
    .option("--groups <names>", `${iscOptions.groups.doc} One for each file: a,a,b,b.`, (text) =>
      text.split(","),
    )
    .option("--transpose", "files are units × time");
  addSchemaFlags(
    command,
    { features: optional(sharedSpaceOptions.features) },
    {
      notes: { features: "Correlates in that shared space (srm) too, and there alone if units differ." },
    },
  );
  addReportOption(
    addRunOptions(addOutputOptions(command, true), "unit by unit"),
    "maps of the correlations and their test",
  )
    .addHelpText("after", examples)
    .action((files: string[], flags: IscFlags) => correlateSubjects(files, flags, signal));
}

async function correlateSubjects(files: string[], flags: IscFlags, signal: AbortSignal): Promise<void> {
  checkFlags(flags);
  checkPictures(flags);
  const inputs = [...files, ...(flags.table === undefined ? [] : [flags.table])];
  await checkOutputs(flags, inputs, wordsBeside(flags), true);
  const subjects = await readFilesLazily(
    files,
    flags.transpose ? { ...flags, axes: ["units", "stimuli"] } : flags,
    signal,
  );
  const space = mapSpace(flags.out, subjects);
  const read = { names: subjects.map(({ name }) => name), files };
  const table = await networksOf([read], flags, signal);
  const options = schemaOptions(flags, iscOptions);
  const { native, shared } = await withControl(flags, signal, async (control) => {
    const { features } = flags;
    if (features === undefined) return { native: await isc(subjects, options, control) };
    const isSame = new Set(subjects.map(({ shape }) => shape[1])).size === 1;
    const native = isSame ? await isc(subjects, options, control) : undefined;
    const { aligned } = await srm(subjects, { features }, control);
    const moved = aligned.map(({ rows, cols, data }, k) => ({
      name: subjects[k]!.name,
      shape: [rows, cols],
      data,
    }));
    const shared = await isc(moved, options, control);
    if (native) return { native, shared };
    return { native: { ...shared, warnings: [onlyShared, ...shared.warnings] } };
  });
  const delivery = {
    result: onMap(both(native, shared), space),
    numbers: shared ? linesOfBoth(native, shared) : linesOf(native),
    beside: [...testsOf(native, space), ...(shared ? besideShared(shared) : [])],
    summary: `inter-subject correlation of ${native.subjects.length} subjects, ${native.values.cols} units`,
    warnings: [...native.warnings, ...(shared?.warnings ?? [])],
    report: () =>
      reportSections(
        [iscSection({ native, ...(shared ? { shared } : {}) })],
        pageOf(titleOf(files), flags, table),
      ),
  };
  await deliver(delivery, flags, signal);
}

const onlyShared =
  "subjects differ in their number of units: they are compared in the shared space alone, feature by feature";

/** @throws {UsageError} for flags that mean nothing alone. */
function checkFlags(flags: IscFlags): void {
  const tests = ["samples", "seed", "side", "groups", "confidence"] as const;
  const idle = tests.find((flag) => flags[flag] !== undefined && !(flag === "seed" && flags.sample));
  if (idle && !flags.null)
    throw new UsageError(`--${idle} is for a test: give --null with one of ${iscNulls.join(", ")}.`);
  if (flags.transpose && flags.axes)
    throw new UsageError(
      "--transpose says that files are units × time; leave out --axes, or name all axes there.",
    );
  const elsewhere = flags.features !== undefined ? "--features" : flags.spatial && "--spatial";
  if (elsewhere && flags.out !== undefined && isMap(flags.out))
    throw new UsageError(
      `${elsewhere} and --out ${flags.out} exclude each other: its values are not of voxels. Write .npy or .csv.`,
    );
  if (flags.features !== undefined && flags.spatial)
    throw new UsageError("--features and --spatial exclude each other: a shared space has other units.");
}

/** The result, and in its document that of the shared space. */
function both(native: Isc, shared: Isc | undefined): Writable {
  return shared ? asWritable(native, { shared: shared.toJSON() }) : asWritable(native, {});
}

function* linesOf(isc: Isc): Generator<string> {
  const { values, summary } = isc;
  if (!summary) {
    for (let row = 0; row < values.rows; row++)
      yield `${Array.from(values.data.subarray(row * values.cols, (row + 1) * values.cols), formatNumber).join("\t")}\n`;
    return;
  }
  const columns = columnsOf(isc);
  if (columns.length > 1) {
    const rows = Array.from(summary, (_, unit) => columns.map(({ numbers }) => numbers[unit]!));
    yield* formatColumns(
      columns.map(({ name }) => name),
      rows,
    );
    return;
  }
  for (const value of summary) yield `${formatNumber(value)}\n`;
}

/** Lines with # before them are left out by what reads numbers. */
function* linesOfBoth(native: Isc, shared: Isc): Generator<string> {
  yield "# units\n";
  yield* linesOf(native);
  yield "# features of the shared space\n";
  yield* linesOf(shared);
}

/** What the test says, each in a file of its own. */
function testsOf(isc: Isc, space?: VoxelSpace): { word: string; result: Writable }[] {
  if (!isc.p) return [];
  const [, ...tests] = columnsOf(isc);
  return tests.map(({ name, numbers }) => ({
    word: name,
    result: onMap(columnOf(name, numbers), space, name.startsWith("p") ? 1 : 0),
  }));
}

function besideShared(shared: Isc): { word: string; result: Writable }[] {
  const tests = testsOf(shared).map(({ word, result }) => ({ word: `shared.${word}`, result }));
  return [{ word: "shared", result: asWritable(shared, {}) }, ...tests];
}

/** Words of all files that may stand beside `--out`. */
function wordsBeside(flags: IscFlags): string[] {
  const bounds = isBootstrap(flags.null) ? ["lower", "upper"] : [];
  const tests = flags.null ? ["p", ...bounds, "p-family-wise", "p-fdr"] : [];
  if (flags.features === undefined) return tests;
  return [...tests, "shared", ...tests.map((word) => `shared.${word}`)];
}

function columnOf(name: string, numbers: Float64Array): Writable {
  const table = () => ({ rowNames: numbered("unit", numbers.length), colNames: [name], values: numbers });
  const array = () => ({ shape: [numbers.length], data: numbers });
  return asWritable(written({ document: () => ({ [name]: [...numbers] }), table, array }), {});
}
