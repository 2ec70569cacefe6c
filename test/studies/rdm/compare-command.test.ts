import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  compareMetrics,
  compareRdms,
  mergeRdms,
  pairwise,
  rdm,
  rdmFrom,
  read,
  readRdms,
  subset,
} from "repgeom";
import { beforeAll, describe, expect, it } from "vitest";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { writeNpy } from "../../../src/data/write.ts";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const files = [1, 2, 3, 4, 5].map((seed) => writeResponses(folder, `net-${seed}`, 8, 4, seed));
const numbers = (text: string) => text.trim().split(/\s+/).map(Number);
const arrayAt = (path: string) => parseNpy(new Uint8Array(readFileSync(path)), path)[0]!;

let rdms: Awaited<ReturnType<typeof rdm>>[];
beforeAll(async () => {
  rdms = await Promise.all((await read(files)).map((net) => rdm(net)));
  rdms.forEach((one, k) => writeFileSync(at(`r${k}.npy`), one.toNpy()));
  const stack = Float64Array.from(rdms.slice(1).flatMap(({ condensed }) => [...condensed]));
  writeFileSync(at("stack.npy"), writeNpy([4, 28], stack));
});

describe("repgeom compare-rdms", () => {
  it("prints one number, with all its digits", async () => {
    const expected = await compareRdms([rdms[0]!], [rdms[1]!], { comparator: "spearman" });
    const { code, stdout, stderr } = await repgeom(
      "compare-rdms",
      at("r0.npy"),
      at("r1.npy"),
      "--comparator",
      "spearman",
    );
    expect([code, numbers(stdout), stderr]).toEqual([0, [expected.at(0, 0)], ""]);
  });

  it("writes a matrix for stacks, and JSON with what was compared", async () => {
    const words = ["compare-rdms", at("r0.npy"), at("stack.npy"), "--comparator", "minkowski", "--p", "3"];
    const { stderr } = await repgeom(...words, "--out", at("S.npy"));
    const expected = await compareRdms([rdms[0]!], rdms.slice(1), { comparator: "minkowski", p: 3 });
    expect(arrayAt(at("S.npy"))).toMatchObject({ shape: [1, 4], data: expected.values });
    expect(stderr).toContain("1 × 4 minkowski over 28 pairs of stimuli");
    const document = JSON.parse((await repgeom(...words, "--json")).stdout) as object;
    expect(document).toMatchObject({ metric: "minkowski", options: { p: 3 }, compared: 28, leftOut: 0 });
  });

  it("draws the values in a report", async () => {
    const words = ["compare-rdms", at("stack.npy"), at("stack.npy"), "--report", at("S.html"), "--quiet"];
    expect((await repgeom(...words)).code).toBe(0);
    const page = readFileSync(at("S.html"), "utf8");
    expect(page).toContain("heat-maps");
    expect(page).toContain("stack");
  });

  it("leaves missing pairs out and says so, unless told to be quiet", async () => {
    const holed = rdms[1]!.condensed.slice();
    holed[3] = NaN;
    writeFileSync(at("holed.npy"), writeNpy([28], holed));
    const words = ["compare-rdms", at("r0.npy"), at("holed.npy")];
    expect((await repgeom(...words)).stderr).toContain("1 of 28 pairs of stimuli");
    expect((await repgeom(...words, "--quiet")).stderr).toBe("");
  });

  it("reads the covariance of the stimuli", async () => {
    const variances = Float64Array.of(1, 2, 1, 3, 1, 1, 0.5, 1);
    writeFileSync(at("sigma.npy"), writeNpy([8], variances));
    const words = ["compare-rdms", at("r0.npy"), at("r1.npy"), "--comparator", "cosine-whitened"];
    const { stdout } = await repgeom(...words, "--sigma-k", at("sigma.npy"));
    const [a, b] = [rdms[0]!, rdms[1]!];
    const expected = await compareRdms([a], [b], { comparator: "cosine-whitened", sigmaK: variances });
    expect(numbers(stdout)).toEqual([expected.at(0, 0)]);
  });

  it("explains itself and its mistakes", async () => {
    expect((await repgeom("compare-rdms", "--help")).stdout).toMatch(
      /--comparator.*pearson, spearman[\s\S]*Examples:/,
    );
    const none = await repgeom("compare-rdms");
    expect([none.code, none.stderr]).toEqual([
      2,
      expect.stringContaining("missing required argument 'first'"),
    ]);
    const typo = await repgeom("compare-rdms", at("r0.npy"), at("r1.npy"), "--comparator", "spearmen");
    expect([typo.code, typo.stderr]).toEqual([2, expect.stringContaining("Did you mean spearman?")]);
    const alien = await repgeom("compare-rdms", at("r0.npy"), at("r1.npy"), "--p", "3");
    expect([alien.code, alien.stderr]).toEqual([2, expect.stringContaining('pearson has no option "p"')]);
    const wrong = await repgeom("compare-rdms", at("r0.npy"), files[0]!);
    expect([wrong.code === 0, wrong.stderr]).toEqual([false, expect.stringContaining("net-1")]);
    const absent = await repgeom("compare-rdms", at("r0.npy"), at("nothing.npy"));
    expect([absent.code, absent.stderr]).toEqual([1, expect.stringContaining("no such file")]);
  });
});

