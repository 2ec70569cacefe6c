import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { align, pairwise, read } from "repgeom";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { writeNpy } from "../../../src/data/write.ts";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const inFolder = (name: string, stimuli: number, seed: number) => {
  mkdirSync(join(folder, name), { recursive: true });
  return ["a", "b", "c"].map((net, k) => writeResponses(join(folder, name), net, stimuli, 4, seed + k));
};
const [train, test] = [inFolder("train", 14, 1), inFolder("test", 9, 11)];
const arrayAt = (path: string) => parseNpy(new Uint8Array(readFileSync(path)), path)[0]!;
const euclidean = ["--metric", "procrustes", "--ground", "euclidean"];
const spec = { metric: "procrustes", ground: "euclidean" } as const;

describe("repgeom pairwise --test", () => {
  it("writes the training and the held-out matrix side by side, the API's bits in both", async () => {
    const expected = await pairwise(await read(train), spec, { test: await read(test) });
    const out = join(folder, "D.npy");
    const { code, stderr } = await repgeom(
      "pairwise",
      ...train,
      "--test",
      ...test,
      ...euclidean,
      "--out",
      out,
    );
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `repgeom: wrote ${out} (3 × 3 procrustes)\nrepgeom: wrote ${join(folder, "D.test.npy")} (3 × 3 procrustes)\n`,
    });
    expect(arrayAt(out).data).toEqual(expected.values);
    expect(arrayAt(join(folder, "D.test.npy")).data).toEqual(expected.test!.values);
  });

  it("prints both, an empty line and a name between, and one JSON document", async () => {
    const words = ["pairwise", ...train, "--test", ...test, ...euclidean];
    const { stdout } = await repgeom(...words);
    expect(stdout.split("\n\n").map((part) => part.trim().split("\n").length)).toEqual([3, 4]);
    const [head, ...held] = stdout.split("\n\n")[1]!.trim().split("\n");
    expect(head).toBe("# test");
    const document = JSON.parse((await repgeom(...words, "--json")).stdout) as { test: number[][] };
    expect(document.test.flat()).toEqual(held.join("\t").split("\t").map(Number));
  });

  it("refuses other names or another order, and both kinds of validation at once", async () => {
    const swapped = [test[1]!, test[0]!, test[2]!];
    const { code, stderr } = await repgeom("pairwise", ...train, "--test", ...swapped, ...euclidean);
    expect(code).toBe(2);
    expect(stderr).toContain("same order: expected a, b, c; got b, a, c");
    const both = await repgeom("pairwise", ...train, "--test", ...test, "--folds", "3", ...euclidean);
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining("exclude each other")]);
  });

  it("never overwrites what it reads", async () => {
    const inTheWay = writeResponses(folder, "E.test", 14, 4, 9);
    const words = [...train, "--test", inTheWay, ...euclidean, "--out", join(folder, "E.npy")];
    expect((await repgeom("pairwise", ...words)).stderr).toContain("would overwrite the input");
  });
});

describe("repgeom pairwise of one file", () => {
  it("says that there is no pair", async () => {
    const { code, stderr } = await repgeom("pairwise", train[0]!, ...euclidean);
    expect([code, stderr]).toEqual([0, expect.stringContaining("makes no pair")]);
  });
});

