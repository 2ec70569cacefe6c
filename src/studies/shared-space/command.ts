import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import { type Command, Option } from "commander";
import { join } from "node:path";
import type { Matrix } from "../../base/matrix.ts";
import { unknownName } from "../../base/suggest.ts";
import { deliver, titleOf, writeFiles } from "../../cli/deliver.ts";
import { readFilesLazily, withControl } from "../../cli/engine.ts";
import { withoutOwn } from "../../cli/reading/flags.ts";
import { UsageError } from "../../cli/errors.ts";
import { formatColumns } from "../../cli/numbers.ts";
import { addReportOption, addRunOptions, given, parsePlace, type RunFlags } from "../../cli/options.ts";
import { asWritable, checkOutputs, checkPlaces, ensureFolder, toJsonText } from "../../cli/output.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { loaded, type Outline, type UnreadRepresentation } from "../../data/representation.ts";
import { type PageOptions, reportSections } from "../../report/page.ts";
import type { Control } from "../../run/lanes/control.ts";
import { eigh } from "../../run/eigh.ts";
import {
  networkBootstrapOptions,
  rsmOptions,
  type NetworkBootstrapOptions,
  type RsmOptions,
} from "../rsm/options.ts";
import { comparisonsOf, contentsOf, findingsOf, placesOf, warningsOf } from "./command-outputs.ts";
import { commonStimuli, withMissing } from "./partial/command-missing.ts";
import { againstOf, studyOf } from "./command-study.ts";
import { fastSrm } from "./fast.ts";
import { sharedPaths } from "./paths.ts";
import type { SharedSpaceResult } from "./result.ts";
import { robustSrm } from "./robust.ts";
import { sharedSpaceSection } from "./section.ts";
import { hyperalign, srm } from "./shared-space.ts";
import {
  fastSrmOptions,
  hyperalignmentOptions,
  robustSrmOptions,
  srmOptions,
  type FastSrmOptions,
  type RobustSrmOptions,
  type SrmOptions,
} from "./srm-options.ts";

const examples = `
Examples:
  $ repgeom srm nets/*.npy --features 50 --out shared
  $ repgeom srm nets/*.npy --kind deterministic --features all --out shared --report shared.html
  $ repgeom srm subjects/*.npy --missing --features 10 --out shared     rows of NaN: stimuli not seen
  $ repgeom srm subjects/*.npy --transpose --method robust-srm --gamma 2 --features 20 --out shared

Files are stimuli × units, one a network; widths may differ. Written into the folder:
  shared.npy        stimuli × features, the shared response
  W_NAME.npy        units × features, the map of each network
  wrsm.npy          networks × stimuli × stimuli, similarities within each network
  irsm-native.npy   likewise, the others' mean (rows) against the network (columns); equal widths only
  irsm-shared.npy   the same in the shared space
  individual_NAME.npy   stimuli × units, with --method robust-srm
  summary.json      variance explained, objective, correlations with their intervals
Printed: a header, then a line a network with its name and the variance explained.
`;

const methods = ["srm", "robust-srm", "fast-srm", "hyperalignment"] as const;
type Method = (typeof methods)[number];

/** Flags of `srm`: the options of all methods, those of the similarities, and what only files need. */
interface SrmFlags
  extends
    RunFlags,
    PictureFlags,
    SrmOptions,
    RsmOptions,
    Pick<RobustSrmOptions, "gamma">,
    Pick<FastSrmOptions, "components">,
    Pick<NetworkBootstrapOptions, "samples"> {
  readonly method: Method;
  readonly reference?: string;
  readonly transpose?: boolean;
}

/** `repgeom srm NETS --out DIR`: networks in a shared space. */
export function addSrm(program: Command, signal: AbortSignal): void {
  const command = program
    .command("srm")
    .description("Aligns networks into one shared space, and compares native with shared coordinates.")
    .argument("<files...>", "one a network: stimuli × units, the same stimuli")
    .addOption(new Option("--method <name>", "how to align").choices([...methods]).default("srm"));
  addFitFlags(command);
  addSchemaFlags(command, rsmOptions);
  addSchemaFlags(command, { samples: networkBootstrapOptions.samples })
    .option("--reference <name>", "report: the network to whose RSM all are likened; default: the last")
    .option("--transpose", "files are units × stimuli")
    .option("--out <folder>", "the folder to write into; made if it is not there", parsePlace("--out"))
    .option("--json", "print summary.json");
  addReportOption(
    addRunOptions(command),
    "similarity matrices native and shared, variance explained, correlations, trajectories",
  )
    .addHelpText("after", examples)
    .action((files: string[], flags: SrmFlags) => alignNetworks(files, flags, signal));
}

function addFitFlags(command: Command): void {
  const notes = {
    kind: "Of --method srm.",
    seed: "It decides the resamples of the networks too.",
    center: "--no-center subtracts nothing.",
  };
  addSchemaFlags<SrmOptions>(command, srmOptions, { without: ["start", "perturbation"], notes });
  addSchemaFlags(
    command,
    { gamma: robustSrmOptions.gamma, components: fastSrmOptions.components },
    { notes: { gamma: "Of --method robust-srm.", components: "Of --method fast-srm." } },
  );
}