describe("repgeom compare-rdms of partly different stimuli", () => {
  const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const named = (k: number, some: string[]) => {
    const one = subset(rdmFrom({ ...rdms[k]!, stimuli: names }), some);
    writeFileSync(at(`part${k}.csv`), one.toCsv());
    return rdmFrom({ ...one, name: `part${k}` });
  };
  let parts: ReturnType<typeof named>[];
  beforeAll(() => {
    parts = [named(0, ["a", "b", "c", "d", "e"]), named(1, ["h", "e", "d", "c", "b"]), named(2, names)];
    writeFileSync(at("names.csv"), `stimulus\n${names.join("\n")}\n`);
  });

  it("compares each two on the pairs that both have", async () => {
    const words = [at("part0.csv"), at("part2.csv"), "--parts", at("part1.csv"), "--comparator", "spearman"];
    const bare = await repgeom("compare-rdms", ...words);
    expect([bare.code === 0, bare.stderr]).toEqual([false, expect.stringContaining("--over-all compares")]);
    const { code, stdout, stderr } = await repgeom("compare-rdms", ...words, "--over-all");
    expect([code, stderr]).toEqual([0, expect.stringContaining("18 of 28 pairs")]);
    const expected = await Promise.all(
      parts.slice(0, 2).map(async (one) => {
        const whole = subset(parts[2]!, one.stimuli);
        return (await compareRdms([one], [whole], { comparator: "spearman" })).at(0, 0);
      }),
    );
    numbers(stdout).forEach((value, k) => expect(value).toBeCloseTo(expected[k]!, 12));
  });

  it("merges the parts into one RDM, which is written beside", async () => {
    const words = [at("part0.csv"), at("part2.csv"), "--parts", at("part1.csv"), "--merge"];
    const out = ["--rescale", "setsize", "--out", at("M2.csv"), "--report", at("M2.html")];
    const { code, stderr } = await repgeom("compare-rdms", ...words, ...out);
    expect([code, stderr]).toEqual([0, expect.stringContaining("are in none of the RDMs")]);
    const { merged } = mergeRdms(parts.slice(0, 2), { by: "setsize" });
    const [written] = await readRdms(at("M2.merged.csv"));
    expect(written).toMatchObject({ stimuli: merged.stimuli, condensed: merged.condensed });
    const whole = subset(parts[2]!, merged.stimuli);
    const expected = (await compareRdms([merged], [whole])).at(0, 0);
    const found = Number(readFileSync(at("M2.csv"), "utf8").split("\n")[1]!.split(",")[1]);
    expect(found).toBeCloseTo(expected, 12);
  });

  it("compares on some of the stimuli, which a table names", async () => {
    const words = [at("r0.npy"), at("r1.npy"), "--stimuli-of", at("names.csv"), "--subset", "h,b,e,a"];
    const [x, y] = [0, 1].map((k) => subset(rdms[k]!, [7, 1, 4, 0]));
    const expected = (await compareRdms([x!], [y!])).at(0, 0);
    expect(numbers((await repgeom("compare-rdms", ...words)).stdout)).toEqual([expected]);
  });

  it.each([
    [["r0.npy", "r1.npy"], ["--over-all"], "its stimuli have no names"],
    [["r0.npy", "r1.npy"], ["--rescale", "simple"], "--merge brings RDMs to one scale, which is missing"],
    [["r0.npy", "r1.npy"], ["--merge", "--rescale", "simpel"], "Did you mean simple?"],
    [["r0.npy", "r1.npy"], ["--subset", "a"], "two or more"],
    [["part0.csv", "part0.csv"], ["--subset", "a,z"], 'there is no stimulus "z"'],
    [["part0.csv", "part2.csv"], ["--stimuli-of", "names.csv"], "names 8 stimuli, part0 is of 5"],
    [
      ["part0.csv", "part2.csv"],
      ["--stimuli-of", "names.csv", "names.csv", "names.csv"],
      "got 3 for 2 files",
    ],
  ])("refuses %j with %j", async (inputs, words, message) => {
    const all = [...inputs, ...words].map((word) => (/\.(csv|npy)$/.test(word) ? at(word) : word));
    const { code, stderr, stdout } = await repgeom("compare-rdms", ...all);
    expect([code === 1 || code === 2, stdout]).toEqual([true, ""]);
    expect(stderr).toContain(message);
  });
});

