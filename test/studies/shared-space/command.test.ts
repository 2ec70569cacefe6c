import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { correlateRsms, irsm, read, srm, wrsm } from "repgeom";
import { describe, expect, it } from "vitest";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { writeNpy } from "../../../src/data/write.ts";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const files = [1, 2, 3].map((seed) => writeResponses(folder, `net-${seed}`, 12, 5, seed));
const wide = writeResponses(folder, "wide", 12, 7, 9);
const at = (...names: string[]) => join(folder, ...names);
const arrayAt = (path: string) => parseNpy(new Uint8Array(readFileSync(path)), path)[0]!;
const jsonAt = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;

describe("repgeom srm", () => {
  it("writes what the API gives, and nothing else", async () => {
    const nets = await read(files);
    const found = await srm(nets, { features: 3 });
    const { code, stdout, stderr } = await repgeom("srm", ...files, "--features", "3", "--out", at("out"));
    expect(code).toBe(0);
    expect(readdirSync(at("out")).sort()).toEqual(
      [
        "W_net-1.npy",
        "W_net-2.npy",
        "W_net-3.npy",
        "irsm-native.npy",
        "irsm-shared.npy",
        "shared.npy",
        "summary.json",
        "wrsm.npy",
      ].sort(),
    );
    expect(arrayAt(at("out", "shared.npy"))).toMatchObject({ shape: [12, 3], data: found.shared.data });
    expect(arrayAt(at("out", "W_net-2.npy"))).toMatchObject({ shape: [5, 3], data: found.maps[1]!.data });
    const [within, native] = [await wrsm(nets), await irsm(nets)];
    expect(arrayAt(at("out", "wrsm.npy"))).toMatchObject({ shape: [3, 12, 12], data: within.data });
    expect(arrayAt(at("out", "irsm-native.npy")).data).toEqual(native.data);
    const shared = await irsm(found.aligned);
    expect(arrayAt(at("out", "irsm-shared.npy")).data).toEqual(shared.data);
    const { value, lower, upper } = await correlateRsms(within, native);
    const summary = jsonAt(at("out", "summary.json"));
    expect(summary).toMatchObject({
      method: "srm",
      kind: "probabilistic",
      features: 3,
      names: ["net-1", "net-2", "net-3"],
      varianceExplained: { total: found.varianceExplained.total },
      wrsmIrsmCorrelation: { native: { value, interval: [lower, upper] } },
    });
    expect(stdout.split("\n")[0]).toBe("network\tvariance explained");
    expect(stdout.split("\n")[2]).toBe(
      `net-2\t${Number(found.varianceExplained.subjects[1]!.toPrecision(6))}`,
    );
    expect(stderr).toMatch(/within – between RSM correlation, native: .*95 % interval/);
  });

  it("--transpose reads units × stimuli", async () => {
    const turned = files.map((file, k) => {
      const { shape, data } = arrayAt(file);
      const [m, n] = shape as [number, number];
      const other = Float64Array.from(data, (_, e) => data[(e % m) * n + Math.floor(e / m)]!);
      writeFileSync(at(`turned-${k}.npy`), writeNpy([n, m], other));
      return at(`turned-${k}.npy`);
    });
    const numbersOf = async (...words: string[]) =>
      (await repgeom("srm", ...words, "--quiet")).stdout.replaceAll(/^\S+/gm, "");
    expect(await numbersOf(...turned, "--transpose")).toBe(await numbersOf(...files));
  });

  it("networks of several widths have no native matrices between them, and it says so", async () => {
    const { code, stderr } = await repgeom("srm", ...files, wide, "--out", at("mixed"));
    expect(code).toBe(0);
    expect(stderr).toMatch(/note: networks differ in their number of units: no native RSMs/);
    expect(existsSync(at("mixed", "irsm-native.npy"))).toBe(false);
    expect(jsonAt(at("mixed", "summary.json"))["wrsmIrsmCorrelation"]).toMatchObject({ native: null });
  });

  it.each([
    ["robust-srm", ["--gamma", "0.1"], { method: "robust-srm" }],
    ["fast-srm", ["--components", "4"], { method: "fast-srm", features: 4 }],
    ["hyperalignment", [], { method: "hyperalignment", iterations: 3 }],
  ])("--method %s", async (method, more, expected) => {
    const { code, stdout, stderr } = await repgeom("srm", ...files, "--method", method, ...more, "--json");
    expect([code, stderr.includes("variance explained")]).toEqual([0, true]);
    expect(JSON.parse(stdout)).toMatchObject(expected);
  });

  it("says that two networks have no interval of their agreement", async () => {
    const { code, stderr } = await repgeom(
      "srm",
      files[0]!,
      files[1]!,
      "--features",
      "3",
      "--out",
      at("two"),
    );
    expect(code).toBe(0);
    expect(stderr).toMatch(/no interval for the agreement within networks: two networks make one pair/);
    expect(JSON.parse(readFileSync(at("two/summary.json"), "utf8"))).toMatchObject({
      wrsmAgreement: { interval: null },
    });
  });

  it("writes a page with the matrices, the correlations and the trajectories", async () => {
    await repgeom("srm", ...files, "--report", at("report.html"), "--quiet");
    const page = readFileSync(at("report.html"), "utf8");
    for (const part of [
      "between networks, native",
      "Variance explained by the shared response",
      "Do similarities within and between networks agree?",
      '"trajectories"',
      "Likeness to the similarities within net-3",
    ])
      expect(page).toContain(part);
  });

  it.each([
    [[], /missing required argument/],
    [
      [...files, "--features", "6"],
      /--features is 6; accepted: a whole number from 1 to 5, because net-1 has 5/,
    ],
    [[...files, "--gamma", "2"], /--gamma belongs to --method robust-srm; got --method srm/],
    [[...files, "--method", "hyperalignment", "--features", "2"], /means nothing to --method hyperalignment/],
    [[...files, "--reference", "net-4"], /network.*net-4/],
    [[...files, "--featurs", "2"], /Did you mean --features/],
    [[...files, "--iterations", "2.5"], /--iterations takes a whole number from 1, got "2.5"/],
    [[...files, "--kind", "robust"], /--kind: Unknown value "robust".*probabilistic, deterministic/],
  ])("a mistake is a sentence and exit code 2: %#", async (words, message) => {
    const { code, stdout, stderr } = await repgeom("srm", ...words);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
  });

  it("a file where the folder should be is an error", async () => {
    const { code, stderr } = await repgeom("srm", ...files, "--out", files[0]!);
    expect([code, stderr]).toEqual([1, expect.stringContaining("expected a folder, but it is a file")]);
  });

  it("a file that is not there is an error", async () => {
    const { code, stderr } = await repgeom("srm", files[0]!, at("nowhere.npy"));
    expect([code, stderr]).toEqual([1, expect.stringContaining("no such file")]);
  });
});

