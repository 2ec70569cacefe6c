import { parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { encode } from "../../../src/cli/output.ts";
import { optional } from "../../../src/data/formats/optional.ts";
import { tableToParquet } from "../../../src/data/formats/parquet/write.ts";
import { read } from "../../../src/data/read.ts";
import { written } from "../../../src/data/written.ts";

const values = [0, 0.1, -0, NaN, 5e-324, -Infinity];
const table = { rowNames: ["wört", 'a "b", c'], colNames: ["x", "y", "z"], values };
const bytesOf = (given: Parameters<typeof tableToParquet>[0]) => tableToParquet(given, "D.parquet");

describe("tableToParquet", () => {
  it("is read by another reader, every bit of it", async () => {
    const { buffer } = await bytesOf(table);
    expect(await parquetReadObjects({ file: buffer })).toEqual([
      { name: "wört", x: 0, y: 0.1, z: -0 },
      { name: 'a "b", c', x: NaN, y: 5e-324, z: -Infinity },
    ]);
  });

  it("is read by `read` with its names", async () => {
    const [found] = await read({ name: "D.parquet", bytes: await bytesOf(table) });
    expect(found).toMatchObject({ shape: [2, 3], stimuli: table.rowNames });
    expect([...found!.data]).toEqual(values);
  });

  it("keeps texts, and every column apart from the others", async () => {
    const { buffer } = await bytesOf({
      rowNames: ["r"],
      colNames: ["name", "a", "a"],
      values: [1, "best", 2],
    });
    expect(await parquetReadObjects({ file: buffer })).toEqual([
      { "name 2": "r", name: 1, a: "best", "a 2": 2 },
    ]);
  });

  it("has thousands of rows in their order", async () => {
    const count = 5000;
    const rowNames = Array.from({ length: count }, (_, i) => `s${i}`);
    const bytes = await bytesOf({ rowNames, colNames: ["x"], values: rowNames.map((_, i) => Math.sqrt(i)) });
    const [found] = await read({ name: "D.parquet", bytes });
    expect(found!.stimuli).toEqual(rowNames);
    expect([...found!.data]).toEqual(rowNames.map((_, i) => Math.sqrt(i)));
  });

  it("is what --out with .parquet holds", async () => {
    const result = { ...written({ document: () => ({}), table: () => table }), document: {} };
    expect(await encode("D.parquet", result)).toEqual(await bytesOf(table));
  });

  it("says what to install where the package is missing", async () => {
    const load = () => Promise.reject(Object.assign(new Error("none"), { code: "ERR_MODULE_NOT_FOUND" }));
    await expect(optional("hyparquet-writer", load, "D.parquet", "written")).rejects.toThrow(
      "D.parquet: such files are written by the package hyparquet-writer, which is not installed. Install it: npm install hyparquet-writer",
    );
  });
});
