import { isc } from "./isc.ts";
import { srm } from "../shared-space/shared-space.ts";
import { sides as iscSides } from "./options.ts";
import { type Command, Option } from "commander";
import type { Isc } from "./isc.ts";
import { type IscOptions, iscMethods, iscNulls, iscSummaries } from "./options.ts";
import { writeCsv, writeNpy } from "../../data/write.ts";
import { iscSection } from "./section.ts";
import { reportSections } from "../../report/page.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { readFiles, withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { formatNumber } from "../../cli/numbers.ts";
import {
  addOutputOptions,
  addReportOption,
  addRunOptions,
  given,
  parseNumber,
  parseWhole,
  type RunFlags,
} from "../../cli/options.ts";
import { checkOutputs, type Writable } from "../../cli/output.ts";

const examples = `
Examples:
  $ repgeom isc subjects/*.npy --out isc.npy
  $ repgeom isc subjects/*.npy --method pairwise --summary none --out isc.npy
  $ repgeom isc subjects/*.npy --null phase-shift --samples 1000 --seed 1 --out isc.npy    also isc.p.npy
  $ repgeom isc subjects/*.npy --null permutation --groups a,a,b,b
  $ repgeom isc voxels-by-time/*.npy --transpose --features 50 --report isc.html

Files are time (or stimuli) × units, one a subject; NaN is a missing response. Subjects whose units are
not the same ones need --features. Without --out a line a unit: the summary and, after a test, p and the
bounds of the interval; with --summary none a line a subject or pair.
`;

/** Flags of `isc`. */
interface IscFlags extends RunFlags {
  readonly method?: IscOptions["method"];
  readonly summary?: IscOptions["summary"];
  readonly null?: IscOptions["null"];
  readonly side?: IscOptions["side"];
  readonly samples?: number;
  readonly seed?: number;
  readonly confidence?: number;
  readonly groups?: readonly string[];
  readonly tolerateNans?: boolean | number;
  readonly spatial?: boolean;
  readonly transpose?: boolean;
  readonly features?: number | "all";
}

/** `repgeom isc SUBJECTS`: what subjects share, unit by unit. */
export function addIsc(program: Command, signal: AbortSignal): void {
  const command = program
    .command("isc")
    .summary("inter-subject correlation of each unit")
    .description("Correlates the course of each unit between subjects, and tests it by resampling.")
    .argument("<files...>", "one a subject: time × units, all of one shape")
    .addOption(choiceOf("--method <name>", "with the mean of the others, or pair by pair", iscMethods))
    .addOption(choiceOf("--summary <name>", "over subjects or pairs; default: mean", iscSummaries))
    .addOption(
      choiceOf("--null <name>", "test by resampling subjects, signs or groups, or courses", iscNulls),
    )
    .addOption(choiceOf("--side <name>", "of the test; default: two-sided", iscSides))
    .option("--samples <count>", "resamples; default: 1000", parseWhole("--samples", 1))
    .option("--seed <number>", "decides the resamples; default: 1", parseWhole("--seed", 0))
    .option("--confidence <share>", "of the bootstrap interval; default: 0.95", parseNumber("--confidence"))
    .option("--groups <names>", "null permutation: the group of each file, a,a,b,b", (text) =>
      text.split(","),
    )
    .option(
      "--tolerate-nans <share>",
      "share of subjects without missing responses that a unit needs; no: missing in one, missing in the mean",
      parseTolerance,
    )
    .option("--spatial", "correlate patterns over units at each time")
    .option("--transpose", "files are units × time")
    .option(
      "--features <count>",
      'also in a shared space of so many features (srm), or "all"',
      parseFeatures,
    );
  addReportOption(addRunOptions(addOutputOptions(command)), "maps of the correlations and their test")
    .addHelpText("after", examples)
    .action((files: string[], flags: IscFlags) => correlateSubjects(files, flags, signal));
}

function choiceOf(flags: string, text: string, choices: readonly string[]): Option {
  return new Option(flags, text).choices(choices);
}

function parseTolerance(text: string): boolean | number {
  return text === "no" ? false : parseNumber("--tolerate-nans")(text);
}

function parseFeatures(text: string): number | "all" {
  return text === "all" ? text : parseWhole("--features", 1)(text);
}

