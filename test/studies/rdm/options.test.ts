// Mistakes in the options of everything that makes or compares RDMs, and what results write.
import { describe, expect, it } from "vitest";
import {
  compareRdms,
  createEngine,
  noiseCovariance,
  noisePrecision,
  rdm,
  rdmMovie,
  readRdms,
  read,
  writeNpy,
  type Written,
} from "../../../src/index.ts";
import { parseCsv } from "../../../src/data/formats/text/csv.ts";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { overAllStimuli } from "../../../src/rdm/select.ts";
import { squareOf, stackOf } from "../../../src/rdm/stack.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian } from "../../support/data.ts";

const engine = await createEngine({ threads: 0 });
const random = createRandom(3);
const x = { name: "x", shape: [4, 6], data: gaussian(random, 4, 6).data };
const repeats = { name: "r", shape: [4, 3, 6], data: gaussian(random, 12, 6).data };
const file = { name: "r.npy", bytes: writeNpy([3], [1, 2, 3]) };
const one = await rdm(x);

const calls: Record<string, (options: object) => Promise<unknown>> = {
  rdm: (options) => rdm(x, options),
  rdmMovie: (options) => rdmMovie(repeats, options),
  noiseCovariance: (options) => noiseCovariance(repeats, options),
  noisePrecision: (options) => noisePrecision(repeats, options),
  compareRdms: (options) => compareRdms([one], [one], options),
  read: (options) => read(file, options),
  readRdms: (options) => readRdms(file, options),
};

describe("options", () => {
  it.each([
    ["rdm", { disimilarity: "cosine" }, 'rdm has no option "disimilarity". Did you mean dissimilarity?'],
    ["rdm", { dissimilarity: "euclidean", perunit: true }, "Did you mean perUnit?"],
    ["rdm", { dissimilarity: "euclidean", perUnit: 2.5 }, "rdm: perUnit is 2.5; accepted: true, false"],
    ["rdm", { dissimilarity: "minkowski", p: -1 }, "rdm: p is -1; accepted: a number above 0 (default 2)."],
    ["rdm", { dissimilarity: "poisson", priorWeight: -1 }, "priorWeight is -1; accepted: a number from 0"],
    [
      "rdm",
      { dissimilarity: "euclidean", p: 3 },
      'euclidean has no option "p". Its options: perUnit, removeMean.',
    ],
    ["rdm", { dissimilarity: "crossnobis", noise: "ful" }, 'noise is "ful"; accepted: "none", "full"'],
    ["rdm", { dissimilarity: "crossnobis", noise: 3 }, "noise is 3; accepted: "],
    ["rdm", { dissimilarity: "crossnobis", noise: { residuals: x, metod: "full" } }, "Did you mean method?"],
    [
      "rdm",
      { dissimilarity: "crossnobis", noise: { residuals: x, dof: -1 } },
      "noise: dof is -1; accepted: a number above 0",
    ],
    ["rdm", { dissimilarity: "crossnobis", noise: {} }, "noise is an object without residuals"],
    ["rdm", { average: "runs" }, 'average is "runs"; accepted: "repeats"'],
    ["rdm", { pooling: "mean" }, 'pooling is "mean"; accepted: "means", "number", "equal"'],
    ["rdm", { conditions: 4 }, "conditions is 4; accepted: a list with the stimulus of each row"],
    ["rdmMovie", { bin: [[0]] }, 'rdmMovie has no option "bin". Did you mean bins?'],
    ["rdmMovie", { bins: 2.5 }, "bins is 2.5; accepted: a list of lists of times"],
    ["noiseCovariance", { metod: "full" }, 'noiseCovariance has no option "metod". Did you mean method?'],
    ["noiseCovariance", { dof: -1 }, "noiseCovariance: dof is -1; accepted: a number above 0."],
    ["noisePrecision", { method: "oas" }, 'noisePrecision: method is "oas"; accepted: "full"'],
    ["compareRdms", { comparater: "cosine" }, "Did you mean comparator?"],
    ["compareRdms", { comparator: "minkowski", p: -1 }, "p is -1; accepted: a number above 0 (default 2)."],
    ["compareRdms", { sigmaK: 2.5 }, "sigmaK is 2.5; accepted: a Float64Array"],
    ["read", { maxMemroy: 5 }, 'read has no option "maxMemroy". Did you mean maxMemory?'],
    ["read", { maxMemory: -1 }, "read: maxMemory is -1; accepted: a number from 1 (default 2147483648)."],
    ["read", { axes: "stimuli" }, 'axes is "stimuli"; accepted: a list of names of axes'],
    ["readRdms", { maxMemroy: 5 }, 'readRdms has no option "maxMemroy". Did you mean maxMemory?'],
    ["readRdms", { dissimilarity: 3 }, 'dissimilarity is 3; accepted: a text (default "given").'],
  ])("of %s: %j is refused", async (name, options, message) => {
    const asked = calls[name]!(options);
    await expect(asked).rejects.toThrow(message);
    await expect(asked).rejects.toMatchObject({ name: "OptionError" });
  });

  it("that are undefined are as those left out", async () => {
    const same = await rdm(x, { dissimilarity: undefined, p: undefined, noise: undefined });
    expect(same.condensed).toEqual(one.condensed);
  });
});

