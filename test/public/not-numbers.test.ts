import { describe, expect, it } from "vitest";
import {
  adjustedRand,
  anosim,
  averageRows,
  barycenter,
  cluster,
  compare,
  compareMetrics,
  compareRdms,
  cross,
  cutTree,
  embed,
  fastSrm,
  geodesic,
  geotopological,
  groupDistances,
  irsm,
  isc,
  isfc,
  kMedoids,
  leaves,
  linkage,
  mantel,
  meanRdm,
  minmax,
  neighborIndex,
  noiseCovariance,
  optimalLeafOrder,
  pairwise,
  partialMantel,
  permanova,
  placeOnto,
  poolRdms,
  positive,
  predict,
  predictivity,
  rankTransform,
  rdm,
  rdmFrom,
  rdmMovie,
  regress,
  rsa,
  rsmsAgainst,
  searchlight,
  selectRows,
  silhouette,
  smacof,
  squareRoot,
  srm,
  stackRows,
  subset,
  tangentSpace,
  toDistances,
  writeCsv,
  writeNpy,
  wrsm,
  type Rdm,
} from "../../src/index.ts";

// What is said here is wrong for TypeScript too: these are the mistakes of callers without types.
/* eslint-disable @typescript-eslint/no-explicit-any */
type Wrong = any;

const errors = ["NumericalError", "ShapeError", "OptionError"];

/** The error of a call that throws or rejects. */
async function refusal(call: () => unknown): Promise<Error> {
  try {
    await call();
  } catch (error) {
    expect(errors).toContain((error as Error).name);
    return error as Error;
  }
  throw new Error("nothing was refused");
}

/** Everything that is no number, and how a message names it. */
const wrongs: [string, unknown, string][] = [
  ["null", null, "got null. JSON writes NaN as null"],
  ["true", true, "got true"],
  ["a text", "3", 'got the text "3"'],
  ["a bigint", 3n, "got the bigint 3n"],
  ["a Date", new Date(0), "got a Date"],
  ["a list", [3], "got a list"],
  ["undefined", undefined, "got nothing"],
  ["an object", {}, "got an object"],
];

const rows = () => [
  [1, 2, 3],
  [4, 6, 5],
  [7, 9, 8],
  [1, 0, 2],
];
/** The same with something else at row 1, column 2. */
function withWrong(wrong: unknown): Wrong {
  const list: Wrong[][] = rows();
  list[1]![2] = wrong;
  return list;
}
const flat = (wrong: unknown): Wrong =>
  withWrong(wrong)
    .flatMap((row: Wrong[]) => row.map((x) => [x]))
    .map(([x]: Wrong) => x);
const place = "in row 1, column 2, counted from 0";

