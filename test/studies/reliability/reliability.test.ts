// Cross-run RDMs and exemplar discriminability, against the definition.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createEngine, reliability } from "../../../src/index.ts";
import { createRandom } from "../../../src/base/random.ts";
import { writeNpy } from "../../../src/data/write.ts";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";
import { correlation } from "../rsa/regression/oracles.ts";

const random = createRandom(6);
const [m, runs, units] = [5, 3, 6];

/** Responses to so many stimuli, their own pattern and noise. */
function subject(name: string, signal: number, stimuli = m, repeats = runs) {
  const own = Array.from({ length: stimuli }, () => Array.from({ length: units }, () => random.normal()));
  const rows = own.flatMap((pattern) =>
    Array.from({ length: repeats }, () => pattern.map((value) => signal * value + random.normal())),
  );
  return { name, shape: [stimuli, repeats, units], data: Float64Array.from(rows.flat()), rows };
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const one = subject("one", 1);
const row = (i: number, r: number) => one.rows[i * runs + r]!;
const distance = (a: number[], b: number[]) => 1 - correlation(a, b);
const pairsOfRuns = [0, 1, 2].flatMap((r) => [0, 1, 2].filter((s) => s !== r).map((s) => [r, s] as const));

describe("reliability", () => {
  it("compares each stimulus of a run with each of another, itself too", async () => {
    const found = await reliability([one], { permutations: 0 });
    const cross = Array.from({ length: m * m }, (_, k) =>
      mean(pairsOfRuns.map(([r, s]) => distance(row(Math.floor(k / m), r), row(k % m, s)))),
    );
    cross.forEach((value, k) => expect(found.crossRdms[0]!.data[k]).toBeCloseTo(value, 12));
    const diagonal = cross.filter((_, k) => k % (m + 1) === 0);
    const rest = cross.filter((_, k) => k % (m + 1) !== 0);
    expect(found.indices[0]).toBeCloseTo(mean(rest) - mean(diagonal), 12);
    expect(mean([...found.byStimulus(0)])).toBeCloseTo(found.indices[0]!, 12);
    expect(found.byStimulus(0)[2]).toBeCloseTo(
      mean(cross.slice(2 * m, 3 * m).filter((_, j) => j !== 2)) - cross[2 * m + 2]!,
      12,
    );
    expect([found.p, found.group]).toEqual([undefined, undefined]);
  });

  it("correlates the RDMs of each two runs", async () => {
    const found = await reliability([one], { dissimilarity: "euclidean", permutations: 0 });
    const rdm = (r: number) =>
      [0, 1, 2, 3, 4].flatMap((i) =>
        [0, 1, 2, 3, 4]
          .filter((j) => j > i)
          .map((j) => Math.hypot(...row(i, r).map((value, u) => value - row(j, r)[u]!))),
      );
    expect(found.rdmCorrelations[0]).toBeCloseTo(
      mean(
        [
          [0, 1],
          [0, 2],
          [1, 2],
        ].map(([r, s]) => correlation(rdm(r!), rdm(s!))),
      ),
      12,
    );
  });

  it("finds what is there, and tests the mean over subjects", async () => {
    const some = [1, 2, 3, 4].map((k) => subject(`s${k}`, 2));
    const { p, group, indices } = await reliability(some, { permutations: 200 });
    for (const value of p!) expect(value).toBeLessThan(0.02);
    const [centre, spread] = [
      mean([...indices]),
      Math.sqrt(mean([...indices].map((value) => (value - mean([...indices])) ** 2)) / 3),
    ];
    expect([group!.mean, group!.standardError]).toEqual([
      expect.closeTo(centre, 12),
      expect.closeTo(spread, 12),
    ]);
    expect(group!.p).toBeLessThan(0.01);
  });

  it("rejects noise about as often as it says", async () => {
    const none = Array.from({ length: 200 }, (_, k) => subject(`s${k}`, 0, 6, 2));
    const { p } = await reliability(none, { permutations: 99 });
    const rejected = p!.filter((value) => value <= 0.05).length;
    // Nominal 10 of 200; 20 or more has probability 0.002.
    expect(rejected).toBeLessThan(20);
    expect(rejected).toBeGreaterThan(2);
  });

  it("gives the same bits on one thread and on three", async () => {
    const texts = [];
    for (const threads of [0, 3]) {
      const engine = await createEngine({ threads });
      texts.push(
        (
          await engine.reliability([one, subject("big", 1, 60, 4)].slice(0, 1), { permutations: 50 })
        ).toJson(),
      );
      engine.close();
    }
    expect(texts[0]).toBe(texts[1]);
  });

  it.each([
    [[{ name: "flat", shape: [5, 6], data: new Float64Array(30) }], {}, "flat is 5 × 6"],
    [[subject("a", 1), subject("b", 1, 4)], {}, "a has 5 stimuli, b 4"],
    [[one], { dissimilarity: "crossnobis" as const }, "crossnobis compares runs itself"],
    [[one], { p: 3 }, 'correlation has no option "p"'],
    [[], {}, "no subjects were given"],
  ])("refuses %#", async (subjects, options, message) => {
    await expect(reliability(subjects, options)).rejects.toThrow(message);
  });
});

describe("repgeom reliability", () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder, name);
  writeFileSync(at("one.npy"), writeNpy(one.shape, one.data));
  const two = subject("two", 1);
  writeFileSync(at("two.npy"), writeNpy(two.shape, two.data));

  it("prints a line a subject, and writes", async () => {
    const words = ["reliability", at("one.npy"), at("two.npy"), "--permutations", "99"];
    const { code, stdout, stderr } = await repgeom(...words, "--report", at("r.html"));
    expect([code, stderr]).toEqual([0, expect.stringContaining("mean discriminability")]);
    const { indices, p } = await reliability([one, two], { permutations: 99 });
    const lines = stdout
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split("\t").map(Number));
    lines.forEach((line, k) =>
      expect(line.slice(1, 3)).toEqual([expect.closeTo(indices[k]!, 5), expect.closeTo(p![k]!, 6)]),
    );
    expect(readFileSync(at("r.html"), "utf8")).toContain("Discriminability of each stimulus");
  });

  it("shows groups of subjects on the page", async () => {
    writeFileSync(at("people.csv"), "name,hand\none,left\ntwo,right\n");
    const look = ["--table", at("people.csv"), "--color", "hand", "--order", "hand", "--label", "hand"];
    const words = ["reliability", at("one.npy"), at("two.npy"), ...look, "--report", at("h.html")];
    expect((await repgeom(...words)).code).toBe(0);
    expect(readFileSync(at("h.html"), "utf8")).toMatch(/"column":"hand"/);
  });

  it.each([
    [[], "missing required argument"],
    [[at("nothing.npy")], "no such file"],
    [[at("one.npy"), "--dissimilarity", "correlaton"], "Did you mean correlation?"],
    [[writeResponses(folder, "flat", 6, 5, 1)], "reliability takes stimuli × repeats × units"],
  ])("refuses %j", async (words, message) => {
    const { code, stderr, stdout } = await repgeom("reliability", ...words);
    expect([code === 1 || code === 2, stdout]).toEqual([true, ""]);
    expect(stderr).toContain(message);
  });
});
