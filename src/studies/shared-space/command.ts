import { eigh } from "../../run/eigh.ts";
import type { Control } from "../../run/control.ts";
import { srm } from "./shared-space.ts";
import { hyperalign } from "./shared-space.ts";
import { fastSrm } from "./fast.ts";
import { robustSrm } from "./robust.ts";
import { join } from "node:path";
import { type Command, Option } from "commander";
import type { Matrix } from "../../base/matrix.ts";
import type { Representation } from "../../data/representation.ts";
import { type RsmSimilarity, rsmSimilarities } from "../rsm/rsm.ts";
import type { SharedSpaceResult } from "./result.ts";
import { type SrmKind, srmKinds } from "./srm-options.ts";
import { sharedSpaceSection } from "./section.ts";
import { reportSections } from "../../report/page.ts";
import { sharedPaths } from "./paths.ts";
import { deliver, titleOf, writeFiles } from "../../cli/deliver.ts";
import { readFiles, withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { formatNumber } from "../../cli/numbers.ts";
import {
  addReportOption,
  addRunOptions,
  given,
  parseNumber,
  parsePlace,
  parseWhole,
  type RunFlags,
} from "../../cli/options.ts";
import { checkOutputs, checkPlaces, ensureFolder, toJsonText } from "../../cli/output.ts";
import { contentsOf, findingsOf, npyOf, placesOf, summaryOf, warningsOf } from "./command-outputs.ts";
import { againstOf, studyOf } from "./command-study.ts";
import { unknownName } from "../../base/suggest.ts";

const examples = `
Examples:
  $ repgeom srm nets/*.npy --features 50 --out shared
  $ repgeom srm nets/*.npy --kind deterministic --features all --out shared --report shared.html
  $ repgeom srm subjects/*.npy --transpose --method robust-srm --gamma 2 --features 20 --out shared

Files are stimuli × units, one a network; widths may differ. Written into the folder:
  shared.npy        stimuli × features, the shared response
  W_NAME.npy        units × features, the map of each network
  wrsm.npy          networks × stimuli × stimuli, similarities within each network
  irsm-native.npy   likewise, the others' mean (rows) against the network (columns); equal widths only
  irsm-shared.npy   the same in the shared space
  individual_NAME.npy   stimuli × units, with --method robust-srm
  summary.json      variance explained, objective, correlations with their intervals
Printed: a line a network with its name and the variance explained.
`;

const methods = ["srm", "robust-srm", "fast-srm", "hyperalignment"] as const;

/** Flags of `srm`. */
interface SrmFlags extends RunFlags {
  readonly method: (typeof methods)[number];
  readonly kind?: SrmKind;
  readonly features?: number | "all";
  readonly iterations?: number;
  readonly tolerance?: number;
  readonly seed?: number;
  readonly center?: boolean;
  readonly gamma?: number;
  readonly components?: number;
  readonly similarity?: RsmSimilarity;
  readonly samples?: number;
  readonly reference?: string;
  readonly transpose?: boolean;
}

/** `repgeom srm NETS --out DIR`: networks in a shared space. */
export function addSrm(program: Command, signal: AbortSignal): void {
  const command = program
    .command("srm")
    .summary("networks in a shared space: shared response model, RSMs within and between")
    .description("Aligns networks into one shared space, and compares native with shared coordinates.")
    .argument("<files...>", "one a network: stimuli × units, the same stimuli")
    .option("--features <count>", 'shared features, or "all" (default)', parseFeatures)
    .addOption(new Option("--kind <name>", "of method srm; default: probabilistic").choices([...srmKinds]))
    .addOption(new Option("--method <name>", "how to align").choices([...methods]).default("srm"))
    .option("--iterations <count>", "most iterations; default: 100", parseWhole("--iterations", 1))
    .option("--tolerance <number>", "gain that ends them; default: 1e-7", parseNumber("--tolerance"))
    .option("--seed <number>", "decides start and resamples; default: 1", parseWhole("--seed", 0))
    .option("--center", "subtract each unit's mean; default: with kind probabilistic")
    .option("--no-center", "subtract nothing")
    .option(
      "--gamma <number>",
      "robust-srm: what exceeds it is individual; default: 1",
      parseNumber("--gamma"),
    )
    .option(
      "--components <count>",
      "fast-srm: principal components to keep; default: all",
      parseWhole("--components", 1),
    )
    .addOption(
      new Option("--similarity <name>", "of RSMs; default: correlation").choices([...rsmSimilarities]),
    )
    .option("--samples <count>", "resamples of the networks; default: 1000", parseWhole("--samples", 1))
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

function parseFeatures(text: string): number | "all" {
  return text === "all" ? text : parseWhole("--features", 1)(text);
}

async function alignNetworks(files: string[], flags: SrmFlags, signal: AbortSignal): Promise<void> {
  checkFlags(flags);
  const networks = await readFiles(files, flags.transpose ? { ...flags, axes: ["units", "stimuli"] } : flags);
  const names = networks.map(({ name }) => name);
  const reference = referenceOf(names, flags);
  const { out } = flags;
  if (out !== undefined) {
    await ensureFolder(out);
    await checkPlaces(
      placesOf(networks, flags.method).map((name) => join(out, name)),
      files,
    );
  }
  await checkOutputs(given({ report: flags.report }), files);
  const found = await withControl(flags, signal, async (control) => {
    const space = await fit(networks, flags, control);
    const { similarity, samples, seed } = flags;
    const bootstrap = given({ samples, seed });
    const study = await studyOf(networks, space, given({ similarity }), bootstrap, control);
    if (flags.report === undefined) return { space, study };
    const against = await againstOf(study, reference, control);
    return { space, study, against, paths: await sharedPaths(space, networks, (a) => eigh(a, control)) };
  });
  const { space, study } = found;
  const document = summaryOf(space, study);
  if (out !== undefined) {
    const contents = contentsOf(space, study, networks, toJsonText(document));
    const written = contents.map(([name, content]) => [join(out, name), content] as const);
    await writeFiles(written, `${space.method} of ${names.length} networks`, flags, signal);
  }
  const { out: _, ...rest } = flags;
  const delivery = {
    result: { toNpy: () => npyOf(space.shared), toCsv: () => "", document },
    numbers: names.map((name, k) => `${name}\t${formatNumber(space.varianceExplained.subjects[k]!)}\n`),
    summary: `${names.length} networks in a shared space`,
    warnings: warningsOf(space, study),
    findings: findingsOf(space, study),
    report: () => {
      const { against, paths } = found;
      const section = sharedSpaceSection({ space, ...study, against: against!, ...given({ paths }) });
      return reportSections([section], { title: titleOf(files) });
    },
  };
  await deliver(delivery, rest, signal);
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

function fit(
  networks: readonly Representation[],
  { method, features, kind, iterations, tolerance, seed, center, gamma, components }: SrmFlags,
  control: Control,
): Promise<SharedSpaceResult & { individual?: readonly Matrix[] }> {
  const shared = given({ features, iterations, tolerance, seed, center });
  if (method === "hyperalignment") return hyperalign(networks, given({ center }), control);
  if (method === "robust-srm") return robustSrm(networks, { ...shared, ...given({ gamma }) }, control);
  if (method === "fast-srm") return fastSrm(networks, { ...shared, ...given({ components }) }, control);
  return srm(networks, { ...shared, ...given({ kind }) }, control);
}
