import { FormatError } from "../../base/errors.ts";
import { version } from "../../base/version.ts";
import { crc32 } from "../../data/formats/crc32.ts";
import { fromJson, jsonOf } from "../../run/ledger/json.ts";
import type { PivotTable } from "./pivots.ts";

/** One network of an index. */
export interface IndexEntry {
  readonly name: string;
  /** `contentDigest` of what was compared. */
  readonly digest: string;
  /** Where it is, in words of whoever loads it: an address, a path. */
  readonly place?: string | undefined;
}

/** All that an index keeps. */
export interface SavedIndex {
  /** Name of the metric, and all of its options. */
  readonly metric: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly entries: readonly IndexEntry[];
  readonly table: PivotTable;
  /** Distances among the networks that were computed for it, also by earlier processes. */
  readonly computed: number;
  /** Plain data of the caller: how files were read. */
  readonly about?: unknown;
}

/*
 * The file: sixteen bytes that say what it is, the version of this format, the length of the head; the head, JSON in UTF-8, filled up
 * by spaces to eight bytes; the distances from each pivot to all networks, float64; CRC-32 of all that. Little-endian.
 */
const magic = "repgeom nearest\n";
const formatVersion = 1;
const headAt = magic.length + 8;

/** The head. */
interface Head extends Omit<SavedIndex, "table"> {
  readonly repgeom: string;
  readonly pivots: readonly number[];
}

/** The bytes of the file of an index. */
export function indexToBytes({ table, ...rest }: SavedIndex): Uint8Array<ArrayBuffer> {
  const head: Head = { repgeom: version, ...rest, pivots: [...table.keys()] };
  const text = new TextEncoder().encode(jsonOf(head));
  const length = Math.ceil(text.length / 8) * 8;
  const numbers = table.size * rest.entries.length;
  const bytes = new Uint8Array(headAt + length + numbers * 8 + 4);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(magic));
  view.setUint32(magic.length, formatVersion, true);
  view.setUint32(magic.length + 4, length, true);
  bytes.fill(32, headAt, headAt + length);
  bytes.set(text, headAt);
  let at = headAt + length;
  for (const row of table.values()) for (const value of row) view.setFloat64((at += 8) - 8, value, true);
  view.setUint32(at, crc32(bytes.subarray(0, at)), true);
  return bytes;
}

/**
 * What `indexToBytes` wrote.
 * @param file - path or name, for messages
 * @throws {FormatError} for another file, a damaged one, or one of another version.
 */
export function indexFromBytes(bytes: Uint8Array, file: string): SavedIndex {
  const again = "Make the index again.";
  const problem = (offset: number, expected: string, got: string, advice = again) =>
    new FormatError({ file, offset, expected, got, advice });
  const start = new TextDecoder("latin1").decode(bytes.slice(0, magic.length));
  if (start !== magic) throw problem(0, "an index of neighbors", "another file", "");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headAt + 4) throw problem(bytes.length, "the head of an index", "the end of the file");
  const format = view.getUint32(magic.length, true);
  if (format !== formatVersion)
    throw problem(
      magic.length,
      `an index of format ${formatVersion}`,
      `format ${format}, of another version of repgeom`,
    );
  const end = bytes.length - 4;
  if (crc32(bytes.subarray(0, end)) !== view.getUint32(end, true))
    throw problem(end, "the checksum of what is before", "another: the file is damaged or cut short");
  const length = view.getUint32(magic.length + 4, true);
  const { repgeom, pivots, ...rest } = headOf(bytes.subarray(headAt, headAt + length));
  if (repgeom !== version)
    throw problem(
      headAt,
      `an index of repgeom ${version}`,
      `one of ${repgeom}, whose distances may be others`,
    );
  return { ...rest, table: tableOf(view, headAt + length, pivots, rest.entries.length) };
}

/** It has the right checksum, so it is what was written. */
function headOf(bytes: Uint8Array): Head {
  return fromJson(new TextDecoder().decode(bytes.slice())) as Head;
}

function tableOf(view: DataView, start: number, pivots: readonly number[], count: number): PivotTable {
  const rowOf = (k: number) =>
    Float64Array.from({ length: count }, (_, i) => view.getFloat64(start + (k * count + i) * 8, true));
  return new Map(pivots.map((pivot, k) => [pivot, rowOf(k)]));
}
