import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { arrayPathOf } from "../../../data/files/array-path.ts";
import { openMatrix } from "../../../data/bands/open.ts";
import { defaultLimits } from "../../../data/formats/bytes.ts";
import type { UnreadRepresentation } from "../../../data/representation.ts";
import { readFilesLazily } from "../../../cli/engine.ts";
import { FileError, UsageError } from "../../../cli/errors.ts";
import { extensionOf } from "../../../cli/encode.ts";
import { checkInputs } from "../../../cli/inputs.ts";
import { parsePlace, parsePlaces, type RunFlags } from "../../../cli/options.ts";
import { speaker } from "../../../cli/say.ts";
import { knownTable, type KnownPairs, type KnownTable } from "./known.ts";

/** Flags of a table that grows. */
export interface ExtendFlags {
  readonly extend?: string;
  readonly among?: readonly string[];
}

/** `--extend D.npy --among old/*.npy` */
export function addExtendOptions(command: Command): Command {
  return command
    .option(
      "--extend <file>",
      "adds the files to what pairwise wrote for --among: .npy, .csv, .zarr, .json and others; only pairs with a new one are computed, and a few old ones again, which must be what they were",
      parsePlace("--extend"),
    )
    .option(
      "--among <files...>",
      "with --extend: the files that it was made of, which come before the new ones",
      parsePlaces("--among"),
    );
}

/** @throws {UsageError} for one of the two flags alone, or beside what is not a table of plain values. */
export function checkExtend({ extend, among }: ExtendFlags, isPlain: boolean, metrics: number): void {
  if (extend === undefined && among === undefined) return;
  if (extend === undefined || among === undefined)
    throw new UsageError(
      "--extend D.npy and --among old/*.npy belong together: what there is, and the files that it was made of.",
    );
  if (!isPlain)
    throw new UsageError(
      "--extend adds plain values: leave out --test, --folds, --bootstrap and --permutation.",
    );
  if (metrics > 1) throw new UsageError("--extend is of one metric: give that of the file.");
}

/** Old and new networks, and the values among the old ones. */
export interface Extended {
  readonly rows: readonly UnreadRepresentation[];
  readonly known: KnownTable & { close(): Promise<void> };
}

/**
 * Reads what there is, and puts the new networks behind the old ones. Where the file has names, they decide the order
 * of the old networks, which may have been added one after the other.
 * @throws {UsageError} where the file and `--among` are not of the same networks, or a name is there twice.
 */
export async function readExtended(
  added: readonly UnreadRepresentation[],
  flags: RunFlags & ExtendFlags & { readonly names?: unknown },
  signal: AbortSignal,
): Promise<Extended> {
  const { names: _, ...unnamed } = flags;
  const among = await readFilesLazily(flags.among!, unnamed as RunFlags, signal);
  const place = flags.extend!;
  const known = await openKnown(place, flags, signal);
  if (known.count !== among.length)
    throw new UsageError(
      `${place} is of ${known.count} networks, and --among names ${among.length}: give the files that it was made of.`,
    );
  const old = known.rowNames ? inOrderOf(known.rowNames, among, place) : among;
  if (old.some(({ name }, k) => name !== among[k]!.name))
    speaker(flags)(`note: the networks of --among are taken in the order of ${place}`);
  const both = new Set(old.map(({ name }) => name));
  const twice = added.find(({ name }) => both.has(name));
  if (twice)
    throw new UsageError(
      `${twice.name} is among the new files and among the old ones: leave it out, or give it another name by --names or --rename.`,
    );
  return { rows: [...old, ...added], known };
}

function inOrderOf(
  names: readonly string[],
  among: readonly UnreadRepresentation[],
  place: string,
): UnreadRepresentation[] {
  const byName = new Map(among.map((one) => [one.name, one]));
  return names.map((name) => {
    const found = byName.get(name);
    if (found) return found;
    const given = among.slice(0, 3).map((one) => one.name);
    throw new UsageError(
      `${place} is of ${name}, which is not in --among (${given.join(", ")}${among.length > 3 ? ", …" : ""}). Give the files that it was made of; --rename changes names.`,
    );
  });
}

/** A table of values in a file, with what the file says of it. */
async function openKnown(
  place: string,
  { maxMemory = defaultLimits.maxMemory }: RunFlags,
  signal: AbortSignal,
): Promise<Extended["known"]> {
  await checkInputs([place]);
  const { file } = arrayPathOf(place);
  if (extensionOf(file) === ".json") return { ...(await fromJson(file)), close: async () => {} };
  const { rows, cols, rowNames, stored, read, close } = await openMatrix(place, { maxMemory, signal });
  if (rows !== cols) {
    await close();
    throw new UsageError(`--extend ${place} is ${rows} × ${cols}; expected what pairwise wrote, a square.`);
  }
  const said = extensionOf(file) === ".zarr" ? await attributesOf(file) : {};
  return {
    ...(rowNames && { rowNames }),
    ...said,
    ...(stored && { stored }),
    count: rows,
    rows: read,
    close,
  };
}

/** What `--json` prints, or `--out D.json` wrote. */
async function fromJson(file: string): Promise<KnownTable> {
  const found = await parsed(file);
  const { values, metric, options, way, rowNames } = found as {
    values?: (number | string)[][];
  } & Omit<KnownPairs, "values">;
  if (!Array.isArray(values) || !Array.isArray(rowNames))
    throw new UsageError(`--extend ${file}: expected the values and names that pairwise writes.`);
  const numbers = Float64Array.from(values.flat(), Number);
  return knownTable({ values: numbers, metric, options, way, rowNames });
}

/** Names, metric and options, which a Zarr folder of `pairwise` has as attributes. */
async function attributesOf(folder: string): Promise<Partial<KnownPairs>> {
  const found = await parsed(join(folder, ".zattrs")).catch(() => ({}));
  const { rowNames, metric, options, way } = found as Partial<KnownPairs>;
  return { rowNames, metric, options, way };
}

async function parsed(file: string): Promise<object> {
  const text = await readFile(file, "utf8");
  try {
    return JSON.parse(text) as object;
  } catch (error) {
    throw new FileError(`${file}: expected JSON; ${(error as Error).message}.`);
  }
}