describe("repgeom srm --missing", () => {
  const seenBy = (k: number) => {
    const { data } = arrayAt(files[k]!);
    // Each network misses two stimuli, others than the next.
    const holed = Float64Array.from(data, (value, i) =>
      [2 * k, 2 * k + 1].includes(Math.floor(i / 5)) ? NaN : value,
    );
    writeFileSync(at(`holed-${k}.npy`), writeNpy([12, 5], holed));
    return {
      path: at(`holed-${k}.npy`),
      representation: { name: `holed-${k}`, shape: [12, 5], data: holed },
    };
  };
  const holed = [0, 1, 2].map(seenBy);
  const paths = holed.map(({ path }) => path);

  it("writes the API's space, and similarity matrices of what all have seen", async () => {
    const words = [
      "srm",
      ...paths,
      "--missing",
      "--features",
      "3",
      "--out",
      at("partial"),
      "--report",
      at("partial.html"),
    ];
    const { code, stderr } = await repgeom(...words);
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining("of the 6 of 12 stimuli that all networks have seen"),
    ]);
    expect(stderr).toContain("holed-1 has not seen 2 of 12 stimuli");
    const found = await srm(
      holed.map(({ representation }) => representation),
      { features: 3, missing: true },
    );
    expect(arrayAt(at("partial", "shared.npy"))).toMatchObject({ shape: [12, 3], data: found.shared.data });
    expect(arrayAt(at("partial", "wrsm.npy")).shape).toEqual([3, 6, 6]);
  });

  it("brings files with names of stimuli over all of them", async () => {
    const named = holed.map(({ representation: { data } }, k) => {
      const rows = Array.from({ length: 12 }, (_, i) => i).filter((i) => ![2 * k, 2 * k + 1].includes(i));
      const lines = rows.map((i) => `stimulus ${i},${[...data.subarray(i * 5, i * 5 + 5)].join(",")}`);
      writeFileSync(at(`named-${k}.csv`), `,a,b,c,d,e\n${lines.join("\n")}\n`);
      return at(`named-${k}.csv`);
    });
    const { code, stdout } = await repgeom("srm", ...named, "--missing", "--features", "2");
    expect([code, stdout.trim().split("\n")]).toEqual([0, expect.objectContaining({ length: 4 })]);
  });

  it.each([
    [["--features", "3"], "holed-0"],
    [["--missing", "--method", "hyperalignment"], "--missing belongs to --method srm"],
    [["--missing", "--features", "9"], "features is 9"],
  ])("refuses %j", async (words, message) => {
    const { code, stderr, stdout } = await repgeom("srm", ...paths, ...words);
    expect([code === 1 || code === 2, stdout]).toEqual([true, ""]);
    expect(stderr).toContain(message);
  });
});