describe("repgeom pairwise --folds", () => {
  it("writes means and standard errors, decided by the seed", async () => {
    const expected = await pairwise(await read(train), spec, { folds: 3, seed: 5 });
    const out = join(folder, "F.npy");
    await repgeom("pairwise", ...train, ...euclidean, "--folds", "3", "--seed", "5", "--out", out);
    expect(arrayAt(out).data).toEqual(expected.values);
    expect(arrayAt(join(folder, "F.se.npy")).data).toEqual(expected.standardError!.values);
  });

  it.each([
    [["--folds", "1"], "--folds takes a whole number from 2"],
    [["--folds", "15"], "from 2 to the number of stimuli, 14"],
  ])("refuses %j", async (words, message) => {
    const { code, stderr } = await repgeom("pairwise", ...train, ...euclidean, ...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it("refuses a seed that nothing takes", async () => {
    const { code, stderr } = await repgeom("pairwise", ...train, "--metric", "rsa", "--seed", "1");
    expect([code, stderr]).toEqual([2, expect.stringContaining("give --folds")]);
  });
});

describe("repgeom pairwise --bootstrap --permutation", () => {
  it("writes standard errors, bounds and p-values, the API's bits", async () => {
    const options = {
      bootstrap: "stimuli",
      permutation: "stimuli",
      samples: 9,
      confidence: 0.9,
      seed: 4,
    } as const;
    const expected = await pairwise(await read(train), spec, options);
    const out = join(folder, "B.npy");
    const words = ["--bootstrap", "stimuli", "--permutation", "stimuli", "--samples", "9"];
    const more = ["--confidence", "0.9", "--seed", "4", "--out", out];
    const { code } = await repgeom("pairwise", ...train, ...euclidean, ...words, ...more);
    expect(code).toBe(0);
    const beside = (word: string) => arrayAt(join(folder, `B.${word}.npy`)).data;
    expect(arrayAt(out).data).toEqual(expected.values);
    expect(beside("se")).toEqual(expected.standardError!.values);
    expect(beside("lower")).toEqual(expected.interval!.lower.values);
    expect(beside("upper")).toEqual(expected.interval!.upper.values);
    expect(beside("p")).toEqual(expected.p!.values);
  });

  it.each([
    [["--bootstrap", "units"], 'Unknown value "units". Accepted: stimuli.'],
    [["--samples", "10"], "give --bootstrap or --permutation"],
    [["--permutation", "stimuli", "--confidence", "0.9"], "give --bootstrap"],
    [["--interval", "bca"], "--interval says how intervals are made: give --bootstrap"],
    [["--bootstrap", "stimuli", "--confidence", "90"], "a number between 0 and 1"],
    [["--bootstrap", "stimuli", "--folds", "2"], "leave out --test and --folds"],
  ])("refuses %j", async (words, message) => {
    const { code, stderr } = await repgeom("pairwise", ...train, ...euclidean, ...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe("repgeom align", () => {
  const words = ["align", train[0]!, train[1]!, "--metric", "procrustes"];

  it("writes both aligned networks and their motions into a folder that it makes", async () => {
    const [x, y] = await read(train);
    const expected = await align(x!, y!, { metric: "procrustes" });
    const out = join(folder, "new", "aligned");
    const { code, stdout } = await repgeom(...words, "--out", out);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(arrayAt(join(out, "a.npy")).data).toEqual(expected.x.aligned.data);
    expect(arrayAt(join(out, "b.npy")).data).toEqual(expected.y.aligned.data);
    expect(arrayAt(join(out, "motion-a.npy")).data).toEqual(expected.x.motion.data);
    expect(arrayAt(join(out, "motion-b.npy")).data).toEqual(expected.y.motion.data);
    expect(arrayAt(join(out, "means-b.npy")).data).toEqual(expected.y.means.data);
  });

  it("writes the matching of metrics that match units", async () => {
    const [x, y] = await read(train);
    const { coupling } = await align(x!, y!, { metric: "soft-matching" });
    const out = join(folder, "matched");
    await repgeom("align", train[0]!, train[1]!, "--metric", "soft-matching", "--out", out);
    expect(arrayAt(join(out, "coupling.npy")).data).toEqual(coupling!.data);
  });

  it("writes the motion of more than 1024 units as two factors, the square where it is asked for", async () => {
    const random = createRandom(9);
    const wide = join(folder, "wide.npy");
    await writeFile(
      wide,
      writeNpy(
        [8, 1025],
        Float64Array.from({ length: 8 * 1025 }, () => random.normal()),
      ),
    );
    const narrow = join(folder, "narrow.npy");
    await writeFile(
      narrow,
      writeNpy(
        [8, 3],
        Float64Array.from({ length: 24 }, () => random.normal()),
      ),
    );
    const given = ["align", narrow, wide, "--metric", "procrustes"];
    const [out, square] = [join(folder, "factors"), join(folder, "square")];
    const page = join(folder, "factors.html");
    expect((await repgeom(...given, "--out", out, "--report", page)).code).toBe(0);
    const [left, right] = await read([join(out, "motion-wide.npz")]);
    expect([left!.name, left!.shape, right!.shape]).toEqual(["motion-wide:left", [1025, 7], [7, 7]]);
    expect(arrayAt(join(out, "motion-narrow.npy")).shape).toEqual([3, 7]);
    expect(existsSync(join(out, "motion-wide.npy"))).toBe(false);
    expect(statSync(page).size).toBeLessThan(2e6);
    expect((await repgeom(...given, "--out", square, "--full-motion")).code).toBe(0);
    expect(arrayAt(join(square, "motion-wide.npy")).shape).toEqual([1025, 1025]);
  });

  it("prints everything as JSON, the means too", async () => {
    const { stdout } = await repgeom(...words, "--out", join(folder, "json"), "--json");
    const document = JSON.parse(stdout) as { a: { means: number[]; motion: number[][] } };
    expect([document.a.means.length, document.a.motion.length]).toEqual([4, 4]);
  });

  it("refuses to write over its inputs, and a metric without a motion", async () => {
    const over = await repgeom(...words, "--out", join(folder, "train"));
    expect([over.code, over.stderr]).toEqual([2, expect.stringContaining("would overwrite the input")]);
    const still = await repgeom(
      "align",
      ...train.slice(0, 2),
      "--metric",
      "cka",
      "--out",
      join(folder, "no"),
    );
    expect([still.code, still.stderr]).toEqual([
      2,
      expect.stringContaining("metrics that align: procrustes"),
    ]);
  });
});

describe("repgeom align --metric cca", () => {
  it("writes the canonical variables, and with --json each correlation", async () => {
    const out = join(folder, "canonical");
    const words = ["align", train[0]!, train[1]!, "--metric", "cca", "--out", out, "--json"];
    const { code, stdout } = await repgeom(...words);
    const found = await align(...((await read(train.slice(0, 2))) as [never, never]), { metric: "cca" });
    expect([code, JSON.parse(stdout).correlations]).toEqual([0, [...found.correlations!]]);
    expect(arrayAt(join(out, "a.npy"))).toMatchObject({ shape: [14, 4], data: found.x.aligned.data });
  });
});
