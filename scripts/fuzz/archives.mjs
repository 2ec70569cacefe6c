/** Archives, made byte by byte. */
import { deflateRawSync } from "node:zlib";
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
