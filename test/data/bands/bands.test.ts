import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { bandsOf, eachBand, type Bands } from "../../../src/data/bands/bands.ts";
import { csvOfBands } from "../../../src/data/bands/csv.ts";
import { npyOfBands, npyPieces } from "../../../src/data/bands/npy.ts";
import { zarrOfBands } from "../../../src/data/bands/zarr.ts";
import { read } from "../../../src/data/read.ts";
import { writeCsv, writeNpy } from "../../../src/data/write.ts";
import { writeAtomically, writeFolderAtomically } from "../../../src/cli/files.ts";
import { checkPlaces } from "../../../src/cli/output.ts";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const names = (word: string, count: number) => Array.from({ length: count }, (_, k) => `${word} ${k}`);

/** Values that tell their place, with what JSON and CSV find hard. */
function placed(rows: number, cols: number) {
  const values = Float64Array.from({ length: rows * cols }, (_, k) => k / 7 - 3);
  if (values.length > 4) values.set([NaN, Infinity, -0, 1e-300], 1);
  return { rowNames: names("row", rows), colNames: names("=col", cols), values };
}

/** The same, given some rows at a time, and what was asked for. */
function counted(all: ReturnType<typeof placed>, step: number) {
  const asked: [number, number][] = [];
  const inner = bandsOf(all);
  const bands: Bands = {
    ...inner,
    step,
    async rows(start, end) {
      asked.push([start, end]);
      return inner.rows(start, end);
    },
  };
  return { bands, asked };
}

async function joined(pieces: AsyncIterable<Uint8Array | string>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(Buffer.from(piece as string));
  return Buffer.concat(all);
}

describe("bands", () => {
  it("give each row once, in multiples of the source's step", async () => {
    const { bands, asked } = counted(placed(11, 2), 3);
    for await (const _ of eachBand(bands, 7)) void _;
    expect(asked).toEqual([[0, 6], [6, 11]]); // prettier-ignore
  });

  it("are the bytes of writeNpy, whole or in bands", async () => {
    const all = placed(9, 5);
    const whole = Buffer.from(writeNpy([9, 5], all.values));
    expect(await joined(npyOfBands(counted(all, 2).bands))).toEqual(whole);
    expect(await joined(npyPieces([9, 5], all.values))).toEqual(whole);
    expect(await joined(npyPieces([3, 3, 5], [...all.values]))).toEqual(
      Buffer.from(writeNpy([3, 3, 5], all.values)),
    );
    const half = Buffer.from(writeNpy([9, 5], all.values, "f4"));
    expect(await joined(npyOfBands(bandsOf(all), "f4"))).toEqual(half);
    // Longer than one piece.
    const long = new Float64Array((1 << 19) + 3).map((_, k) => k);
    const pieces = await joined(npyPieces([long.length], long));
    expect(pieces.equals(Buffer.from(writeNpy([long.length], long)))).toBe(true);
  });

  it("are the text of writeCsv", async () => {
    const all = placed(4, 3);
    const text = writeCsv(all.rowNames, all.colNames, all.values);
    expect((await joined(csvOfBands(bandsOf(all)))).toString()).toBe(text);
  });

  it("refuse what single precision does not hold, and a shape that is not filled", async () => {
    await expect(joined(npyPieces([2], [1, 1e39], "f4"))).rejects.toThrow(
      "float32 holds numbers up to 3.4e38, got 1e+39. Write float64",
    );
    expect(() => npyPieces([3], [1, 2])).toThrow("shape 3 needs 3 values, got 2");
  });

  it.each([
    [1, 1, 1],
    [5, 3, 2],
    [600, 700, 512],
    [1024, 512, 64],
  ])(
    // prettier-ignore
    "become a Zarr folder of %i × %i that reads back",
    async (rows, cols, step) => {
      const all = placed(rows, cols);
      const path = join(folder, `D${rows}.zarr`);
      const files = zarrOfBands(counted(all, step).bands, "f8", { metric: "cka", range: [0, Infinity] });
      await writeFolderAtomically(path, { files });
      const [found] = await read([path]);
      expect(found!.shape).toEqual([rows, cols]);
      const bytes = Buffer.from(Float64Array.from(found!.data).buffer);
      expect(bytes.equals(Buffer.from(all.values.buffer))).toBe(true);
      const attributes = JSON.parse(readFileSync(join(path, ".zattrs"), "utf8")) as object;
      expect(attributes).toEqual({
        metric: "cka",
        range: [0, "Infinity"],
        rowNames: all.rowNames,
        colNames: all.colNames,
      });
      const consolidated = JSON.parse(readFileSync(join(path, ".zmetadata"), "utf8")) as {
        metadata: Record<string, object>;
      };
      for (const [name, document] of Object.entries(consolidated.metadata))
        expect(JSON.parse(readFileSync(join(path, name), "utf8"))).toEqual(document);
    },
  );
});

