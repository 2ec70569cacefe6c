import { describe, expect, it } from "vitest";
import * as repgeom from "../../src/index.ts";
import { gaussian, representation } from "../support/data.ts";
import { createRandom } from "../../src/base/random.ts";

const random = createRandom(1);
const x = gaussian(random, 6, 4);
const rows = [
  [1, 2],
  [3, 4],
  [5, 7],
];
const brackets = /takes a list of representations, got one by itself: put it in brackets, \[x\]/;

describe("one representation where a list is expected", () => {
  const cka = { metric: "cka" } as const;
  it.each([
    ["pairwise", (one: never) => repgeom.pairwise(one, cka)],
    ["cross", (one: never) => repgeom.cross(one, [x], cka)],
    ["cross", (one: never) => repgeom.cross([x], one, cka)],
    ["srm", (one: never) => repgeom.srm(one)],
    ["hyperalign", (one: never) => repgeom.hyperalign(one)],
    ["robustSrm", (one: never) => repgeom.robustSrm(one)],
    ["isc", (one: never) => repgeom.isc(one)],
    ["isfc", (one: never) => repgeom.isfc(one)],
    ["wrsm", (one: never) => repgeom.wrsm(one)],
    ["irsm", (one: never) => repgeom.irsm(one)],
    ["barycenter", (one: never) => repgeom.barycenter(one)],
    ["kmeans", (one: never) => repgeom.kmeans(one, { clusters: 2 })],
    ["tangentSpace", (one: never) => repgeom.tangentSpace(one)],
  ])("is an error of %s that shows the brackets", async (name, call) => {
    for (const one of [x, representation("x", x), rows]) {
      const calling = (async () => call(one as never))();
      await expect(calling).rejects.toThrow(repgeom.ShapeError);
      await expect(calling).rejects.toThrow(brackets);
      await expect(calling).rejects.toThrow(name);
    }
  });

  it("is told from rows that are in a list", async () => {
    expect((await repgeom.pairwise([rows, rows], cka)).values[1]).toBeCloseTo(1, 12);
    await expect(repgeom.compare([x, x] as never, x, cka)).rejects.toThrow(
      /x: expected one representation, got a list of 2/,
    );
    await expect(repgeom.pairwise("a.npy" as never, cka)).rejects.toThrow(
      /pairwise takes a list of representations, got string/,
    );
  });

  it("is an error of functions of RDMs and of results", async () => {
    const one = await repgeom.rdm(x, { dissimilarity: "euclidean" });
    const of = (what: string) => new RegExp(`takes a list of ${what}, got one by itself`);
    await expect(repgeom.compareRdms(one as never, [one])).rejects.toThrow(of("RDMs"));
    await expect(repgeom.compareRdms([one], one as never)).rejects.toThrow(of("RDMs"));
    await expect(repgeom.compareMetrics((await repgeom.pairwise([x, x], cka)) as never)).rejects.toThrow(
      of("results of pairwise"),
    );
    for (const call of [repgeom.meanRdm, repgeom.overAllStimuli])
      expect(() => call(one as never)).toThrow(of("RDMs"));
  });
});

describe("one stimulus", () => {
  const [a, b] = [gaussian(random, 1, 4), gaussian(random, 1, 4)];
  it.each([
    { metric: "procrustes" },
    { metric: "cka" },
    { metric: "cka", kernel: "rbf" },
    { metric: "cca" },
    { metric: "svcca" },
    { metric: "pwcca" },
    { metric: "linear-regression" },
    { metric: "permutation" },
    { metric: "soft-matching", ground: "correlation" },
    { metric: "kernel-procrustes" },
    { metric: "kernel-cca" },
    { metric: "nbs" },
    { metric: "rv" },
  ] as const)("is called one stimulus by %o", async (spec) => {
    await expect(repgeom.compare(a, b, spec)).rejects.toThrow(/x has 1 stimulus: .*at least 2 are needed/);
  });
  it("is called one stimulus where networks are aligned", async () =>
    expect(repgeom.srm([a, b], { features: 1 })).rejects.toThrow(/0 has 1 stimulus/));
});

describe("distances", () => {
  const distances = [
    [0, 1, 2],
    [1, 0, 3],
    [2, 3, 0],
  ];
  const matrix = { rows: 3, cols: 3, data: Float64Array.from(distances.flat()) };

  it("may be a matrix, rows, what read gives, or condensed", async () => {
    const expected = repgeom.cluster(matrix).linkage;
    const read = { name: "D", shape: [3, 3], data: matrix.data, stimuli: ["a", "b", "c"] };
    for (const given of [distances, read, Float64Array.of(1, 2, 3)])
      expect(repgeom.cluster(given).linkage).toEqual(expected);
    expect(repgeom.cluster(read).names).toEqual(["a", "b", "c"]);
    expect((await repgeom.embed(distances)).coordinates).toEqual((await repgeom.embed(matrix)).coordinates);
  });

  it("are told from responses", () => {
    expect(() => repgeom.cluster(x)).toThrow(/got 6 × 4. Responses become distances by pairwise/);
    expect(() => repgeom.cluster([distances] as never)).toThrow(/expected one representation, got a list/);
    expect(() => repgeom.cluster("D.npy" as never)).toThrow(/got string/);
    expect(() => repgeom.linkage(distances as never, "average")).toThrow(
      /neither \{ rows, cols, data \} nor a Float64Array/,
    );
  });
});

describe("a missing file", () => {
  it("is a missing file", async () => {
    await expect(repgeom.read("no-such-file.npy")).rejects.toThrow(/^no-such-file.npy: no such file.$/);
    await expect(repgeom.readRdms("no-such-file.npy")).rejects.toThrow(repgeom.FormatError);
  });
});

describe("an engine", () => {
  const cka = { metric: "cka" } as const;
  it("that was not awaited is told from an engine", async () => {
    const engine = repgeom.createEngine({ threads: 0 });
    await expect(repgeom.compare(x, x, cka, { engine } as never)).rejects.toThrow(
      "engine is a promise (await is missing), no engine of createEngine.",
    );
    await expect(repgeom.compare(x, x, cka, engine as never)).rejects.toThrow(
      "The last argument (control): options are a promise (await is missing); expected an object",
    );
  });

  it("among the options is shown its place", async () => {
    const engine = await repgeom.createEngine({ threads: 0 });
    for (const call of [
      repgeom.compare(x, x, { ...cka, engine } as never),
      repgeom.pairwise([x, x], { ...cka, engine } as never),
      repgeom.rdm(x, { engine } as never),
    ])
      await expect(call).rejects.toThrow(
        /has no option "engine"\. It goes into the argument after the options: { engine }/,
      );
  });
});
