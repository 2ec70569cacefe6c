import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readView, type Elements } from "../../../src/data/formats/pieces/strided.ts";
import { columnMajor, isInside, type View } from "../../../src/data/formats/pieces/view.ts";

/** Numbers 0, 1, … as float32 in a file that counts the bytes that are read of it. */
function numbered(count: number): Elements & { bytesRead: number } {
  const stored = new Uint8Array(Float32Array.from({ length: count }, (_, k) => k).buffer);
  return {
    name: "f4",
    bigEndian: false,
    count,
    bytesRead: 0,
    async fill(into, from) {
      into.set(stored.subarray(4 * from, 4 * from + into.length));
      expect(4 * from + into.length).toBeLessThanOrEqual(stored.length);
      this.bytesRead += into.length;
    },
    complain(index, expected, got) {
      throw new Error(`${index}: ${expected}, ${got}`);
    },
  };
}

/** By the definition: the number of each element, row-major. */
function elementsOf({ shape, strides, offset }: View, start: number, end: number): number[] {
  const lengths = [end - start, ...shape.slice(1)];
  const walk = (axis: number, at: number): number[] =>
    axis === lengths.length
      ? [at]
      : Array.from({ length: lengths[axis]! }, (_, k) => walk(axis + 1, at + k * strides[axis]!)).flat();
  return walk(0, offset + start * strides[0]!);
}

async function rowsOf(
  view: View,
  start: number,
  end: number,
  elements = numbered(100_000),
): Promise<number[]> {
  const to = new Float32Array((end - start) * view.shape.slice(1).reduce((a, b) => a * b, 1));
  await readView(view, { start, end }, elements, to);
  return Array.from(to);
}

const views = fc
  .array(fc.record({ length: fc.integer({ min: 0, max: 6 }), stride: fc.nat(40) }), {
    minLength: 1,
    maxLength: 5,
  })
  .chain((axes) =>
    fc.record({
      shape: fc.constant(axes.map(({ length }) => length)),
      strides: fc.constant(axes.map(({ stride }) => stride)),
      offset: fc.nat(50),
    }),
  );

describe("rows of a view", () => {
  it("are the elements of the definition, for any strides, also 0 and those that overlap", async () => {
    await fc.assert(
      fc.asyncProperty(views, fc.nat(6), fc.nat(6), async (view, a, b) => {
        const [start, end] = [Math.min(a, b, view.shape[0]!), Math.min(Math.max(a, b), view.shape[0]!)];
        const found = await rowsOf(view, start, end, numbered(1100));
        expect(found).toEqual(elementsOf(view, start, end));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["a matrix by columns", columnMajor([300, 200])],
    ["a cube by columns", columnMajor([30, 40, 50])],
    ["a column of a wide matrix", { shape: [90, 1], strides: [1000, 1], offset: 7 }],
    ["every third of every second row", { shape: [100, 150], strides: [600, 3], offset: 1 }],
    ["all", { shape: [300, 200], strides: [200, 1], offset: 0 }],
  ] as [string, View][])("are found over many windows and chunks: %s", async (_, view) => {
    expect(await rowsOf(view, 0, view.shape[0]!)).toEqual(elementsOf(view, 0, view.shape[0]!));
    expect(await rowsOf(view, 17, 29)).toEqual(elementsOf(view, 17, 29));
  });

  it("are read without the rest of a large storage", async () => {
    const rows = numbered(1_000_000);
    expect(await rowsOf({ shape: [1000, 1000], strides: [1000, 1], offset: 0 }, 500, 502, rows)).toHaveLength(
      2000,
    );
    expect(rows.bytesRead).toBe(8000);
    const column = numbered(1_000_000);
    await rowsOf({ shape: [100, 1], strides: [10_000, 1], offset: 3 }, 0, 100, column);
    expect(column.bytesRead).toBeLessThan(100 * 4100);
  });

  it("stop at a signal", async () => {
    const to = new Float32Array(60_000);
    const aborted = AbortSignal.abort(new Error("stopped"));
    const view = columnMajor([300, 200]);
    await expect(readView(view, { start: 0, end: 300 }, numbered(60_000), to, aborted)).rejects.toThrow(
      "stopped",
    );
  });
});

describe("isInside", () => {
  it.each([
    [{ shape: [3, 4], strides: [4, 1], offset: 0 }, 12, true],
    [{ shape: [3, 4], strides: [4, 1], offset: 1 }, 12, false],
    [{ shape: [3, 4], strides: [4, 1], offset: 0 }, 11, false],
    [{ shape: [0, 4], strides: [4, 1], offset: 99 }, 1, true],
    [{ shape: [1e9, 1], strides: [0, 0], offset: 0 }, 1, true],
    [{ shape: [2 ** 31, 2], strides: [2 ** 31, 2 ** 31], offset: 0 }, 2 ** 40, false],
  ])("of %j among %d is %s", (view, count, inside) => expect(isInside(view, count)).toBe(inside));
});