async function correlateSubjects(files: string[], flags: IscFlags, signal: AbortSignal): Promise<void> {
  checkFlags(flags);
  const tested = flags.null ? ["p"] : [];
  const bounds = flags.null === "bootstrap" ? ["lower", "upper"] : [];
  await checkOutputs(flags, files, [...tested, ...bounds, ...(flags.features ? ["shared"] : [])]);
  const subjects = await readFiles(files, flags.transpose ? { ...flags, axes: ["units", "stimuli"] } : flags);
  const { method, summary, side, samples, seed, confidence, groups, tolerateNans, spatial } = flags;
  const asked = { method, summary, side, samples, seed, confidence, groups, tolerateNans, spatial };
  const options = given({ ...asked, null: flags.null }) as IscOptions;
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
    result: writableOf(native, shared),
    numbers: linesOf(native),
    beside: [...testsOf(native), ...(shared ? [{ word: "shared", result: writableOf(shared) }] : [])],
    summary: `inter-subject correlation of ${native.subjects.length} subjects, ${native.values.cols} units`,
    warnings: [...native.warnings, ...(shared?.warnings ?? [])],
    report: () =>
      reportSections([iscSection({ native, ...(shared ? { shared } : {}) })], { title: titleOf(files) }),
  };
  await deliver(delivery, flags, signal);
}

const onlyShared =
  "subjects differ in their number of units: they are compared in the shared space alone, feature by feature";

/** @throws {UsageError} for flags that mean nothing alone. */
function checkFlags(flags: IscFlags): void {
  const tests = ["samples", "seed", "side", "groups", "confidence"] as const;
  const idle = tests.find((flag) => flags[flag] !== undefined);
  if (idle && !flags.null)
    throw new UsageError(`--${idle} is for a test: give --null with one of ${iscNulls.join(", ")}.`);
  if (flags.transpose && flags.axes)
    throw new UsageError(
      "--transpose says that files are units × time; leave out --axes, or name all axes there.",
    );
  if (flags.features !== undefined && flags.spatial)
    throw new UsageError("--features and --spatial exclude each other: a shared space has other units.");
}

/** One value a unit, or rows × units where there is no summary. */
function writableOf(isc: Isc, shared?: Isc): Writable {
  const { values, rows, summary } = isc;
  const units = Array.from({ length: values.cols }, (_, unit) => `unit ${unit}`);
  const columns = columnsOf(isc);
  const flat = units.flatMap((_, unit) => columns.map(({ numbers }) => numbers[unit]!));
  return {
    toNpy: () =>
      summary ? writeNpy([summary.length], summary) : writeNpy([values.rows, values.cols], values.data),
    toCsv: () =>
      summary
        ? writeCsv(
            units,
            columns.map(({ name }) => name),
            flat,
          )
        : writeCsv(rows, units, values.data),
    document: { ...isc.toJSON(), ...(shared ? { shared: shared.toJSON() } : {}) },
  };
}

function columnsOf({ summary, p, interval }: Isc): { name: string; numbers: Float64Array }[] {
  const all = { isc: summary, p, lower: interval?.lower, upper: interval?.upper };
  return Object.entries(all).flatMap(([name, numbers]) => (numbers ? [{ name, numbers }] : []));
}

function* linesOf(isc: Isc): Generator<string> {
  const { values, summary } = isc;
  if (!summary) {
    for (let row = 0; row < values.rows; row++)
      yield `${Array.from(values.data.subarray(row * values.cols, (row + 1) * values.cols), formatNumber).join("\t")}\n`;
    return;
  }
  const columns = columnsOf(isc);
  for (let unit = 0; unit < summary.length; unit++)
    yield `${columns.map(({ numbers }) => formatNumber(numbers[unit]!)).join("\t")}\n`;
}

function testsOf({ p, interval }: Isc): { word: string; result: Writable }[] {
  const all = { p, lower: interval?.lower, upper: interval?.upper };
  return Object.entries(all).flatMap(([word, numbers]) =>
    numbers ? [{ word, result: columnOf(word, numbers) }] : [],
  );
}

function columnOf(name: string, numbers: Float64Array): Writable {
  const units = Array.from(numbers, (_, unit) => `unit ${unit}`);
  return {
    toNpy: () => writeNpy([numbers.length], numbers),
    toCsv: () => writeCsv(units, [name], numbers),
    document: { [name]: [...numbers] },
  };
}
