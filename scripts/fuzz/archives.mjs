/** Archives, made byte by byte. */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { crc32 } from "../../dist/src/data/formats/crc32.js";
import { joined } from "./mutate.mjs";

const text = (content) => new TextEncoder().encode(content);

/** An archive with right checksums, stored or deflated. */
export function zipped(parts, deflate) {
  const [bodies, directory] = [[], []];
  let offset = 0;
  for (const { name, bytes } of parts) {
    const packed = deflate ? deflateRawSync(bytes) : bytes;
    const shared = [0, deflate ? 8 : 0, 0, 33];
    const sizes = [crc32(bytes), packed.length, bytes.length];
    const local = record("PK\x03\x04", [20, ...shared], sizes, [name.length, 0], name);
    directory.push(
      record(
        "PK\x01\x02",
        [20, 20, ...shared],
        sizes,
        [name.length, 0, 0, 0, 0, 0, 0, offset & 65535, offset >>> 16],
        name,
      ),
    );
    bodies.push(local, packed);
    offset += local.length + packed.length;
  }
  const central = joined(...directory);
  const count = parts.length;
  const end = record("PK\x05\x06", [0, 0, count, count], [central.length, offset], [0], "");
  return joined(...bodies, central, end);
}

function record(signature, halves, words, more, name) {
  const half = (value) => [value & 255, (value >>> 8) & 255];
  const word = (value) => [...half(value), ...half(value >>> 16)];
  return Uint8Array.from([
    ...text(signature),
    ...halves.flatMap(half),
    ...words.flatMap(word),
    ...more.flatMap(half),
    ...text(name),
  ]);
}

/** The members of an archive without zip64. It takes no package: allocations of what is loaded before are not heard. */
export function unzipped(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = bytes.length - 22;
  const members = {};
  for (let at = view.getUint32(end + 16, true), k = view.getUint16(end + 8, true); k > 0; k--) {
    const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const local = view.getUint32(at + 42, true);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const packed = bytes.slice(start, start + view.getUint32(at + 20, true));
    members[new TextDecoder().decode(bytes.slice(at + 46, at + 46 + name))] =
      view.getUint16(at + 10, true) === 8 ? Uint8Array.from(inflateRawSync(packed)) : packed;
    at += 46 + name + extra + comment;
  }
  return members;
}