async function alignNetworks(files: string[], flags: SrmFlags, signal: AbortSignal): Promise<void> {
  checkFlags(flags);
  checkPictures(flags);
  const networks = await readFilesLazily(
    files,
    withoutOwn(flags.transpose ? { ...flags, axes: ["units", "stimuli"] } : flags, "normalize"),
    signal,
  );
  const reference = referenceOf(
    networks.map(({ name }) => name),
    flags,
  );
  const read = { names: networks.map(({ name }) => name), files };
  const table = await networksOf([read], flags, signal);
  await checkFolder(files, networks, flags);
  await checkOutputs(given({ report: flags.report }), [
    ...files,
    ...(flags.table === undefined ? [] : [flags.table]),
  ]);
  const found = await withControl(flags, signal, (control) => compute(networks, reference, flags, control));
  await tell(networks, found, pageOf(titleOf(files), flags, table), flags, signal);
}

/** The folder is made, and none of its files would overwrite an input. */
async function checkFolder(
  files: readonly string[],
  networks: readonly Outline[],
  { out, method }: SrmFlags,
): Promise<void> {
  if (out === undefined) return;
  await ensureFolder(out);
  await checkPlaces(
    placesOf(networks, method).map((name) => join(out, name)),
    files,
  );
}

type Found = Awaited<ReturnType<typeof compute>>;

/** The space and its similarity matrices; for a report also what only it shows. */
async function compute(
  networks: readonly UnreadRepresentation[],
  reference: number,
  flags: SrmFlags,
  control: Control,
) {
  const whole = flags.missing ? await withMissing(networks, control.signal) : undefined;
  const space = whole
    ? await srm(whole, schemaOptions(flags, srmOptions), control)
    : await fits[flags.method](networks, flags, control);
  const common = whole && commonStimuli(whole, space.aligned);
  const [measured, aligned] = [common?.networks ?? networks, common?.aligned ?? space.aligned];
  const bootstrap = given({ samples: flags.samples, seed: flags.seed });
  const options = schemaOptions(flags, rsmOptions);
  const study = await studyOf(measured, { ...space, aligned }, options, bootstrap, control);
  const told = common ? { ...space, warnings: [...space.warnings, common.note] } : space;
  if (flags.report === undefined) return { space: told, study };
  const against = await againstOf(study, reference, control);
  const all = common?.networks ?? (await loaded(networks, control.signal));
  const paths = await sharedPaths({ ...space, aligned }, all, (a) => eigh(a, control));
  return { space: told, study, against, paths };
}

type Fitted = Promise<SharedSpaceResult & { readonly individual?: readonly Matrix[] }>;
type Fit = (networks: readonly UnreadRepresentation[], flags: SrmFlags, control: Control) => Fitted;

const fits: Readonly<Record<Method, Fit>> = {
  srm: (networks, flags, control) => srm(networks, schemaOptions(flags, srmOptions), control),
  "robust-srm": async (networks, flags, control) =>
    robustSrm(await loaded(networks, control.signal), schemaOptions(flags, robustSrmOptions), control),
  "fast-srm": (networks, flags, control) => {
    const loads = networks.map((one) => () => one.load(control.signal));
    return fastSrm(loads, schemaOptions(flags, fastSrmOptions), control);
  },
  hyperalignment: (networks, flags, control) =>
    hyperalign(networks, schemaOptions(flags, hyperalignmentOptions), control),
};

/** The folder, then what every command writes and prints. */
async function tell(
  networks: readonly Outline[],
  found: Found,
  page: PageOptions,
  { out, ...flags }: SrmFlags,
  signal: AbortSignal,
): Promise<void> {
  const { space, study, against, paths } = found;
  const { names, method, varianceExplained } = space;
  const warnings = warningsOf(space, study);
  const result = asWritable(space, { ...comparisonsOf(study), warnings });
  if (out !== undefined) {
    const contents = contentsOf(space, study, networks, toJsonText(result.document));
    const places = contents.map(([name, content]) => [join(out, name), content] as const);
    await writeFiles(places, `${method} of ${names.length} networks`, flags, signal);
  }
  const delivery = {
    result,
    numbers: formatColumns(
      ["network", "variance explained"],
      names.map((name, k) => [name, varianceExplained.subjects[k]!]),
    ),
    summary: `${names.length} networks in a shared space`,
    warnings,
    findings: findingsOf(space, study),
    report: () => {
      const section = sharedSpaceSection({
        space: { ...space, warnings },
        ...study,
        against: against!,
        ...given({ paths }),
      });
      return reportSections([section], page);
    },
  };
  await deliver(delivery, flags, signal);
}

/** @throws {UsageError} for flags that mean nothing together. */
function checkFlags({ method, kind, gamma, components, transpose, axes, ...flags }: SrmFlags): void {
  if (transpose && axes) {
    throw new UsageError(
      "--transpose says that files are units × stimuli; leave out --axes, or name all axes there.",
    );
  }
  const owners = [
    ["--kind", kind, "srm"],
    ["--missing", flags.missing || undefined, "srm"],
    ["--gamma", gamma, "robust-srm"],
    ["--components", components, "fast-srm"],
  ] as const;
  const wrong = owners.find(([, value, owner]) => value !== undefined && owner !== method);
  if (wrong) throw new UsageError(`${wrong[0]} belongs to --method ${wrong[2]}; got --method ${method}.`);
  const idle = (["features", "iterations", "tolerance"] as const).find((name) => flags[name] !== undefined);
  if (method === "hyperalignment" && idle) {
    throw new UsageError(`--${idle} means nothing to --method hyperalignment, which makes three passes.`);
  }
}

function referenceOf(names: readonly string[], { reference }: SrmFlags): number {
  if (reference === undefined) return names.length - 1;
  if (names.includes(reference)) return names.indexOf(reference);
  throw new UsageError(`--reference: ${unknownName("network", reference, names)}`);
}