describe("a write that does not end", () => {
  const half = async function* () {
    yield new Uint8Array(100);
    throw new Error("the source is gone");
  };

  it("leaves the old file, and nothing beside it", async () => {
    const own = join(folder, "fails");
    mkdirSync(own);
    writeFileSync(join(own, "D.npy"), "old");
    await expect(writeAtomically(join(own, "D.npy"), half())).rejects.toThrow("the source is gone");
    const files = (async function* () {
      yield { path: ".zgroup", content: "{}" };
      yield* zarrOfBands({ ...bandsOf(placed(2, 2)), rows: () => Promise.reject(new Error("gone")) });
    })();
    await writeFolderAtomically(join(own, "D.zarr"), { files: zarrOfBands(bandsOf(placed(2, 2))) });
    await expect(writeFolderAtomically(join(own, "D.zarr"), { files })).rejects.toThrow("exist");
    expect(readdirSync(own).toSorted()).toEqual(["D.npy", "D.zarr"]);
    expect(readFileSync(join(own, "D.npy"), "utf8")).toBe("old");
    expect((await read([join(own, "D.zarr")]))[0]!.shape).toEqual([2, 2]);
  });

  it("leaves the final name as it was after kill -9", { timeout: 20_000 }, async () => {
    const own = join(folder, "killed");
    mkdirSync(own);
    const at = (path: string) => fileURLToPath(new URL(`../../../dist/src/${path}`, import.meta.url));
    const script = `
      import { writeAtomically, writeFolderAtomically } from ${JSON.stringify(at("cli/files.js"))};
      import { npyOfBands } from ${JSON.stringify(at("data/bands/npy.js"))};
      import { zarrOfBands } from ${JSON.stringify(at("data/bands/zarr.js"))};
      const names = Array.from({ length: 100_000 }, (_, k) => String(k));
      let given = 0;
      const bands = { rowNames: names, colNames: names.slice(0, 4), step: 512, async rows(start, end) {
        if (++given === 6) { process.stdout.write("underway"); await new Promise((done) => setTimeout(done, 60_000)); }
        return new Float64Array(4 * (end - start));
      } };
      const bound = { ...bands, colNames: names.slice(0, 4) };
      await Promise.all([
        writeAtomically(${JSON.stringify(join(own, "D.npy"))}, npyOfBands({ ...bound, colNames: names })),
        writeFolderAtomically(${JSON.stringify(join(own, "D.zarr"))}, { files: zarrOfBands(bound) }),
      ]);`;
    writeFileSync(join(own, "D.npy"), "old");
    const child = spawn(process.execPath, ["--input-type=module", "-e", script]);
    await new Promise((done) => child.stdout.once("data", done));
    child.kill("SIGKILL");
    await new Promise((done) => child.once("close", done));
    expect(readFileSync(join(own, "D.npy"), "utf8")).toBe("old");
    const left = readdirSync(own).filter((name) => name !== "D.npy");
    expect(left).toHaveLength(2);
    for (const name of left) expect(name).toMatch(/^\.repgeom-.*\.tmp$/);
  });
});

describe("--out D.zarr and --dtype", () => {
  const files = [1, 2, 3].map((seed) => writeResponses(folder, `net${seed}`, 12, 4, seed));
  const at = (name: string) => join(folder, name);

  it("hold what .npy holds, in single precision half of it", async () => {
    for (const words of [["D.npy"], ["D.zarr"], ["half.npy", "--dtype", "float32"], ["half.zarr", "--dtype", "float32"]]) // prettier-ignore
      expect(await repgeom("pairwise", ...files, "--metric", "cka", "--out", at(words[0]!), ...words.slice(1))).toMatchObject({ code: 0 }); // prettier-ignore
    const [npy, zarr, half, halfZarr] = await read(["D.npy", "D.zarr", "half.npy", "half.zarr"].map(at));
    expect([...zarr!.data]).toEqual([...npy!.data]);
    const rounded = Array.from(npy!.data, Math.fround);
    expect([...half!.data]).toEqual(rounded);
    expect([...halfZarr!.data]).toEqual(rounded);
    expect(statSync(at("half.npy")).size).toBe(128 + 9 * 4);
    const { metric, rowNames } = JSON.parse(readFileSync(at("D.zarr/.zattrs"), "utf8")) as Record<string, unknown>; // prettier-ignore
    expect([metric, rowNames]).toEqual(["cka", ["net1", "net2", "net3"]]);
  });

  it("refuse another folder and texts", async () => {
    mkdirSync(at("mine.zarr"));
    writeFileSync(at("mine.zarr/letter.txt"), "dear");
    await expect(checkPlaces([at("mine.zarr")], [])).rejects.toThrow("only a Zarr folder is replaced");
    const run = await repgeom("pairwise", ...files, "--metric", "cka", "--out", at("D.csv"), "--dtype", "float32"); // prettier-ignore
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining("--dtype is for --out D.npy, D.npz, D.zarr; here .csv has texts or doubles alone")]); // prettier-ignore
    expect((await repgeom("cross", files[0]!, "--against", ...files, "--metric", "cka", "--dtype", "single")).code).toBe(2); // prettier-ignore
  });
});
