import { Output } from "../window.ts";

/** Distances that thirteen bits hold; farther ones follow in two bytes. */
const near = 8191;

/**
 * Unpacks BloscLZ, which is FastLZ of level 2 (github.com/Blosc/c-blosc, blosc/blosclz.c): runs of literals, and copies.
 * @param size - that it has
 * @throws {RangeError} for what is damaged, or has another size.
 */
export function unpackBloscLz(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const output = new Output(size);
  let at = 0;
  const next = () => {
    if (at >= packed.length) throw new RangeError("an early end");
    return packed[at++]!;
  };
  const lengthOf = (short: number) => {
    let length = short;
    for (let byte = short === 6 ? 255 : 0; byte === 255; length += byte) byte = next();
    return length + 3;
  };
  while (at < packed.length) {
    // The first is a run, whatever its upper bits say.
    const control = at === 0 ? next() & 31 : next();
    if (control < 32) {
      if (control + 1 > packed.length - at) throw new RangeError("an early end");
      output.append(packed.subarray(at, (at += control + 1)));
      continue;
    }
    const length = lengthOf((control >> 5) - 1);
    const distance = ((control & 31) << 8) + next();
    output.repeat(distance === near ? near + ((next() << 8) | next()) + 1 : distance + 1, length);
  }
  if (output.left > 0) throw new RangeError("fewer bytes than declared");
  return output.bytes;
}
