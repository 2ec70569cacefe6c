import type { Command } from "commander";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { withControl } from "../../cli/engine.ts";
import { formatRows } from "../../cli/numbers.ts";
import { addOutputOptions, addReportOption } from "../../cli/options.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { reportSections } from "../../report/page.ts";
import { addDistanceOptions, type DistanceFlags } from "../space/command-distances.ts";
import { readSeveral } from "../compare-metrics/command-several.ts";
import { embed } from "../space/embed.ts";
import { fuseSection } from "./fuse-section.ts";
import { fuse, type Fused } from "./fuse.ts";
import { fuseOptions, type FuseOptions } from "./options.ts";

const examples = `
Examples:
  $ repgeom fuse cka.npy procrustes.npy rsa.npy --to-distance arccos --out F.npy
      F.npy: similarities, and F.distances.npy: their distances, which embed, cluster and predict take
  $ repgeom fuse *.csv --k 5 --mu 0.5 --out F.csv --report fused.html
  $ repgeom fuse a.npy b.npy --variant snfpy --k 20 --iterations 20 --tolerance 0

Each file is what pairwise wrote for the same networks. Files of similarities need --to-distance, which
leaves files of distances as they are. How each matrix agrees with the fused one is told on stderr and in --json.
`;

/** Flags of `fuse`. */
interface FuseFlags extends DistanceFlags, PictureFlags, FuseOptions {}

/** `repgeom fuse D1 D2 …`: one network of similarities from several matrices. */
export function addFuse(program: Command, signal: AbortSignal): void {
  const command = program
    .command("fuse")
    .description("Similarity network fusion of the matrices that several metrics gave for the same networks.")
    .argument("<files...>", "matrices of distances as pairwise writes them, two or more");
  addSchemaFlags(command, fuseOptions);
  addReportOption(addDistanceOptions(addOutputOptions(command)), "a map, the similarities, agreement")
    .addHelpText("after", examples)
    .action((files: string[], flags: FuseFlags) => fuseFiles(files, flags, signal));
}

async function fuseFiles(files: readonly string[], flags: FuseFlags, signal: AbortSignal): Promise<void> {
  checkPictures(flags, true);
  await checkOutputs(flags, [...files, ...(flags.table === undefined ? [] : [flags.table])], ["distances"]);
  const { squares, changes } = await readSeveral(files, flags, "fuse", signal);
  const { fused, coordinates } = await withControl(flags, signal, async (control) => {
    const fused = await fuse(squares, schemaOptions(flags, fuseOptions), control);
    const map =
      flags.report === undefined ? undefined : await embed(fused.distances, { dimensions: 2 }, control);
    return { fused, coordinates: map?.coordinates };
  });
  const table = await networksOf([{ names: fused.names, files: [] }], flags, signal);
  const n = fused.names.length;
  const delivery = {
    result: asWritable(fused, {}),
    numbers: formatRows(fused.values, n),
    beside: [{ word: "distances", result: asWritable(fused.distances, {}) }],
    summary: `${n} × ${n} fused similarities`,
    warnings: [...changes, ...fused.warnings],
    findings: [describe(fused)],
    report: () => reportSections([fuseSection({ fused, coordinates })], pageOf(titleOf(files), flags, table)),
  };
  await deliver(delivery, flags, signal);
}

function describe({ labels, agreement, iterations, change }: Fused): string {
  const each = labels.map((label, v) => `${label} ${agreement[v]!.toPrecision(3)}`).join(", ");
  return `${iterations} steps, the last changed ${change.toPrecision(2)}; correlation with the fused similarities: ${each}`;
}
