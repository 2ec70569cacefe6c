import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { read } from "../../../src/data/read.ts";
import { arraysIn, embedding, golden, integers, matrix, names, table, units } from "./tables.ts";

const flat = [
  ...["uncompressed", "snappy", "gzip", "brotli", "zstd", "lz4"].map((codec) => `polars-${codec}.parquet`),
  "duckdb-v1.parquet",
  "duckdb-v2.parquet",
];

describe("a Parquet file of units", () => {
  it.each(flat)("%s is stimuli × units with their names, in single precision", async (file) => {
    const [array, ...others] = await arraysIn(golden(file));
    expect(others).toEqual([]);
    expect(array).toMatchObject({
      path: "",
      shape: [40, 4],
      type: "float32",
      stored: "float32",
      stimuli: names,
      columns: ["u0", "u1", "u2", "u3"],
      taken: { rowNames: names, column: "name" },
      bytes: 640,
    });
    const data = await array!.read({ start: 0, end: 40 });
    expect(data).toBeInstanceOf(Float32Array);
    expect([...data]).toEqual(units);
    expect([...(await array!.read({ start: 7, end: 9 }))]).toEqual(units.slice(28, 36));
  });

  it("is read by `read` under the name of the file", async () => {
    const [x] = await read(golden("duckdb-v1.parquet"));
    expect(x).toMatchObject({ name: "duckdb-v1", shape: [40, 4], stimuli: names, stored: "float32" });
    expect([...x!.data]).toEqual(units);
  });

  it("has integers of every size and truth values as doubles", async () => {
    const [x] = await arraysIn(golden("polars-mixed.parquet"));
    expect(x).toMatchObject({ shape: [40, 8], type: "float64", columns: Object.keys(integers) });
    const formulas = Object.values(integers);
    expect([...(await x!.read({ start: 0, end: 40 }))]).toEqual(table(8, (i, k) => formulas[k]!(i)));
  });

  it("takes half precision in single, and says so", async () => {
    const [x] = await arraysIn(golden("rust-half.parquet"));
    expect(x).toMatchObject({ stored: "float16", type: "float16", stimuli: names });
    expect([...(await x!.read({ start: 0, end: 40 }))]).toEqual(units);
  });

  it.each(["rust-delta.parquet", "rust-lengths.parquet"])(
    "%s: differences, byte streams, small pages",
    async (file) => {
      const [x] = await arraysIn(golden(file));
      expect(x).toMatchObject({ stimuli: names, columns: ["i32", "i64", "u0", "f64"] });
      const { i32, i64, f64 } = integers;
      const formulas = [i32!, i64!, (i: number) => (4 * i) / 8 - 3, f64!];
      expect([...(await x!.read({ start: 0, end: 40 }))]).toEqual(table(4, (i, k) => formulas[k]!(i)));
      expect([...(await x!.read({ start: 30, end: 31 }))]).toEqual(formulas.map((formula) => formula(30)));
    },
  );

  it("has truth values that are written as runs", async () => {
    const [x] = await arraysIn(golden("rust-bool.parquet"));
    expect(x).toMatchObject({ shape: [40, 1], type: "bool" });
    expect([...(await x!.read({ start: 0, end: 40 }))]).toEqual(table(1, integers["yes"]!));
  });

  it("reads only the row groups that rows are asked of", async () => {
    const [x] = await arraysIn(golden("duckdb-long.parquet"));
    const row = (i: number) => [i % 7, (i % 11) / 4, Number(i % 3 === 0)];
    const all = await x!.read({ start: 0, end: 5000 });
    expect([...all]).toEqual(Array.from({ length: 5000 }, (_, i) => row(i)).flat());
    expect([...(await x!.read({ start: 2047, end: 2050 }))]).toEqual([2047, 2048, 2049].flatMap(row));
  });
});

describe("the index of pandas", () => {
  it("names the rows; a null among its floats is NaN", async () => {
    const [x] = await arraysIn(golden("rust-pandas.parquet"));
    expect(x).toMatchObject({
      stimuli: names,
      columns: ["u0", "u1"],
      taken: { column: "__index_level_0__" },
    });
    const expected = table(2, (i, j) => (i === 5 && j === 0 ? NaN : (4 * i + j) / 8 - 3));
    expect([...(await x!.read({ start: 0, end: 40 }))]).toEqual(expected);
  });

  it("may be whole numbers", async () => {
    const [x] = await arraysIn(golden("rust-pandas-ints.parquet"));
    expect(x!.stimuli).toEqual(names.map((_, i) => String(10 * i)));
  });
});

describe("a column of lists", () => {
  it("is an array of its own, of as many axes as it has lists in lists", async () => {
    const arrays = await arraysIn(golden("duckdb-lists.parquet"));
    expect(arrays.map(({ path, shape, type }) => [path, shape, type])).toEqual([
      ["embedding", [40, 3], "float32"],
      ["matrix", [40, 2, 3], "float64"],
    ]);
    const [vectors, matrices] = await Promise.all(arrays.map((array) => array.read({ start: 0, end: 40 })));
    expect([...vectors!]).toEqual(embedding);
    expect([...matrices!]).toEqual(matrix);
    expect([...(await arrays[1]!.read({ start: 39, end: 40 }))]).toEqual(matrix.slice(-6));
  });

  it("stands beside the columns of numbers", async () => {
    const arrays = await arraysIn(golden("polars-lists.parquet"));
    expect(arrays).toMatchObject([
      { path: "columns", shape: [40, 1], columns: ["accuracy"], stimuli: names },
      { path: "embedding", shape: [40, 3], stimuli: names },
    ]);
    expect([...(await arrays[1]!.read({ start: 0, end: 40 }))]).toEqual(embedding);
  });
});

describe("what a Parquet file cannot say in numbers", () => {
  it.each([
    ["duckdb-nulls.parquet", 'expected a number in every row, got a null in row 5 of column "y".'],
    [
      "duckdb-ragged.parquet",
      'expected lists of 3 numbers without nulls in column "x", as in row 0, got another in row 9.',
    ],
    [
      "duckdb-wide.parquet",
      'expected an integer below 2^53 in size, got about 9007199254740992 in row 0 of column "x".',
    ],
    ["duckdb-times.parquet", 'expected columns of numbers, got timestamps in column "t".'],
    ["duckdb-decimals.parquet", 'expected columns of numbers, got decimals in column "price".'],
  ])("%s is refused: %s", async (file, message) => {
    await expect(read(golden(file))).rejects.toMatchObject({
      name: "FormatError",
      message: expect.stringContaining(message),
    });
  });

  it("is refused beyond the limit, before it is read", async () => {
    await expect(read(golden("duckdb-long.parquet"), { maxMemory: 100_000 })).rejects.toThrow(/maxMemory/);
  });

  it("is refused when it is cut or damaged at any place, without another error", async () => {
    const bytes = readFileSync(golden("duckdb-v2.parquet"));
    for (let at = 0; at < bytes.length; at += 5) {
      const damaged = Uint8Array.from(bytes);
      damaged[at]! ^= 0xff;
      for (const file of [damaged, bytes.subarray(0, at)]) {
        const result = read({ name: "x.parquet", bytes: file }, { maxMemory: 2 ** 24 }).catch(
          (error: Error) => error.name,
        );
        expect(await result).toSatisfy(
          (found) => found === "FormatError" || (Array.isArray(found) && file === damaged),
        );
      }
    }
  });
});
