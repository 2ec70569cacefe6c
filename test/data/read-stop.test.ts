import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultLimits } from "../../src/data/formats/bytes.ts";
import { csvSteps, parseCsv } from "../../src/data/formats/text/csv.ts";
import { npySteps, parseNpy } from "../../src/data/formats/numpy/npy.ts";
import { npzSteps, parseNpz } from "../../src/data/formats/numpy/npz.ts";
import { parseLabels } from "../../src/data/label-table.ts";
import { read } from "../../src/data/read.ts";
import { writeNpy } from "../../src/data/write.ts";
import { readRdms } from "../../src/rdm/read-rdms.ts";
import { encodeNpy, encodeZip } from "./formats/encode.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "repgeom-stop-"));
});
afterAll(() => rm(folder, { recursive: true }));

const count = 1 << 21;
const numbers = Array.from({ length: count }, (_, k) => (k * 2654435761) % 2048);
const [rows, cols] = [count / 2048, 2048];

const csv = () => {
  const lines = Array.from({ length: 400 }, (_, i) => numbers.slice(i * 1000, (i + 1) * 1000).join(","));
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
};
const oneRow = () => new TextEncoder().encode(numbers.slice(0, 400_000).join("\n").replaceAll("\n", ","));
const longCell = () => new TextEncoder().encode(`"${"x".repeat(60_000_000)}`);
const npy = (dtype: "f2" | "i8", order: string, fortran: boolean) =>
  encodeNpy({ dtype, shape: [rows, cols], values: numbers, order, fortran });
const npz = () =>
  encodeZip([{ name: "x.npy", bytes: writeNpy([rows, cols], numbers.map(Math.sin)), deflate: true }]);

/** A signal that is aborted with the first turn of the event loop after some milliseconds. */
function soon(): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("stopped")), 5);
  return controller.signal;
}

describe("reading in steps", { timeout: 60_000 }, () => {
  it.each([
    ["x.csv", csv, parseCsv, csvSteps],
    ["x.csv", oneRow, parseCsv, csvSteps],
    ["x.npy", () => npy("f2", ">", true), parseNpy, npySteps],
    ["x.npy", () => npy("i8", "<", false), parseNpy, npySteps],
    ["x.npz", npz, parseNpz, npzSteps],
  ] as const)("of %s pauses often, and gives the same bits: %#", async (name, make, parse, inSteps) => {
    const bytes = make();
    const [all] = parse(bytes, name);
    const [read1] = await read({ name, bytes });
    expect(read1!.shape).toEqual(all!.shape);
    expect(Buffer.from(read1!.data.buffer).equals(Buffer.from(all!.data.buffer))).toBe(true);
    const steps = inSteps(bytes, name, defaultLimits);
    let pauses = 0;
    while (!steps.next().done) pauses++;
    expect(pauses).toBeGreaterThan(30);
  });

  it("ends with the signal", async () => {
    const source = { name: "x.csv", bytes: csv() };
    await expect(read(source, {}, { signal: soon() })).rejects.toThrow("stopped");
  });

  it("ends within a cell without end, and before anything was read", async () => {
    const source = { name: "x.csv", bytes: longCell() };
    await expect(read(source, {}, { signal: soon() })).rejects.toThrow("stopped");
    await expect(read(source)).rejects.toThrow("a closing quote");
    const signal = AbortSignal.abort(new Error("before"));
    await expect(read("absent.npy", {}, { signal })).rejects.toThrow("before");
    await expect(readRdms("absent.npy", {}, { signal })).rejects.toThrow("before");
  });

  it("ends between two parts of a file, and while RDMs are checked", async () => {
    const path = join(folder, "x.npy");
    const m = 2500;
    await writeFile(path, writeNpy([m, m], new Float64Array(m * m)));
    const controller = new AbortController();
    const reading = read(path, {}, { signal: controller.signal });
    controller.abort(new Error("stopped"));
    await expect(reading).rejects.toThrow("stopped");
    await expect(readRdms(path, {}, { signal: soon() })).rejects.toThrow("stopped");
    expect((await readRdms(path))[0]!.condensed).toHaveLength((m * (m - 1)) / 2);
  });

  it("ends a download", async () => {
    const silent = createServer(() => {});
    await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
    const address = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/x.npy`;
    await expect(read(address, {}, { signal: soon() })).rejects.toThrow("stopped");
    silent.closeAllConnections();
    silent.close();
  });

  it("takes the control of other calls, and no other names", async () => {
    const source = { name: "x.csv", bytes: new TextEncoder().encode("1,2\n3,4\n") };
    const control = { engine: { threads: 0, close() {} }, onProgress() {} };
    expect(await read(source, {}, control as object)).toHaveLength(1);
    await expect(read(source, {}, { singal: soon() } as object)).rejects.toThrow("Did you mean signal?");
  });
});

describe("RDMs in a table of text", () => {
  const source = { name: "r.csv", bytes: new TextEncoder().encode(",a,b,c\na,0,1,2\nb,1,0,3\nc,2,3,0\n") };

  it("tell what was taken as names, and are read as the options say", async () => {
    const names = ["a", "b", "c"];
    expect((await readRdms(source))[0]!.taken).toEqual({ header: names, rowNames: names });
    const plain = { name: "r.csv", bytes: new TextEncoder().encode("9,8,7\n0,1,2\n1,0,3\n2,3,0\n") };
    const [rdm] = await readRdms(plain, { header: "yes" });
    expect([rdm!.taken, rdm!.stimuli]).toEqual([{ header: ["9", "8", "7"] }, ["0", "1", "2"]]);
    await expect(readRdms(source, { rowNames: "perhaps" as "yes" })).rejects.toThrow(
      'readRdms: rowNames is "perhaps"; accepted: "auto", "yes", "no"',
    );
  });
});

describe("tables of labels", () => {
  it("in UTF-16 are refused", () => {
    expect(() => parseLabels(new Uint8Array([0xff, 0xfe, 0x61, 0]), "t.csv")).toThrow("UTF-16");
  });
});