describe("repgeom compare-metrics", () => {
  const D = (name: string) => at(`${name}.csv`);
  beforeAll(async () => {
    const nets = await read(files);
    writeFileSync(D("procrustes"), (await pairwise(nets, { metric: "procrustes" })).toCsv());
    writeFileSync(D("angle"), (await pairwise(nets, { metric: "cka", ground: "angular" })).toCsv());
    writeFileSync(D("cka"), (await pairwise(nets, { metric: "cka" })).toCsv());
  });

  it("prints metrics × metrics", async () => {
    const nets = await read(files);
    const results = [
      await pairwise(nets, { metric: "procrustes" }),
      await pairwise(nets, { metric: "cka", ground: "angular" }),
    ];
    const expected = await compareMetrics(results, { comparator: "spearman" });
    const { code, stdout } = await repgeom(
      "compare-metrics",
      D("procrustes"),
      D("angle"),
      "--comparator",
      "spearman",
    );
    expect([code, numbers(stdout)]).toEqual([0, [...expected.values]]);
  });

  it("writes p-values beside, and similarities by a named conversion only", async () => {
    const words = ["compare-metrics", D("procrustes"), D("angle"), D("cka")];
    const bare = await repgeom(...words);
    expect([bare.code, bare.stderr]).toEqual([
      2,
      expect.stringContaining("--to-distance arccos or one-minus"),
    ]);
    const all = [...words, "--to-distance", "arccos", "--mantel", "49", "--seed", "2"];
    const { code, stderr } = await repgeom(...all, "--out", at("M.csv"), "--report", at("M.html"));
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining("cka.csv: Similarities were turned into angles"),
    ]);
    expect(readFileSync(at("M.csv"), "utf8")).toMatch(/^,procrustes,angle,cka\n/);
    expect(readFileSync(at("M.p.csv"), "utf8")).toMatch(/\nangle,[\d.]+,1,0\.02\n/);
    expect(readFileSync(at("M.html"), "utf8")).toContain("procrustes");
    const document = JSON.parse((await repgeom(...all, "--json")).stdout) as { p: number[][] };
    expect(document.p[1]![2]).toBe(0.02);
  });

  it("explains its mistakes", async () => {
    const one = await repgeom("compare-metrics", D("angle"));
    expect([one.code, one.stderr]).toEqual([2, expect.stringContaining("two files or more, got 1")]);
    const seed = await repgeom("compare-metrics", D("angle"), D("procrustes"), "--seed", "3");
    expect([seed.code, seed.stderr]).toEqual([2, expect.stringContaining("--mantel, which is missing")]);
    const typo = await repgeom("compare-metrics", D("angle"), D("procrustes"), "--comparator", "cosin");
    expect([typo.code, typo.stderr]).toEqual([2, expect.stringContaining("cosine, pearson, spearman")]);
    expect((await repgeom("compare-metrics", "--help")).stdout).toContain("Examples:");
  });
});
