import type { Command } from "commander";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { readFiles, withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { formatRows } from "../../cli/numbers.ts";
import {
  addOutputOptions,
  addReportOption,
  addRunOptions,
  parsePlace,
  type RunFlags,
} from "../../cli/options.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import { withoutOwn } from "../../cli/reading/flags.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { labelTable } from "../../data/groups/network-table.ts";
import { reportSections } from "../../report/page.ts";
import {
  addCovariateOptions,
  addTieOptions,
  columnsIn,
  oneTable,
  predictionTexts,
  tiesIn,
  type CovariateFlags,
  type TieFlags,
} from "../space/command-covariates.ts";
import {
  checkWritable,
  documentsOf,
  linesOf,
  sectionsOf,
  sentencesOf,
  writableOf,
} from "../space/command-predictions.ts";
import { regressOptions, type RegressOptions } from "../space/predict-options.ts";
import { documentOf, explainedBy, readMean, regressed, strongest } from "./command-tangent.ts";
import { groups, tangentOptions, type TangentOptions } from "./options.ts";
import { tangentSpace } from "./shape-space.ts";
import { tangentSection } from "./tangent-section.ts";

const examples = `
Examples:
  $ repgeom tangent nets/*.npy --dimensions 3 --out coordinates.csv --report tangent.html
  $ repgeom tangent nets/*.npy --group permutation --mean mean.npy
  $ repgeom tangent nets/*.npy --covariates networks.csv --column accuracy --confound depth --report accuracy.html

Prints the coordinates: a row a network, a column a component, strongest first. With --column a ridge regression of
the covariate on all components: its cross-validated R² and permutation p, as predict has them, in place of the
coordinates; --out then holds these, and the predictions beside them (D.csv, D.predicted.csv).
`;

/** Options of the regression that are flags of their own; the seed is that of the mean too. */
const { seed: _, ...ofRegression } = regressOptions;

/** Flags of `tangent`. */
interface TangentFlags
  extends
    RunFlags,
    PictureFlags,
    CovariateFlags,
    TieFlags,
    Omit<TangentOptions, "mean">,
    Omit<RegressOptions, "confounds" | "together" | "within" | "names"> {
  readonly mean?: string;
}

/** `repgeom tangent FILES`: networks as points of a flat space. */
export function addTangent(program: Command, signal: AbortSignal): void {
  const command = program
    .command("tangent")
    .description(
      "Tangent-space coordinates of representations at their mean, up to rotations or permutations; with --column a regression on them.",
    )
    .argument("<files...>", "files of representations of the same stimuli")
    .option(
      "--mean <file>",
      "a mean that barycenter wrote, in place of that of these files",
      parsePlace("--mean"),
    );
  addSchemaFlags(command, tangentOptions);
  addTieOptions(addCovariateOptions(command, { ...predictionTexts, isRequired: false }));
  addSchemaFlags(command, ofRegression, { without: ["confounds", "together", "within", "names"] });
  addReportOption(addRunOptions(addOutputOptions(command)), "a map, the variance explained, and predictions")
    .addHelpText("after", examples)
    .action((files: string[], flags: TangentFlags) => placeFiles(files, flags, signal));
}

async function placeFiles(files: string[], asGiven: TangentFlags, signal: AbortSignal): Promise<void> {
  checkRegression(asGiven);
  const isAsked = asGiven.column !== undefined;
  const flags: TangentFlags = isAsked ? oneTable("tangent", asGiven) : asGiven;
  checkPictures(flags, isAsked);
  const beside = [flags.mean, flags.table].filter((path) => path !== undefined);
  await checkOutputs(flags, [...files, ...beside], isAsked ? ["predicted"] : []);
  const representations = await readFiles(files, withoutOwn(flags, "normalize"), signal);
  const names = representations.map(({ name }) => name);
  const table = await networksOf([{ names, files }], flags, signal);
  const items = { names, named: true, holder: "the files" };
  const { columns, confounds, ties } = isAsked
    ? { ...columnsIn(labelTable(table!), flags, items), ties: tiesIn(labelTable(table!), flags, items) }
    : { columns: [], confounds: [], ties: {} };
  checkWritable(columns, flags.out);
  const mean = flags.mean === undefined ? undefined : await readMean(flags.mean, flags, signal);
  const shape = schemaOptions<TangentOptions>({ ...flags, mean: undefined }, tangentOptions);
  const options = schemaOptions<RegressOptions>(
    { ...flags, together: undefined, within: undefined },
    regressOptions,
  );
  const { all, found } = await withControl(flags, signal, async (control) => {
    const asked = {
      ...shape,
      ...(mean ? { mean } : {}),
      dimensions: Math.max(names.length, shape.dimensions ?? 1),
    };
    const all = await tangentSpace(representations, asked, control);
    return { all, found: await regressed(all, { columns, confounds, ties, options }, control) };
  });
  const space = strongest(all, Math.min(shape.dimensions ?? 2, names.length));
  const predictions = { columns, confounds, ties, found, options };
  const { group = groups[0] } = shape;
  await deliver(
    {
      result: asWritable(
        { ...space, toJSON: () => documentOf(space) },
        { ...shape, ...(isAsked ? { regression: documentsOf(predictions) } : {}) },
      ),
      numbers: isAsked ? linesOf(predictions) : formatRows(space.coordinates.data, space.coordinates.cols),
      always: isAsked,
      beside: isAsked ? [{ word: "predicted", result: writableOf(predictions) }] : [],
      summary: `${space.coordinates.cols} coordinates of ${names.length} under the ${group} group`,
      warnings: space.warnings,
      findings: [...explainedBy(space), ...sentencesOf(predictions)],
      report: () =>
        reportSections(
          [
            tangentSection({ found: space, group, shares: all.varianceExplained }),
            ...sectionsOf(predictions),
          ],
          pageOf(titleOf(files), flags, table),
        ),
    },
    flags,
    signal,
  );
}

/** @throws {UsageError} for a flag of the regression without a column. */
function checkRegression(flags: TangentFlags): void {
  if (flags.column !== undefined) return;
  const idle = [...Object.keys(ofRegression), "confound", "covariates"].find(
    (name) => flags[name as keyof TangentFlags] !== undefined,
  );
  if (idle !== undefined)
    throw new UsageError(`--${idle} is for a regression: name the covariate, --column accuracy.`);
}
