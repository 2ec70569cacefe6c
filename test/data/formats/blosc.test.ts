import Blosc from "numcodecs/blosc"; // c-blosc itself, in wasm
import { describe, expect, it } from "vitest";
import { unpackBlosc } from "../../../src/data/formats/compression/blosc/blosc.ts";
import { uniform } from "../../geometry/oracles.ts";

const random = uniform(11);
const noise = Uint8Array.from({ length: 20_000 }, () => random() * 256);

/** Bytes that pack well, badly, not at all, and by copies from far away. */
const contents: Readonly<Record<string, (size: number) => Uint8Array>> = {
  waves: (size) =>
    new Uint8Array(
      Float32Array.from({ length: size / 4 }, (_, i) => Math.round(1000 * Math.sin(i / 50))).buffer,
    ),
  letters: (size) => Uint8Array.from({ length: size }, () => 97 + random() * random() * 20),
  noise: (size) => Uint8Array.from({ length: size }, () => random() * 256),
  far: (size) => Uint8Array.from({ length: size }, (_, i) => noise[i % noise.length]!),
};

describe.each(["blosclz", "lz4", "lz4hc", "snappy", "zlib", "zstd"])("Blosc with %s", (cname) => {
  it.each([0, 1, 2])("is unpacked to what c-blosc packed, shuffle %i", async (shuffle) => {
    const blosc = Blosc.fromConfig({ id: "blosc", cname, clevel: 5, shuffle, blocksize: 0 });
    const split = Blosc.fromConfig({ id: "blosc", cname, clevel: 5, shuffle, blocksize: 4096 });
    for (const [name, make] of Object.entries(contents))
      for (const size of [4, 1028, 33_000, 150_004]) {
        const bytes = make(size);
        for (const codec of [blosc, split]) {
          const found = unpackBlosc(await codec.encode(bytes), bytes.length);
          expect([name, size, Buffer.compare(found, bytes)]).toEqual([name, size, 0]);
        }
      }
  });
});

it("damaged chunks end in an error or in as many bytes", async () => {
  const packed = await Blosc.fromConfig({
    id: "blosc",
    cname: "blosclz",
    clevel: 5,
    shuffle: 1,
    blocksize: 4096,
  }).encode(contents["waves"]!(20_000));
  let refused = 0;
  for (let k = 0; k < 300; k++) {
    const damaged = packed.slice();
    damaged[16 + Math.floor(random() * (packed.length - 16))] = random() * 256;
    try {
      expect(unpackBlosc(damaged, 20_000).length).toBe(20_000);
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(0);
});
