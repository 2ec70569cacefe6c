import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { read } from "../../../src/data/read.ts";
import { arraysIn, embedding, golden, integers, matrix, names, table, units } from "./tables.ts";

const all = { start: 0, end: 40 };
const flat = ["uncompressed", "lz4", "zstd", "stream"].map((codec) => `polars-${codec}.arrow`);

describe("an Arrow file of units", () => {
  it.each(flat)("%s is stimuli × units with their names, in single precision", async (file) => {
    const arrays = await arraysIn(golden(file));
    expect(arrays).toHaveLength(1);
    expect(arrays[0]).toMatchObject({
      path: "",
      shape: [40, 4],
      type: "float32",
      stored: "float32",
      stimuli: names,
      columns: ["u0", "u1", "u2", "u3"],
      taken: { rowNames: names, column: "name" },
    });
    const data = await arrays[0]!.read(all);
    expect(data).toBeInstanceOf(Float32Array);
    expect([...data]).toEqual(units);
    expect([...(await arrays[0]!.read({ start: 7, end: 9 }))]).toEqual(units.slice(28, 36));
  });

  it("is read by `read` under the name of the file, also as .feather", async () => {
    const bytes = new Uint8Array(readFileSync(golden("polars-lz4.arrow")));
    const [x] = await read({ name: "net.feather", bytes });
    expect(x).toMatchObject({ name: "net", shape: [40, 4], stimuli: names, stored: "float32" });
    expect([...x!.data]).toEqual(units);
  });

  it("has integers of every size and truth values as doubles", async () => {
    const [x] = await arraysIn(golden("polars-mixed.arrow"));
    expect(x).toMatchObject({ shape: [40, 8], type: "float64", columns: Object.keys(integers) });
    const formulas = Object.values(integers);
    expect([...(await x!.read(all))]).toEqual(table(8, (i, k) => formulas[k]!(i)));
  });

  it("has numbers of one byte in buffers that are padded", async () => {
    const [x] = await arraysIn(golden("arrowjs-bytes.arrow"));
    const rows = Array.from({ length: 13 }, (_, i) => [
      integers["u8"]!(i),
      integers["i16"]!(i),
      integers["i64"]!(i),
    ]);
    expect([...(await x!.read({ start: 0, end: 13 }))]).toEqual(rows.flat());
  });

  it("takes half precision in single, and names from a dictionary", async () => {
    const [x] = await arraysIn(golden("arrowjs-half.arrow"));
    expect(x).toMatchObject({ stored: "float16", type: "float16", stimuli: names });
    expect([...(await x!.read(all))]).toEqual(units);
  });
});

describe("names of rows in an Arrow file", () => {
  it("may be long texts, which stand in buffers of their own", async () => {
    const [x] = await arraysIn(golden("polars-views.arrow"));
    expect(x!.stimuli).toEqual(names.map((_, i) => `a stimulus with a long name, ${i}`));
    expect([...(await x!.read(all))]).toEqual(table(1, (i) => (4 * i) / 8 - 3));
  });

  it("come from the dictionary that is known where they stand", async () => {
    const [x] = await arraysIn(golden("arrowjs-dictionaries.arrow"));
    expect(x!.stimuli).toEqual(names);
    expect([...(await x!.read(all))]).toEqual(table(1, (i) => (4 * i) / 8 - 3));
  });
});

describe("a column of lists", () => {
  it("is an array of its own, over several batches, of fixed or of free length", async () => {
    const arrays = await arraysIn(golden("arrowjs-batches.arrow"));
    expect(arrays).toMatchObject([
      { path: "embedding", shape: [40, 3], type: "float32", stimuli: names },
      { path: "matrix", shape: [40, 2, 3], type: "float64", stimuli: names },
    ]);
    expect([...(await arrays[0]!.read(all))]).toEqual(embedding);
    expect([...(await arrays[1]!.read(all))]).toEqual(matrix);
    expect([...(await arrays[1]!.read({ start: 14, end: 17 }))]).toEqual(matrix.slice(84, 102));
    expect([...(await arrays[0]!.read({ start: 14, end: 17 }))]).toEqual(embedding.slice(42, 51));
  });

  it("stands beside the columns of numbers", async () => {
    const arrays = await arraysIn(golden("polars-lists.arrow"));
    expect(arrays).toMatchObject([
      { path: "columns", shape: [40, 1], columns: ["accuracy"], stimuli: names },
      { path: "embedding", shape: [40, 3], stimuli: names },
    ]);
    expect([...(await arrays[1]!.read(all))]).toEqual(embedding);
  });

  it("has the shape of the tensor that it is declared as", async () => {
    const [x] = await arraysIn(golden("arrowjs-tensor.arrow"));
    expect(x).toMatchObject({ path: "image", shape: [40, 2, 3] });
    expect([...(await x!.read(all))]).toEqual(matrix);
  });
});

describe("what an Arrow file cannot say in numbers", () => {
  it.each([
    ["arrowjs-nulls.arrow", 'expected a number in every row, got a null in row 5 of column "y".'],
    ["arrowjs-ragged.arrow", "as in row 0, got another in row 9."],
    ["arrowjs-wide.arrow", 'got about 9007199254740992 in row 0 of column "x".'],
    ["arrowjs-times.arrow", 'expected columns of numbers, got timestamps in column "t".'],
  ])("%s is refused: %s", async (file, message) => {
    await expect(read(golden(file))).rejects.toMatchObject({
      name: "FormatError",
      message: expect.stringContaining(message),
    });
  });

  it("has NaN for a null among floats where pandas wrote it", async () => {
    const [x] = await arraysIn(golden("arrowjs-pandas.arrow"));
    expect(x).toMatchObject({ stimuli: names, columns: ["u0"], taken: { column: "image" } });
    expect([...(await x!.read(all))]).toEqual(table(1, (i) => (i === 5 ? NaN : (4 * i) / 8 - 3)));
  });

  it("names Feather's first version", async () => {
    const bytes = new TextEncoder().encode("FEA1............FEA1");
    await expect(read({ name: "x.feather", bytes })).rejects.toThrow(/Feather version 1.*write_feather/s);
  });

  it("is refused beyond the limit, before it is read", async () => {
    await expect(read(golden("polars-mixed.arrow"), { maxMemory: 5000 })).rejects.toThrow(/maxMemory/);
  });

  it.each(["polars-lists.arrow", "polars-stream.arrow"])(
    "%s is refused when it is cut or damaged, without another error",
    async (name) => {
      const bytes = readFileSync(golden(name));
      for (let at = 0; at < bytes.length; at += 7) {
        const damaged = Uint8Array.from(bytes);
        damaged[at]! ^= 0xff;
        for (const file of [damaged, bytes.subarray(0, at)]) {
          const result = read({ name: "x.arrow", bytes: file }, { maxMemory: 2 ** 24 }).catch(
            (error: Error) => error.name,
          );
          expect(await result).toSatisfy((found) => found === "FormatError" || Array.isArray(found));
        }
      }
    },
  );
});
