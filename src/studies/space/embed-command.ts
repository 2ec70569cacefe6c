import { toRows } from "../../base/matrix.ts";
import { eigh } from "../../run/eigh.ts";
import { type Command, Option } from "commander";
import { embed, type EmbedMethod, embedMethods, type EmbedResult } from "../../geometry/embed.ts";
import { writeCsv, writeNpy } from "../../data/write.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import {
  addDistanceOptions,
  type DistanceFlags,
  type NamedDistances,
  readDistances,
} from "./command-distances.ts";
import { withControl } from "../../cli/engine.ts";
import { formatRows } from "../../cli/numbers.ts";
import { addOutputOptions, addReportOption, given, parseNumber, parseWhole } from "../../cli/options.ts";
import { checkOutputs, type Writable } from "../../cli/output.ts";
import { embedSection } from "./embed-section.ts";
import { reportSections } from "../../report/page.ts";

const examples = `
Examples:
  $ repgeom embed D.npy --out E.npy
  $ repgeom embed D.csv --method smacof --dimensions 3 --seed 1 --out E.csv
  $ repgeom embed cka.npy --to-distance arccos --report map.html

Stress, Shepard correlation and the worst pair are told on stderr and in --json.
`;

/** Flags of `embed`. */
interface EmbedFlags extends DistanceFlags {
  readonly method: EmbedMethod;
  readonly dimensions: number;
  readonly restarts?: number;
  readonly seed?: number;
  readonly iterations?: number;
  readonly tolerance?: number;
}

/** `repgeom embed D`: a map of the items. */
export function addEmbed(program: Command, signal: AbortSignal): void {
  const command = program
    .command("embed")
    .summary("a map: points whose distances resemble a matrix of distances")
    .description("Finds points in few dimensions whose Euclidean distances resemble given ones.")
    .argument("<file>", "a matrix of distances, as pairwise writes it")
    .addOption(
      new Option(
        "--method <name>",
        "pcoa: principal coordinates (classical MDS); smacof: least stress (metric MDS)",
      )
        .choices(embedMethods)
        .default("pcoa"),
    )
    .option("--dimensions <count>", "axes", parseWhole("--dimensions", 1), 2)
    .option(
      "--restarts <count>",
      "smacof: random starts beside principal coordinates; default: 8",
      parseWhole("--restarts", 0),
    )
    .option("--seed <number>", "smacof: decides the random starts; default: 1", parseWhole("--seed", 0))
    .option(
      "--iterations <count>",
      "smacof: most steps from one start; default: 1000",
      parseWhole("--iterations", 1),
    )
    .option(
      "--tolerance <number>",
      "smacof: relative decrease of stress that ends a start; default: 1e-9",
      parseNumber("--tolerance"),
    );
  command.option("--deterministic", "the same bits on every machine");
  addReportOption(addDistanceOptions(addOutputOptions(command)), "the map and how far to trust it")
    .addHelpText("after", examples)
    .action((file: string, flags: EmbedFlags) => embedFile(file, flags, signal));
}

async function embedFile(file: string, flags: EmbedFlags, signal: AbortSignal): Promise<void> {
  await checkOutputs(flags, [file]);
  const distances = await readDistances(file, flags, "embed");
  const { method, dimensions, restarts, seed, iterations, tolerance } = flags;
  const search = given({ restarts, seed, iterations, tolerance });
  const found = await withControl({ ...flags, threads: 1 }, signal, (control) =>
    embed(distances.square, { method, dimensions, ...search }, (a) => eigh(a, control)),
  );
  const delivery = {
    result: writableOf(found, distances),
    numbers: formatRows(found.coordinates.data, dimensions),
    summary: `${distances.names.length} points in ${dimensions} dimensions by ${method}`,
    warnings: distances.changes,
    findings: [describe(found, distances.names)],
    report: () => {
      const { square, names, changes } = distances;
      return reportSections([embedSection({ found, distances: square, names, changes })], {
        title: titleOf([file]),
      });
    },
  };
  await deliver(delivery, flags, signal);
}

function describe({ stress, shepard, worstPair, converged }: EmbedResult, names: readonly string[]): string {
  const parts = [`stress ${stress.toPrecision(4)}`];
  if (shepard !== undefined) parts.push(`Shepard correlation ${shepard.toPrecision(4)}`);
  if (worstPair) {
    const { row, col, distance, embedded } = worstPair;
    const [shown, wanted] = [embedded, distance].map((value) => value.toPrecision(4));
    parts.push(`worst pair ${names[row]} and ${names[col]}: ${shown} on the map, ${wanted} given`);
  }
  if (converged === false) parts.push("not converged: raise --iterations");
  return parts.join("; ");
}

function writableOf(found: EmbedResult, { names, changes }: NamedDistances): Writable {
  const { coordinates, worstPair, ...facts } = found;
  const { rows, cols, data } = coordinates;
  const axes = Array.from({ length: cols }, (_, k) => `axis ${k + 1}`);
  const worst = worstPair && { ...worstPair, names: [names[worstPair.row], names[worstPair.col]] };
  return {
    toNpy: () => writeNpy([rows, cols], data),
    toCsv: () => writeCsv(names, axes, data),
    document: { ...facts, names, coordinates: toRows(coordinates), worstPair: worst, changes },
  };
}