describe("responses with something that is no number", () => {
  it.each(wrongs)("as rows name the place of %s", async (_what, wrong, got) => {
    const { message } = await refusal(() => pairwise([rows(), withWrong(wrong)], { metric: "cka" }));
    expect(message).toContain(`1: expected a number ${place}, ${got}`);
  });

  it.each(wrongs)("as data of a representation name the place of %s", async (_what, wrong, got) => {
    const net: Wrong = { name: "net", shape: [4, 3], data: flat(wrong) };
    const { message } = await refusal(() => compare(net, rows(), { metric: "cka" }));
    expect(message).toContain(`net: expected a number ${place}, ${got}`);
  });

  it("name a hole", async () => {
    const list: Wrong = rows();
    delete list[1][2];
    expect((await refusal(() => wrsm([list]))).message).toContain(`${place}, got nothing`);
    const data: Wrong = [1, 2, 3, 4, 5, , 7, 8, 9, 1, 0, 2]; // oxlint-disable-line no-sparse-arrays
    expect((await refusal(() => rdm({ name: "x", shape: [4, 3], data }))).message).toContain(
      `${place}, got nothing`,
    );
  });

  it("are refused at the first place, also in the first row", async () => {
    const list: Wrong = rows();
    list[0][0] = null;
    expect((await refusal(() => pairwise([rows(), list], { metric: "cka" }))).message).toContain(
      "1: expected a number in row 0, column 0",
    );
    expect((await refusal(() => rdm(list))).message).toContain("in row 0, column 0");
  });

  it("are taken where they are numbers, in any list or typed array", async () => {
    const plain: Wrong = { name: "a", shape: [4, 3], data: rows().flat() };
    const expected = (await rdm(rows())).condensed;
    expect((await rdm(plain)).condensed).toEqual(expected);
    expect((await rdm({ ...plain, data: Int16Array.from(rows().flat()) })).condensed).toEqual(expected);
    expect((await rdm(rows().map((row) => Float32Array.from(row)) as Wrong)).condensed).toEqual(expected);
    expect((await rdm({ rows: 4, cols: 3, data: rows().flat() } as Wrong)).condensed).toEqual(expected);
  });

  it.each([
    ["64-bit integers", new BigInt64Array(12), "got a BigInt64Array"],
    ["a text", "123456789012", "got the text"],
    ["a buffer", new ArrayBuffer(96), "got a ArrayBuffer"],
    ["a view of bytes", new DataView(new ArrayBuffer(12)), "got a DataView"],
    ["an object", {}, "got an object"],
    ["null", null, "got null"],
  ])("as %s are refused as a whole", async (_what, data, got) => {
    const error = await refusal(() => rdm({ name: "net", shape: [4, 3], data } as Wrong));
    expect(error.message).toContain(`net: expected a typed array or a list of numbers, ${got}`);
  });

  it.each([
    ["a row that is none", [[1, 2], null, [3, 4]], "expected a list of numbers as row 1, got null"],
    ["numbers without rows", [1, 2, 3], "expected a list of numbers as row 0, got the number 1"],
    ["a row that is a typed array of text", [[1, 2], "34"], "expected a list of numbers as row 1"],
  ])("with %s say so", async (_what, given, message) =>
    expect((await refusal(() => rdm(given as Wrong))).message).toContain(message),
  );

  it.each([[["4", 3]], [[4, null]], [[4.5, 3]], [[-4, -3]], ["4,3"]])(
    "of the shape %j are refused",
    async (shape) =>
      expect(
        (await refusal(() => rdm({ name: "net", shape, data: new Float64Array(12) } as Wrong))).message,
      ).toContain("net: expected whole numbers as the lengths of the axes"),
  );

  it("in covariances, factors, repeats and names of stimuli are refused", async () => {
    const means = { name: "net", shape: [2, 1], data: Float64Array.of(1, 2) };
    const gaussian = (part: object) => () =>
      compare(
        { ...means, ...part } as Wrong,
        { ...means, ...part } as Wrong,
        { metric: "gaussian-wasserstein" } as Wrong,
      );
    const part = { shape: [2, 1, 1], data: [1, null] };
    expect((await refusal(gaussian({ covariances: part }))).message).toContain(
      "net: covariances: expected a number",
    );
    expect((await refusal(gaussian({ factors: part }))).message).toContain("net: factors: expected a number");
    const holes: Wrong = { name: "net", shape: [2, 2], data: new Float64Array(4), repeats: [1, , 1] }; // oxlint-disable-line no-sparse-arrays
    expect((await refusal(() => rdm(holes, { average: "repeats" }))).message).toContain(
      "repeats of each stimulus",
    );
    const stimuli: Wrong = ["a", null, "c", "d"];
    expect(
      (await refusal(() => rdm({ name: "net", shape: [4, 3], data: new Float64Array(12), stimuli }))).message,
    ).toContain("got null at place 1");
  });
});

