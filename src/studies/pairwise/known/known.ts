import { OptionError } from "../../../base/errors.ts";
import { eachBand, type Bands } from "../../../data/bands/bands.ts";
import type { StoredType } from "../../../data/stored.ts";

/** What `pairwise` gave for the first of the networks: a result of it, or its values alone. */
export interface KnownPairs {
  /** K × K, row-major. */
  readonly values: ArrayLike<number>;
  readonly rowNames?: readonly string[] | undefined;
  readonly metric?: string | undefined;
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  readonly way?: "units" | "stimuli" | undefined;
}

/** The same, of which some rows at a time are in memory. */
export interface KnownTable extends Omit<KnownPairs, "values"> {
  /** Of how many networks. */
  readonly count: number;
  /** How its numbers were stored, where that is less than double precision. */
  readonly stored?: StoredType | undefined;
  rows(start: number, end: number): Float64Array | Promise<Float64Array>;
}

/** @throws {OptionError} unless it is square and has a name for each row. */
export function knownTable(known: KnownPairs | KnownTable): KnownTable {
  if ("rows" in known && typeof known.rows === "function") return known;
  const { values, ...facts } = known as KnownPairs;
  const count = Math.round(Math.sqrt(values?.length));
  const names = facts.rowNames?.length ?? count;
  if (!(count > 0) || count * count !== values.length || names !== count)
    throw new OptionError(
      `extend: expected K × K values and K names, or no names; got ${values?.length} values and ${names} names.`,
      "extend",
    );
  const data = values instanceof Float64Array ? values : Float64Array.from(values);
  return { ...facts, count, rows: (start, end) => data.subarray(start * count, end * count) };
}

/** A table of all networks in which the values among the first ones are those that are known. */
export function withKnown(bands: Bands, known: KnownTable): Bands {
  return {
    ...bands,
    async rows(start, end) {
      const values = (await bands.rows(start, end)).slice();
      if (start >= known.count) return values;
      const old = await known.rows(start, Math.min(end, known.count));
      put(values, bands.colNames.length, old, known.count);
      return values;
    },
  };
}

/** Puts what is known into a whole table of values. */
export async function fillKnown(values: Float64Array, width: number, known: KnownTable): Promise<void> {
  for await (const { start, end, values: some } of eachBand(bandsOfKnown(known)))
    put(values.subarray(start * width, end * width), width, some, known.count);
}

/** @throws {OptionError} naming the first pair without a value. */
export async function assertComplete(known: KnownTable): Promise<void> {
  const { count, rowNames } = known;
  for await (const { start, values } of eachBand(bandsOfKnown(known))) {
    const bad = values.findIndex(Number.isNaN);
    if (bad < 0) continue;
    const [i, j] = [start + Math.floor(bad / count), bad % count];
    const [x, y] = rowNames ? [rowNames[i], rowNames[j]] : [`row ${i}`, `column ${j}`];
    throw new OptionError(`extend: there is no value of ${x} against ${y}.`, "extend");
  }
}

/** The known values as bands. */
export function bandsOfKnown({ count, rowNames, rows }: KnownTable): Bands {
  const names = rowNames ?? Array.from({ length: count }, String);
  return { rowNames: names, colNames: names, rows };
}

function put(values: Float64Array, width: number, old: Float64Array, count: number): void {
  for (let i = 0; i * count < old.length; i++)
    values.set(old.subarray(i * count, (i + 1) * count), i * width);
}
