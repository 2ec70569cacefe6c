import {
  closeSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeError, exitCodeOf, UsageError } from "../../src/cli/errors.ts";
import { createTemporary, writeAtomically } from "../../src/cli/files.ts";
import { formatNumber, formatRows } from "../../src/cli/numbers.ts";
import { asWritable, checkPlaces, encode } from "../../src/cli/output.ts";
import { createForecast, formatSeconds } from "../../src/cli/progress.ts";
import { nearest } from "../../src/base/suggest.ts";
import { formatTable } from "../../src/cli/table.ts";
import { FormatError, NumericalError, OptionError, ShapeError } from "../../src/base/errors.ts";
import { written } from "../../src/data/written.ts";
import { temporaryFolder } from "../support/repgeom.ts";

const folder = temporaryFolder();

describe("formatNumber", () => {
  it("keeps every bit of every double, NaN and the sign of zero included", () => {
    fc.assert(fc.property(fc.double(), (x) => Object.is(Number(formatNumber(x)), x)));
    for (const x of [-0, 5e-324, Number.MAX_VALUE, NaN, -Infinity]) expect(Number(formatNumber(x))).toBe(x);
  });

  it("writes 17 digits", () => expect(formatNumber(0.1)).toBe("0.10000000000000001"));

  it("puts rows on lines and tabs between", () => {
    expect([...formatRows([1, 2, 3, 4], 2)].map((line) => line.split("\t").map(Number))).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
});

describe("createForecast", () => {
  const forecastAt = (seconds: number, done: number, total: number) => {
    const said: string[] = [];
    let now = 0;
    const hear = createForecast(
      (text) => said.push(text),
      () => now,
    );
    hear({ phase: "compare", done: 0, total });
    now = 1000 * seconds;
    hear({ phase: "compare", done, total });
    hear({ phase: "compare", done, total });
    return said;
  };

  it("says once how long more than a minute will be, from the first pieces", () =>
    expect(forecastAt(10, 2, 45)).toEqual(["This will take about 3m45s, going by the first 10s."]));
  it.each([
    [10, 20, 45],
    [1, 1, 1000],
    [10, 0, 45],
  ])("says nothing after %d s and %d of %d", (...facts) => expect(forecastAt(...facts)).toEqual([]));
});

describe("formatSeconds", () => {
  it.each([
    [0, "0s"],
    [59, "59s"],
    [65, "1m05s"],
    [7620, "2h07m"],
    [Infinity, "?"],
    ["INF" as unknown as number, "?"], // what the bar passes while it cannot tell
  ])("writes %s as %s", (seconds, text) => expect(formatSeconds(seconds)).toBe(text));
});

describe("nearest", () => {
  const names = ["procrustes", "cka", "rsa", "soft-matching"];
  it.each([
    ["procrustse", "procrustes"],
    ["cak", "cka"],
    ["softmatching", "soft-matching"],
    ["wasserstein", undefined],
  ])("of %s is %s", (given, expected) => expect(nearest(given, names)).toBe(expected));
});

describe("formatTable", () => {
  const named = (rows: number, cols: number, value = 0.5) => ({
    rowNames: Array.from({ length: rows }, (_, i) => `network-with-a-name-${i}`),
    colNames: Array.from({ length: cols }, (_, i) => `${i}`),
    at: (i: number, j: number) => value + i + j,
  });

  it.each([1, 2, 15, 70])("keeps %i columns within 120 characters and shows each value once", (cols) => {
    const lines = formatTable(named(3, cols)).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
    const values = lines.join("\n").match(/\d\.\d{3}|\d\d\.\d{3}/g)!;
    expect(values).toHaveLength(3 * cols);
  });

  it("shows a number too large for three decimals", () => {
    expect(formatTable(named(1, 1, 1e200))).toContain("1.00e+200");
  });
});

describe("describeError", () => {
  it("puts flags in place of options, also in the middle of a sentence", () => {
    const options = ["bandwidthUnit", "kernel", "test", "bootstrap", "layout", "noise", "maxMemory"];
    const said = (message: string, option?: string) =>
      describeError(new OptionError(message, option), options);
    expect(said("cka: bandwidthUnit is 3; accepted: a", "bandwidthUnit")).toBe(
      "repgeom: --bandwidth-unit is 3; accepted: a\n",
    );
    expect(said('give the width itself: bandwidthUnit "responses".')).toBe(
      'repgeom: give the width itself: --bandwidth-unit "responses".\n',
    );
    expect(said('rsa: test "percentile" counts resamples; give bootstrap, or take test "t".', "test")).toBe(
      'repgeom: --test "percentile" counts resamples; give --bootstrap, or take --test "t".\n',
    );
    expect(said("(option maxMemory)")).toBe("repgeom: (option --max-memory)\n");
    expect(
      describeError(new NumericalError('its median is 0: bandwidthUnit "responses".'), options),
    ).toContain('--bandwidth-unit "responses"');
  });

  it("says what to do where the thread of a command meets the limit of memory", () => {
    const death = new Error("Worker terminated due to reaching memory limit: JS heap out of memory");
    expect(describeError(death)).toContain("NODE_OPTIONS=--max-old-space-size=8192");
  });

  it("puts the flag of the memory in what is said of a file that is too large, and nothing else", () => {
    const problem = { file: "x.npy", offset: 0, expected: "at most 8 bytes to be held (option maxMemory)" };
    const large = new FormatError({ ...problem, got: "a need of 9; raise maxMemory to that" });
    expect(describeError(large, ["kernel"])).toContain(
      "(option --max-memory), got a need of 9; raise --max-memory to that",
    );
    const cell = new FormatError({ ...problem, expected: "a number", got: '"maxMemory"' });
    expect(describeError(cell, ["maxMemory"])).toContain('got "maxMemory"');
  });

  it("leaves words, names of files and other commands' options alone", () => {
    const said = (message: string) =>
      describeError(new ShapeError(message), ["bandwidthUnit", "noise", "kernel"]);
    for (const text of [
      "a kernel has noise in it.",
      "bandwidthUnit.npy is 3 × 4",
      "runs/bandwidthUnit is 3 × 4",
      "priorLambda is odd",
    ])
      expect(said(text)).toBe(`repgeom: ${text}\n`);
  });

  it("gives a user's error as its message alone", () => {
    expect(describeError(new ShapeError("2 × 3 against 4 × 5"))).toBe("repgeom: 2 × 3 against 4 × 5\n");
    expect([exitCodeOf(new ShapeError("")), exitCodeOf(new UsageError(""))]).toEqual([1, 2]);
  });

  it("admits a fault of its own, and shows the stack only when debugging", () => {
    const fault = new TypeError("x is undefined");
    expect(describeError(fault, [], false)).toMatch(/internal error: x is undefined\n.*REPGEOM_DEBUG=1/);
    expect(describeError(fault, [], false)).not.toContain("parts.test");
    expect(describeError(fault, [], true)).toContain("parts.test");
  });
});

describe("encode", () => {
  it("advises .npy where the text is longer than a string can be", async () => {
    const tooLong = () => ["x".repeat(2 ** 30)];
    const empty = written({
      document: () => ({}),
      table: () => ({ rowNames: [], colNames: [], values: [] }),
    });
    const result = { ...asWritable(empty, {}), csvLines: tooLong };
    await expect(encode("D.csv", result)).rejects.toThrow(/^D\.csv: too large for \.csv .*\.npy instead/);
  });
});

describe("checkPlaces", () => {
  it("refuses a name that the disk cannot hold before anything is computed", async () => {
    await checkPlaces([join(folder, "n".repeat(255))], []);
    await expect(checkPlaces([join(folder, "n".repeat(256))], [])).rejects.toThrow("too long for this disk");
  });
});

describe("writeAtomically", () => {
  it("replaces a file and leaves no temporary", async () => {
    const path = join(folder, "x.csv");
    writeFileSync(path, "old");
    await writeAtomically(path, "new");
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(readdirSync(folder)).toEqual(["x.csv"]);
  });

  it.each([1, 200, 251, 255])("writes a file whose name has %i bytes", async (length) => {
    const path = join(folder, "n".repeat(length));
    await writeAtomically(path, "new");
    await writeAtomically(path, "newer");
    expect(readFileSync(path, "utf8")).toBe("newer");
  });

  it("is stopped by no file that an earlier process of the same number left", async () => {
    const path = join(folder, "D.npy");
    const stale = [`.D.npy.${process.pid}.tmp`, ".D.npy.1.tmp"].map((name) => join(folder, name));
    for (const file of stale) writeFileSync(file, "stale");
    await writeAtomically(path, "new");
    expect(readFileSync(path, "utf8")).toBe("new");
    for (const file of stale) unlinkSync(file);
  });

  it("takes another temporary name where one exists, and leaves that file alone", () => {
    writeFileSync(join(folder, ".a.tmp"), "another run's");
    const names = [".a.tmp", ".a.tmp", ".b.tmp"];
    const { temporary, descriptor } = createTemporary(folder, () => names.shift()!);
    closeSync(descriptor);
    expect(temporary).toBe(join(folder, ".b.tmp"));
    expect(readFileSync(join(folder, ".a.tmp"), "utf8")).toBe("another run's");
    expect(() => createTemporary(folder, () => ".a.tmp")).toThrow("EEXIST");
    expect(() => createTemporary(join(folder, "absent"))).toThrow("ENOENT");
    for (const name of [".a.tmp", ".b.tmp"]) unlinkSync(join(folder, name));
  });

  it("gives a file the rights of a new one, as every other program does", async () => {
    const [path, other] = [join(folder, "rights.csv"), join(folder, "other.csv")];
    writeFileSync(other, "");
    writeFileSync(path, "old", { mode: 0o600 });
    await writeAtomically(path, "new");
    expect(statSync(path).mode).toBe(statSync(other).mode);
  });

  it("writes through a link instead of replacing it", async () => {
    const real = join(folder, "real.csv");
    writeFileSync(real, "old");
    symlinkSync(real, join(folder, "link.csv"));
    await writeAtomically(join(folder, "link.csv"), "new");
    expect(readFileSync(real, "utf8")).toBe("new");
    expect(realpathSync(join(folder, "link.csv"))).toBe(realpathSync(real));
  });

  it("leaves the old file and no temporary when interrupted in the middle", async () => {
    const path = join(folder, "kept.npy");
    writeFileSync(path, "old");
    const controller = new AbortController();
    const writing = writeAtomically(path, new Uint8Array(1 << 26), controller.signal);
    while (!readdirSync(folder).some((name) => name.endsWith(".tmp"))) await new Promise(setImmediate);
    controller.abort();
    // at once: the process may end before the write is through
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    await expect(writing).rejects.toThrow("aborted");
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("fails without a trace where it cannot rename", async () => {
    const path = join(folder, "folder.npy");
    mkdirSync(path);
    await expect(writeAtomically(path, "x")).rejects.toThrow("EISDIR");
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});