/** Shape and values of what a result writes, in each format. */
function writtenAs(result: Written) {
  const [npy] = parseNpy(result.toNpy(), "r.npy");
  const [csv] = parseCsv(new TextEncoder().encode(result.toCsv()), "r.csv", { maxMemory: 1e9 });
  expect(JSON.parse(result.toJson())).toEqual(JSON.parse(JSON.stringify(result)));
  return { npy: npy!, csv: csv!, json: JSON.parse(result.toJson()) as Record<string, unknown> };
}

describe("results", () => {
  it("of rdm: condensed, the square with names, and all that reproduces it", () => {
    const { npy, csv, json } = writtenAs(one);
    expect(npy).toMatchObject({ shape: [6], data: one.condensed });
    expect(csv).toMatchObject({ shape: [4, 4], data: one.square().data, stimuli: one.stimuli });
    expect(json).toMatchObject({ name: "x", dissimilarity: "correlation", condensed: [...one.condensed] });
    const square = writtenAs(squareOf(one));
    expect([square.npy.shape, square.npy.data]).toEqual([[4, 4], one.square().data]);
    expect(Object.keys(square.json)).toEqual(["name", "dissimilarity", "stimuli", "square"]);
  });

  it("of rdmMovie: times × pairs", async () => {
    const movie = await rdmMovie(repeats, { dissimilarity: "euclidean", bins: [[0, 1], [2]] }, { engine });
    const { npy, csv, json } = writtenAs(movie);
    const values = Float64Array.from(movie.rdms.flatMap(({ condensed }) => [...condensed]));
    expect(npy).toMatchObject({ shape: [2, 6], data: values });
    expect(csv).toMatchObject({ shape: [2, 6], data: values, stimuli: ["r@0.5", "r@2"] });
    expect(csv.columns![0]).toBe("0 | 1");
    expect(json).toMatchObject({ times: [0.5, 2], options: { perUnit: false } });
  });

  it("of several RDMs: RDMs × pairs, or RDMs × stimuli × stimuli", () => {
    const { npy, json } = writtenAs(stackOf(overAllStimuli([one, one])));
    expect([npy.shape, Object.keys(json)]).toEqual([
      [2, 6],
      ["names", "dissimilarity", "stimuli", "condensed"],
    ]);
    const squares = writtenAs(stackOf([one, one], true));
    expect([squares.npy.shape, squares.csv.shape]).toEqual([
      [2, 4, 4],
      [2, 16],
    ]);
  });

  it("of compareRdms: RDMs × RDMs, and how many pairs were compared", async () => {
    const result = await compareRdms([one], [one, one]);
    const { npy, csv, json } = writtenAs(result);
    expect([npy.shape, csv.shape]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(json).toMatchObject({ metric: "pearson", compared: 6, leftOut: 0 });
  });
});
