import { UsageError } from "../../../cli/errors.ts";
import { checkInputs } from "../../../cli/inputs.ts";
import type { RunFlags } from "../../../cli/options.ts";
import { readNetworks } from "../../../cli/pictures/networks.ts";
import type { PictureFlags } from "../../../cli/pictures/flags.ts";
import { speaker } from "../../../cli/say.ts";
import { openRows } from "../../../data/files/open-rows.ts";
import { defaultLimits } from "../../../data/formats/bytes.ts";
import { conversionNames, convertedBy } from "../../../geometry/to-distances.ts";
import type { GroupFlags } from "../../groups/command-groups.ts";
import type { DistanceFlags } from "../command-distances.ts";
import type { DistanceRows } from "./sources.ts";

/** How often a matrix is in memory while a map is made of it, as doubles: the file, its square, checked, shared. */
const copies = 4;

type Flags = RunFlags & DistanceFlags & PictureFlags & GroupFlags & { readonly method?: string | undefined };

/** Rows of a file, until it is closed. */
export interface OpenDistances {
  readonly rows: DistanceRows;
  close(): Promise<void>;
}

/**
 * A matrix of distances that does not fit in `--max-memory`: its rows are read as they are needed. Undefined for one
 * that fits, for a format whose rows cannot be read alone, and for a method that needs all at once.
 *
 * @throws {UsageError} for flags that need the matrix in memory; for similarities without a conversion.
 */
export async function openDistances(
  file: string,
  flags: Flags,
  signal: AbortSignal,
): Promise<OpenDistances | undefined> {
  if (flags.method === "smacof") return undefined;
  await checkInputs([file]);
  const { maxMemory = defaultLimits.maxMemory } = flags;
  const opened = await openRows(file, { maxMemory }, signal);
  if (!opened) return undefined;
  const { array, close } = opened;
  const [size = 0, cols] = array.shape;
  try {
    if (array.shape.length === 2 && cols === size && copies * 8 * size * size > maxMemory) {
      checkFlags(file, flags);
      const rows: DistanceRows["rows"] = (start, end, signal) => array.read({ start, end }, signal);
      checkFirst(await rows(0, 1, signal), file, flags);
      speaker(flags)(
        `note: ${file} does not fit in --max-memory ${copies} times, so it is read band by band`,
      );
      const names = await namesOf(file, size, flags, signal);
      return { rows: { size, rows, names, toDistance: flags.toDistance }, close };
    }
  } catch (error) {
    await close();
    throw error;
  }
  await close();
  return undefined;
}

function checkFlags(file: string, flags: Flags): void {
  const whole = (["groups", "groupTest"] as const).find((name) => flags[name] !== undefined);
  if (whole)
    throw new UsageError(
      `--${whole === "groups" ? "groups" : "group-test"} needs the matrix in memory, and ${file} is read band by band. Raise --max-memory, or leave it out.`,
    );
  if (flags.rename !== undefined)
    throw new UsageError(`--rename: ${file} has no names. A .csv of pairwise has them.`);
}

/** The first item tells distances from similarities. */
function checkFirst(row: ArrayLike<number>, file: string, { toDistance }: Flags): void {
  const largest = Array.from(row).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const isSelf = Math.abs(row[0]!) > 1e-6 * largest;
  if (isSelf && !toDistance)
    throw new UsageError(
      `${file}: item 0 is at ${row[0]} from itself, so these are no distances. Similarities need --to-distance ${conversionNames.join(" or ")}.`,
    );
  if (!isSelf && convertedBy(toDistance))
    throw new UsageError(
      `${file}: the diagonal is 0, so these are distances already. Leave out --to-distance.`,
    );
}

/** The rows of `--table` in its order. @throws {UsageError} for a table of other length. */
async function namesOf(
  file: string,
  size: number,
  flags: Flags,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  if (flags.table === undefined) return undefined;
  const { names } = await readNetworks(flags.table, flags, signal);
  if (names.length === size) return names;
  throw new UsageError(
    `${flags.table} has ${names.length} rows, ${file} ${size} items without names; expected a row for each, in the order of the matrix.`,
  );
}
