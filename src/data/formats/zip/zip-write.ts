import { crc32 } from "../crc32.ts";

/** A member of an archive. */
export interface ZipMember {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 };
const version = 20;
/** Flag: names are UTF-8. */
const utf8 = 0x0800;
/** The date that members without one have: 1980-01-01, the first that a zip archive can say. */
const noDate = 33;
/** Sizes and offsets are 32 bits wide without zip64. */
const largest = 0xffffffff;

/**
 * A zip archive of stored members, as `numpy.savez` writes it.
 *
 * @throws {RangeError} for 4 GiB or more.
 *
 * Source: PKWARE APPNOTE.TXT 6.3.10, §4.3.
 */
export function writeZip(members: readonly ZipMember[]): Uint8Array<ArrayBuffer> {
  const [bodies, directory]: [Uint8Array[], Uint8Array[]] = [[], []];
  let offset = 0;
  for (const { name, bytes } of members) {
    const local = headers(name, bytes, offset);
    bodies.push(local.local, bytes);
    directory.push(local.central);
    offset += local.local.length + bytes.length;
  }
  if (offset > largest) throw new RangeError(`A zip archive of ${offset} bytes needs zip64, 4 GiB or more.`);
  const central = joined(directory);
  return joined([...bodies, central, ending(members.length, central.length, offset)]);
}

function headers(name: string, bytes: Uint8Array, offset: number) {
  const label = new TextEncoder().encode(name);
  const sizes = [crc32(bytes), bytes.length, bytes.length];
  const both = [
    u16(version),
    u16(utf8),
    u16(0),
    u16(0),
    u16(noDate),
    ...sizes.map(u32),
    u16(label.length),
    u16(0),
  ];
  const local = joined([u32(signatures.local), ...both, label]);
  const places = [u16(0), u16(0), u16(0), u32(0), u32(offset)];
  return { local, central: joined([u32(signatures.central), u16(version), ...both, ...places, label]) };
}

function ending(count: number, size: number, offset: number): Uint8Array {
  return joined([
    u32(signatures.end),
    u16(0),
    u16(0),
    u16(count),
    u16(count),
    u32(size),
    u32(offset),
    u16(0),
  ]);
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value & 255, value >>> 8);
}

function u32(value: number): Uint8Array {
  return Uint8Array.of(value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
