import type { Command } from "commander";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { withControl } from "../../cli/engine.ts";
import { addOutputOptions, addReportOption } from "../../cli/options.ts";
import { checkOutputs } from "../../cli/output.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, pageOf } from "../../cli/pictures/networks.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { reportSections } from "../../report/page.ts";
import {
  addCovariateOptions,
  addTieOptions,
  columnsIn,
  isClasses,
  oneTable,
  predictionTexts,
  readWithTable,
  tiesIn,
  type CovariateFlags,
  type TieFlags,
} from "./command-covariates.ts";
import { addDistanceOptions, type DistanceFlags } from "./command-distances.ts";
import {
  checkWritable,
  limitsOf,
  linesOf,
  sectionsOf,
  sentencesOf,
  writableOf,
} from "./command-predictions.ts";
import { type PredictOptions, predictOptions } from "./predict-options.ts";
import type { Classification, Prediction } from "./predict-result.ts";
import { predictAsync } from "./predict.ts";

const examples = `
Examples:
  $ repgeom predict D.npy --covariates table.csv --column accuracy --report accuracy.html
  $ repgeom predict D.csv --covariates table.csv --column depth --method neighbors --k 3 --json
  $ repgeom predict D.npy --covariates table.csv --column architecture
  $ repgeom predict D.csv --covariates networks.json --column accuracy,loss
  $ repgeom predict D.csv --covariates table.csv --column accuracy --confound depth,architecture
  $ repgeom predict D.csv --covariates table.csv --column accuracy --together configuration

Prints the cross-validated R² and the permutation p-value on one line; --out holds the predictions. Of several
columns a line each, with p-values corrected for their number (p-fdr, false discovery rate); --json prints { results }.
A column without any number names classes: R² is then that of their indicators, and the accuracy is told too.
With --confound it is what confounds leave of the column that is predicted: a linear fit to the training networks is
subtracted first. What depends on a confound in another way stays, and counts as predicted.
Networks of one configuration tell of each other: with --together they are held out together, and permuted as a whole.
The table has a header and a row for each network: by the names in its first column where the matrix
has names too (.csv), else in the order of the matrix.
`;

/** Flags of `predict`. */
interface PredictFlags
  extends
    DistanceFlags,
    PictureFlags,
    CovariateFlags,
    TieFlags,
    Omit<PredictOptions, "confounds" | "together" | "within"> {}

/** `repgeom predict D --covariates TABLE --column NAME`: how well distances predict a covariate. */
export function addPredict(program: Command, signal: AbortSignal): void {
  const command = program
    .command("predict")
    .description(
      "Predicts covariates (accuracy, depth, architecture) from distances: cross-validated R² and a permutation p-value.",
    )
    .argument("<file>", "a matrix of distances, as pairwise writes it");
  addTieOptions(addCovariateOptions(command, { ...predictionTexts, isRequired: true }));
  addSchemaFlags(command, predictOptions);
  addReportOption(addDistanceOptions(addOutputOptions(command)), "observed against predicted values")
    .addHelpText("after", examples)
    .action((file: string, flags: PredictFlags) => predictColumns(file, flags, signal));
}

async function predictColumns(file: string, asGiven: PredictFlags, signal: AbortSignal): Promise<void> {
  const flags = oneTable("predict", asGiven);
  checkPictures(flags, true);
  await checkOutputs(flags, [file, ...(flags.table === undefined ? [] : [flags.table])]);
  const { table, labels, given, named } = await readWithTable(file, flags, "predict", signal);
  const items = { names: given.names, named, holder: "the matrix" };
  const { columns, confounds } = columnsIn(labels, flags, items);
  checkWritable(columns, flags.out);
  const options = schemaOptions<PredictOptions>(
    { ...flags, together: undefined, within: undefined },
    predictOptions,
  );
  const ties = tiesIn(labels, flags, items);
  const asked = { ...options, ...limitsOf({ confounds, ties }) };
  const found = await withControl(flags, signal, async (control) => {
    const all: (Prediction | Classification)[] = [];
    for (const { values } of columns)
      all.push(
        isClasses(values)
          ? await predictAsync(given, values, asked, control)
          : await predictAsync(given, values, asked, control),
      );
    return all;
  });
  const predictions = { columns, confounds, ties, found, options };
  const delivery = {
    result: writableOf(predictions),
    numbers: linesOf(predictions),
    always: true,
    summary: `predictions of ${columns.map(({ name }) => name).join(", ")} for ${given.names.length} networks`,
    warnings: found[0]!.changes,
    findings: sentencesOf(predictions),
    report: () => reportSections(sectionsOf(predictions), pageOf(titleOf([file]), flags, table)),
  };
  await deliver(delivery, flags, signal);
}