const bad = withWrong(null);
const control = {};
const condensed = Float64Array.of(1, 2, 3, 2.5, 1.5, 2.2);
const square = (wrong?: unknown): Wrong => ({
  rows: 4,
  cols: 4,
  data:
    wrong === undefined
      ? Float64Array.of(0, 1, 2, 3, 1, 0, 2.5, 1.5, 2, 2.5, 0, 2.2, 3, 1.5, 2.2, 0)
      : [0, 1, 2, 3, 1, 0, wrong, 1.5, 2, wrong, 0, 2.2, 3, 1.5, 2.2, 0],
});
const names = ["a", "b", "c", "d"];
const good = rdmFrom({ name: "good", dissimilarity: "given", stimuli: names, condensed });
const badRdm = { ...good, name: "bad", condensed: [1, 2, null, 2.5, 1.5, 2.2] } as unknown as Rdm;
const tree = linkage(condensed, "average");
const badTree: Wrong = { ...tree, data: [...tree.data].map((value, k) => (k === 5 ? "1" : value)) };
const networks = () => [rows(), rows().map((row) => row.toReversed())];

describe("every function that takes numbers", () => {
  it.each<[string, () => unknown, string]>([
    // responses
    ["compare", () => compare(bad, rows(), { metric: "cka" }), place],
    ["cross", () => cross([rows()], [bad], { metric: "cka" }), place],
    [
      "pairwise, test",
      () => pairwise(networks(), { metric: "procrustes", test: [rows(), bad] } as Wrong),
      place,
    ],
    ["rdm", () => rdm(bad), place],
    [
      "rdmMovie",
      () => rdmMovie({ name: "net", shape: [2, 2, 3], data: flat(null) } as Wrong),
      "in row 0, column 5",
    ],
    ["noiseCovariance", () => noiseCovariance(bad), place],
    ["isc", () => isc([rows(), bad]), place],
    ["isfc", () => isfc([rows(), rows()], { targets: [rows(), bad] }), place],
    ["srm", () => srm([rows(), bad], { features: 1 }), place],
    ["fastSrm", () => fastSrm([rows(), bad], { features: 1 } as Wrong), place],
    ["barycenter", () => barycenter([rows(), bad]), place],
    ["irsm", () => irsm([rows(), bad]), place],
    ["predictivity", () => predictivity(bad, rows()), place],
    ["searchlight", () => searchlight(bad, [[0, 1]]), place],
    ["neighborIndex", () => neighborIndex([rows(), bad], { metric: "procrustes" }), place],
    ["stackRows", () => stackRows([{ name: "net", shape: [4, 3], data: flat(null) } as Wrong]), place],
    [
      "averageRows",
      () =>
        averageRows(
          {
            representation: { name: "net", shape: [4, 3], data: flat(true) } as Wrong,
            labels: { a: ["x", "x", "y", "y"] },
          },
          "a",
        ),
      place,
    ],
    // matrices and distances
    ["linkage", () => linkage(square("2"), "average"), "in row 1, column 2"],
    ["anosim", () => anosim(square(null), [0, 0, 1, 1]), "in row 1, column 2"],
    ["permanova", () => permanova(condensed, [0, null, 1, 1] as Wrong), "got null at place 1"],
    ["groupDistances", () => groupDistances(square(null), [0, 0, 1, 1]), "in row 1, column 2"],
    ["partialMantel", () => partialMantel(condensed, condensed, [square(null)]), "in row 1, column 2"],
    ["regress", () => regress(square(null), [1, 2, 3, 4]), "in row 1, column 2"],
    [
      "predict, confounds",
      () => predict(condensed, [1, 2, 3, 4], { confounds: [[1, null, 3, 4] as Wrong] }),
      "at place 1",
    ],
    ["mantel", () => mantel(condensed, square(null)), "in row 1, column 2"],
    ["smacof", () => smacof(square(true)), "in row 1, column 2"],
    [
      "smacof, starts",
      () => smacof(condensed, { starts: [{ rows: 4, cols: 2, data: [1, 2, null, 4, 5, 6, 7, 8] } as Wrong] }),
      "smacof: start 0: expected a number in row 1, column 0",
    ],
    ["kMedoids", () => kMedoids(square(3n), { clusters: 2 } as Wrong), "in row 1, column 2"],
    ["silhouette", () => silhouette(square(null), [0, 0, 1, 1]), "in row 1, column 2"],
    ["silhouette, labels", () => silhouette(condensed, [0, 0, null, 1] as Wrong), "got null at place 2"],
    ["adjustedRand", () => adjustedRand([0, 1], ["a", true] as Wrong), "got true at place 1"],
    ["cutTree", () => cutTree(badTree, 2), "cutTree: expected a number in row 1, column 1"],
    ["leaves", () => leaves(badTree), "leaves: expected a number in row 1, column 1"],
    ["optimalLeafOrder", () => optimalLeafOrder(tree, square(null)), "in row 1, column 2"],
    [
      "placeOnto",
      () =>
        placeOnto(
          {
            coordinates: { rows: 4, cols: 1, data: new Float64Array(4) },
            eigenvalues: Float64Array.of(1, 0, 0, 0),
          },
          square(),
          { rows: 1, cols: 4, data: [1, 2, null, 3] } as Wrong,
        ),
      "placeOnto: further: expected a number in row 0, column 2",
    ],
    ["cluster", () => cluster(square(null)), "in row 1, column 2"],
    [
      "cluster, rows",
      () =>
        cluster([
          [0, 1, 2],
          [1, 0, null],
          [2, null, 0],
        ] as Wrong),
      place,
    ],
    ["embed", () => embed(square("1"), {}, control), "in row 1, column 2"],
    ["predict", () => predict(square(null), [1, 2, 3, 4]), "in row 1, column 2"],
    [
      "predict, covariate",
      () => predict(square(), [1, null, 3, 4] as Wrong),
      "predict: the covariate: expected a number at place 1",
    ],
    [
      "predict, texts",
      () => predict(square(), [1, "2", 3, 4] as Wrong),
      'at place 1, counted from 0, got the text "2"',
    ],
    [
      "predict, classes",
      () => predict(square(), ["a", "b", null, "a"] as Wrong),
      "expected the name of a class at place 2",
    ],
    [
      "predict, names",
      () => predict(square(), [1, 2, 3, 4], { names: ["a", null, "c", "d"] } as Wrong),
      "got null at place 1",
    ],
    [
      "tangentSpace, mean",
      () => tangentSpace(networks(), { mean: { rows: 4, cols: 3, data: flat(null) } } as Wrong),
      place,
    ],
    [
      "srm, start",
      () =>
        srm(networks(), {
          features: 1,
          start: [0, 1].map(() => ({ rows: 3, cols: 1, data: [1, null, 0] })),
        } as Wrong),
      "expected a number in row 1, column 0",
    ],
    [
      "fastSrm, atlas",
      () =>
        fastSrm(networks(), {
          features: 1,
          atlas: { rows: 2, cols: 3, data: [1, 0, 0, 0, "1", 1] },
        } as Wrong),
      "fastSrm: atlas: expected a number in row 1, column 1",
    ],
    [
      "neighborIndex, distances",
      () =>
        neighborIndex(
          networks(),
          { metric: "procrustes" },
          { distances: { rows: 2, cols: 2, data: [0, null, null, 0] } as Wrong },
        ),
      "in row 0, column 1",
    ],
    [
      "rdm, noise",
      () =>
        rdm(rows(), {
          dissimilarity: "mahalanobis",
          noise: { rows: 3, cols: 3, data: [1, 0, 0, 0, null, 0, 0, 0, 1] } as Wrong,
        }),
      "noise: precision: expected a number in row 1, column 1",
    ],
    ["rdm, residuals", () => rdm(rows(), { dissimilarity: "mahalanobis", noise: { residuals: bad } }), place],
    [
      "rdm, conditions",
      () => rdm(rows(), { conditions: ["a", null, "b", "b"] } as Wrong),
      "got null at place 1",
    ],
    [
      "rdm, runs",
      () =>
        rdm(rows(), {
          dissimilarity: "crossnobis",
          conditions: ["a", "b", "a", "b"],
          runs: [1, 1, true, 2],
        } as Wrong),
      "got true at place 2",
    ],
    ["rsmsAgainst", async () => rsmsAgainst(await wrsm(networks()), square(null)), "rsmsAgainst: reference"],
    [
      "compareMetrics",
      () =>
        compareMetrics([0, 1].map((k) => ({ name: `m${k}`, square: square(null), items: names })) as Wrong),
      "compareMetrics: m0: expected a number",
    ],
    [
      "toDistances",
      async () =>
        toDistances({
          ...(await pairwise(networks(), { metric: "cka" })),
          values: [1, null, null, 1],
        } as Wrong),
      "in row 0, column 1",
    ],
    [
      "isc, groups",
      () => isc([rows(), rows(), rows()], { null: "permutation", groups: ["a", null, "b"] } as Wrong),
      "got null at place 1",
    ],
    // RDMs
    ["rdmFrom", () => rdmFrom(badRdm), "bad: expected a number for pair 2"],
    ["meanRdm", () => meanRdm([good, badRdm]), "bad: expected a number for pair 2"],
    [
      "meanRdm, weights",
      () => meanRdm([good, good], { weights: [1, null] } as Wrong),
      "weights: expected a number for RDM 1",
    ],
    [
      "meanRdm, weights of pairs",
      () =>
        meanRdm([good, good], {
          weights: [
            [1, 1, 1, 1, 1, 1],
            [1, 1, 1, "1", 1, 1],
          ],
        } as Wrong),
      "weights of RDM 1: expected a number for pair 3",
    ],
    ["poolRdms", () => poolRdms([badRdm], "pearson"), "bad: expected a number for pair 2"],
    ["rankTransform", () => rankTransform(badRdm), "bad: expected a number for pair 2"],
    ["positive", () => positive(badRdm), "bad: expected a number for pair 2"],
    ["squareRoot", () => squareRoot(badRdm), "bad: expected a number for pair 2"],
    ["minmax", () => minmax(badRdm), "bad: expected a number for pair 2"],
    ["geodesic", () => geodesic(badRdm), "bad: expected a number for pair 2"],
    ["geotopological", () => geotopological([badRdm]), "bad: expected a number for pair 2"],
    ["subset", () => subset(badRdm, ["a", "b"]), "bad: expected a number for pair 2"],
    ["compareRdms", () => compareRdms([good], [badRdm]), "bad: expected a number for pair 2"],
    [
      "compareRdms, sigmaK",
      () => compareRdms([good], [good], { comparator: "cosine-whitened", sigmaK: [1, 1, null, 1] } as Wrong),
      "sigmaK: expected a number at place 2",
    ],
    ["rsa, data", () => rsa({ data: [badRdm], models: [good] }), "bad: expected a number for pair 2"],
    ["rsa, models", () => rsa({ data: [good], models: [badRdm] }), "bad: expected a number for pair 2"],
    [
      "rsa, theta",
      () =>
        rsa({
          data: [good],
          models: [{ kind: "weighted", name: "w", rdms: [good, good], theta: [1, null] }],
        } as Wrong),
      "expected one finite number for each",
    ],
    [
      "rsa, no RDM",
      () => rsa({ data: [null], models: [good] } as Wrong),
      "rsa: expected an RDM { name, stimuli, condensed }, got null",
    ],
    // labels and files
    [
      "selectRows",
      () =>
        selectRows(
          {
            representation: { name: "net", shape: [2, 1], data: new Float64Array(2) },
            labels: { a: ["x", null] },
          } as Wrong,
          { a: ["x"] },
        ),
      "got null at place 1",
    ],
    ["writeNpy", () => writeNpy([3], [1, null, 3] as Wrong), "writeNpy: expected a number at place 1"],
    ["writeCsv", () => writeCsv(["a"], ["x", "y"], [1, null] as Wrong), "got null at place 1"],
  ])("%s refuses others, with the place", async (_name, call, message) => {
    expect((await refusal(call)).message).toContain(message);
  });

  it("takes lists of numbers as it takes typed arrays", async () => {
    const plain = { ...square(), data: [...square().data] };
    expect(linkage(plain, "single").data).toEqual(linkage(square(), "single").data);
    expect(mantel(plain, condensed)).toEqual(mantel(square(), condensed));
    expect(rdmFrom({ ...good, condensed: [...condensed] as Wrong }).condensed).toEqual(condensed);
  });
});
