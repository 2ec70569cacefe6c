import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  blocks,
  blockShape,
  blockSize,
  lengthsOf,
  place,
  type Region,
} from "../../../../src/data/formats/hdf5/blocks.ts";
import { sizeOf } from "../../../../src/data/formats/shapes.ts";

const layouts = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 5 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((axes) => ({ shape: axes.map(([length]) => length), chunks: axes.map(([, chunk]) => chunk) }));

const regions = layouts.chain(({ shape, chunks }) =>
  fc
    .tuple(...shape.map((length) => fc.tuple(fc.nat(length - 1), fc.nat(length - 1))))
    .map((ends): { shape: number[]; chunks: number[]; region: Region } => ({
      shape,
      chunks,
      region: { start: ends.map(([a, b]) => Math.min(a, b)), end: ends.map(([a, b]) => Math.max(a, b) + 1) },
    })),
);

/** Element of the array at each place of a block. */
function* placesOf(start: readonly number[], count: readonly number[]): Generator<number[]> {
  for (let k = 0; k < sizeOf(count); k++) {
    let rest = k;
    const at = count.map(() => 0);
    for (let axis = count.length - 1; axis >= 0; axis--) {
      at[axis] = start[axis]! + (rest % count[axis]!);
      rest = Math.floor(rest / count[axis]!);
    }
    yield at;
  }
}

const indexOf = (at: readonly number[], shape: readonly number[]) =>
  at.reduce((index, place, axis) => index * shape[axis]! + place, 0);

describe("blocks", () => {
  it("bring each element of a region to its place, in either order of axes", () => {
    fc.assert(
      fc.property(regions, fc.boolean(), ({ shape, chunks, region }, reversed) => {
        const lengths = lengthsOf(region);
        const steps = lengths.map((_, axis) =>
          sizeOf(reversed ? lengths.slice(0, axis) : lengths.slice(axis + 1)),
        );
        const got = new Float64Array(sizeOf(lengths)).fill(-1);
        for (const block of blocks(region, chunks)) {
          const numbers = Float64Array.from(placesOf(block.start, block.count), (at) => indexOf(at, shape));
          place(block, numbers, region, steps, got);
        }
        const expected = new Float64Array(got.length);
        for (const at of placesOf(region.start, lengths)) {
          const own = at.map((one, axis) => one - region.start[axis]!);
          const target = reversed ? indexOf(own.toReversed(), lengths.toReversed()) : indexOf(own, lengths);
          expected[target] = indexOf(at, shape);
        }
        expect(Array.from(got)).toEqual(Array.from(expected));
      }),
      { numRuns: 300 },
    );
  });

  it("end with chunks, so that no chunk is decoded twice", () => {
    const region = { start: [5, 0], end: [1000, 3000] };
    const seen = new Set<string>();
    for (const { start, count } of blocks(region, [100, 700])) {
      expect(sizeOf(count)).toBeLessThanOrEqual(blockSize);
      for (let row = Math.floor(start[0]! / 100); row * 100 < start[0]! + count[0]!; row++)
        for (let column = Math.floor(start[1]! / 700); column * 700 < start[1]! + count[1]!; column++) {
          expect(seen.has(`${row},${column}`)).toBe(false);
          seen.add(`${row},${column}`);
        }
    }
    expect(seen.size).toBe(10 * 5);
  });

  it("are one chunk where that is larger than a block, and a part of a row where a row is", () => {
    expect(blockShape([4000, 4000], [2000, 2000])).toEqual([2000, 2000]);
    expect(blockShape([10, 2 ** 22], undefined)).toEqual([1, blockSize]);
  });
});
