import { toRows } from "../../base/matrix.ts";
import { tangentSpace } from "./shape-space.ts";
import { barycenter } from "./shape-space.ts";
import { type Command, Option } from "commander";
import { groups } from "./index.ts";
import type { Barycenter, Group } from "./index.ts";
import { writeCsv, writeNpy } from "../../data/write.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { readFiles, withControl } from "../../cli/engine.ts";
import { formatNumber, formatRows } from "../../cli/numbers.ts";
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
import { barycenterSection } from "./section.ts";
import { reportSections } from "../../report/page.ts";

const examples = `
Examples:
  $ repgeom barycenter nets/*.npy --group orthogonal --out mean.npy --report mean.html
  $ repgeom barycenter nets/*.npy --group permutation --json

Prints the mean; with --out the loss instead: the mean squared distance of the networks to it.
`;

/** Flags of `barycenter`. */
interface BarycenterFlags extends RunFlags {
  readonly group: Group;
  readonly center?: boolean;
  readonly restarts?: number;
  readonly seed?: number;
  readonly iterations?: number;
  readonly tolerance?: number;
}

/** `repgeom barycenter FILES`: the network in the middle. */
export function addBarycenter(program: Command, signal: AbortSignal): void {
  const command = program
    .command("barycenter")
    .summary("the mean of representations, up to rotations or permutations")
    .description(
      "Finds the Fréchet mean of representations: each is moved onto it as well as the group allows.",
    )
    .argument("<files...>", "files of representations of the same stimuli")
    .addOption(new Option("--group <name>", "motions that are undone").choices(groups).default("orthogonal"))
    .option("--center", "subtract each unit's mean over stimuli first")
    .option("--restarts <count>", "starts; default: 8, for permutations 32", parseWhole("--restarts", 1))
    .option("--seed <number>", "decides the starts; default: 1", parseWhole("--seed", 0))
    .option(
      "--iterations <count>",
      "most passes from one start; default: 2000",
      parseWhole("--iterations", 1),
    )
    .option(
      "--tolerance <number>",
      "relative change that ends a start; default: 1e-10",
      parseNumber("--tolerance"),
    );
  addReportOption(
    addRunOptions(addOutputOptions(command)),
    "distances to the mean and the tangent space at it",
  )
    .addHelpText("after", examples)
    .action((files: string[], flags: BarycenterFlags) => meanOfFiles(files, flags, signal));
}

async function meanOfFiles(files: string[], flags: BarycenterFlags, signal: AbortSignal): Promise<void> {
  await checkOutputs(flags, files);
  const representations = await readFiles(files, flags);
  const { group, center, restarts, seed, iterations, tolerance } = flags;
  const options = { group, ...given({ center, restarts, seed, iterations, tolerance }) };
  const { found, tangent } = await withControl(flags, signal, async (control) => {
    const found = await barycenter(representations, options, control);
    if (flags.report === undefined) return { found, tangent: undefined };
    const { mean } = found;
    return { found, tangent: await tangentSpace(representations, { ...options, mean }, control) };
  });
  const names = representations.map(({ name }) => name);
  const { mean, loss, converged } = found;
  const delivery = {
    result: writableOf(found, names, representations[0]!.stimuli),
    numbers: flags.out === undefined ? formatRows(mean.data, mean.cols) : [`${formatNumber(loss)}\n`],
    always: true,
    summary: `mean of ${names.length} under the ${group} group`,
    findings: [
      `loss ${loss.toPrecision(6)}, the mean squared distance of ${names.length} networks to it`,
      ...(converged ? [] : ["not converged: raise --iterations"]),
    ],
    report: () =>
      reportSections([barycenterSection({ found, tangent: tangent!, names, history: found.history })], {
        title: titleOf(files),
      }),
  };
  await deliver(delivery, flags, signal);
}

function writableOf(
  found: Barycenter,
  names: readonly string[],
  stimuli: readonly string[] | undefined,
): Writable {
  const { mean, ...facts } = found;
  const { rows, cols, data } = mean;
  const count = (length: number) => Array.from({ length }, (_, k) => String(k));
  return {
    toNpy: () => writeNpy([rows, cols], data),
    toCsv: () => writeCsv(stimuli ?? count(rows), count(cols), data),
    document: { ...facts, names, mean: toRows(mean) },
  };
}
