import { checksum } from "./checksum.ts";

/**
 * A segment is a list of records, one behind the other. A record is a head of 32 bytes and a body, little-endian:
 *
 *    0  mark       u32   the same in every head
 *    4  kind       u32   what it holds
 *    8  run        u32   number of the run that it belongs to
 *   12  unit       u32   of a unit its number, of a note the bytes of its word
 *   16  length     u32   bytes of the body
 *   20  checksum   u32   of the body
 *   24  reserved   u32   0
 *   28  checksum   u32   of the 28 bytes before
 *
 * The head has a checksum of its own, so that a damaged body does not cost the records behind it.
 */
export const headBytes = 32;

const mark = 0x31504752; // "RGP1"

/**
 * What a record holds. `start`: who wrote the segment; `run`: what was begun; `note`: a word and the bytes
 * under it; `end`: which share is done.
 */
export const kinds = { start: 1, run: 2, unit: 3, note: 4, end: 5 } as const;

export type Kind = keyof typeof kinds;

export interface Head {
  readonly kind: Kind;
  readonly run: number;
  readonly unit: number;
  readonly length: number;
  readonly checksum: number;
}

const names = new Map(Object.entries(kinds).map(([name, number]) => [number as number, name as Kind]));

/** The bytes of a record. */
export function recordOf(
  { kind, run, unit }: Pick<Head, "kind" | "run" | "unit">,
  body: Uint8Array,
): Uint8Array {
  const record = new Uint8Array(headBytes + body.length);
  const view = new DataView(record.buffer);
  [mark, kinds[kind], run, unit, body.length, checksum(body), 0].forEach((value, k) =>
    view.setUint32(4 * k, value, true),
  );
  view.setUint32(28, checksum(record.subarray(0, 28)), true);
  record.set(body, headBytes);
  return record;
}

/** The head in the first 32 of these bytes; undefined if there is none. */
export function headIn(bytes: Uint8Array): Head | undefined {
  if (bytes.length < headBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, headBytes);
  const at = (offset: number) => view.getUint32(offset, true);
  if (at(0) !== mark || at(28) !== checksum(bytes.subarray(0, 28))) return undefined;
  const kind = names.get(at(4));
  return kind && { kind, run: at(8), unit: at(12), length: at(16), checksum: at(20) };
}

/** Where a head may begin at or behind `from`; -1 if nowhere. */
export function markIn(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(mark & 255, from); at >= 0; at = bytes.indexOf(mark & 255, at + 1)) {
    if ([1, 2, 3].every((k) => at + k >= bytes.length || bytes[at + k] === ((mark >>> (8 * k)) & 255)))
      return at;
  }
  return -1;
}
