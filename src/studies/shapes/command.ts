import type { Command } from "commander";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { readFiles, withControl } from "../../cli/engine.ts";
import { withoutOwn } from "../../cli/reading/flags.ts";
import { formatNumber, formatRows } from "../../cli/numbers.ts";
import { addOutputOptions, addReportOption, addRunOptions, type RunFlags } from "../../cli/options.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { reportSections } from "../../report/page.ts";
import { barycenterOptions, type BarycenterOptions } from "./options.ts";
import type { Barycenter } from "./result.ts";
import { barycenterSection } from "./section.ts";
import { barycenter, tangentSpace } from "./shape-space.ts";

const examples = `
Examples:
  $ repgeom barycenter nets/*.npy --group orthogonal --out mean.npy --report mean.html
  $ repgeom barycenter nets/*.npy --group permutation --json

Prints the mean; with --out the loss instead: the mean squared distance of the networks to it.
`;

/** Flags of `barycenter`. */
interface BarycenterFlags extends RunFlags, PictureFlags, BarycenterOptions {}

/** `repgeom barycenter FILES`: the network in the middle. */
export function addBarycenter(program: Command, signal: AbortSignal): void {
  const command = program
    .command("barycenter")
    .description(
      "Finds the Fréchet mean of representations: each is moved onto it as well as the group allows.",
    )
    .argument("<files...>", "files of representations of the same stimuli");
  addSchemaFlags(command, barycenterOptions);
  addReportOption(
    addRunOptions(addOutputOptions(command)),
    "distances to the mean and the tangent space at it",
  )
    .addHelpText("after", examples)
    .action((files: string[], flags: BarycenterFlags) => meanOfFiles(files, flags, signal));
}

async function meanOfFiles(files: string[], flags: BarycenterFlags, signal: AbortSignal): Promise<void> {
  checkPictures(flags);
  await checkOutputs(flags, [...files, ...(flags.table === undefined ? [] : [flags.table])]);
  const representations = await readFiles(files, withoutOwn(flags, "normalize"), signal);
  const read = { names: representations.map(({ name }) => name), files };
  const table = await networksOf([read], flags, signal);
  const options = schemaOptions(flags, barycenterOptions);
  const { found, tangent } = await withControl(flags, signal, async (control) => {
    const found = await barycenter(representations, options, control);
    if (flags.report === undefined) return { found, tangent: undefined };
    const { mean } = found;
    return { found, tangent: await tangentSpace(representations, { ...options, mean }, control) };
  });
  const { mean, loss, names, history, group } = found;
  const delivery = {
    result: asWritable(found, {}),
    numbers: flags.out === undefined ? formatRows(mean.data, mean.cols) : [`${formatNumber(loss)}\n`],
    always: true,
    summary: `mean of ${names.length} under the ${group} group`,
    warnings: found.warnings,
    findings: findingsOf(found),
    report: () =>
      reportSections(
        [barycenterSection({ found, tangent: tangent!, names, history })],
        pageOf(titleOf(files), flags, table),
      ),
  };
  await deliver(delivery, flags, signal);
}

function findingsOf({ loss, names }: Barycenter): string[] {
  return [`loss ${loss.toPrecision(6)}, the mean squared distance of ${names.length} networks to it`];
}
