import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bandedPredictivity, predictivity, read } from "repgeom";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { writeNpy } from "../../../src/data/write.ts";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const features = [1, 2].map((seed) => writeResponses(folder, `layer-${seed}`, 24, 4, seed));
const random = createRandom(4);
const targets = ["V1", "IT"].map((name, k) => {
  const [first, second] = features.map((file) => parseNpy(readFileSync(file), name)[0]!.data) as [
    Float64Array,
    Float64Array,
  ];
  const [near, far] = k === 0 ? [first, second] : [second, first];
  const data = Float64Array.from({ length: 24 * 3 * 5 }, (_, i) => {
    const unit = Math.floor(i / 15) * 4 + ((i % 5) % 4);
    return near[unit]! + 0.5 * far[unit]! + 0.1 * random.normal();
  });
  writeFileSync(at(`${name}.npy`), writeNpy([24, 3, 5], data));
  return at(`${name}.npy`);
});
const how = ["--splits", "2", "--samples", "20", "--seed", "2"];
const options = { splits: 2, samples: 20, seed: 2 };
const arrayAt = (name: string) => parseNpy(readFileSync(at(name)), name)[0]!;

describe("repgeom predictivity", () => {
  it("prints a line a model and target, with the API's values", async () => {
    const { code, stdout } = await repgeom(
      "predictivity",
      ...features,
      "--target",
      ...targets,
      ...how,
      "--ridge",
      "0.1,1",
    );
    expect(code).toBe(0);
    const [head, ...rows] = stdout
      .trim()
      .split("\n")
      .map((line) => line.split("\t"));
    expect(head!.slice(0, 5)).toEqual(["model", "target", "median", "lower", "upper"]);
    expect(rows.map((row) => row.slice(0, 2).join())).toEqual([
      "layer-1,V1",
      "layer-2,V1",
      "layer-1,IT",
      "layer-2,IT",
    ]);
    const [x, y] = await read([features[1]!, targets[1]!]);
    const { median, interval } = await predictivity(x!, y!, { ...options, ridge: [0.1, 1] });
    expect(rows[3]!.slice(2, 5).map(Number)).toEqual(
      [median, interval.lower, interval.upper].map((value) => Number(value.toPrecision(6))),
    );
  });

  it("writes voxels of all targets × models, and beside them the raw values and reliabilities", async () => {
    const words = ["--out", at("p.npy"), "--report", at("p.html")];
    await repgeom("predictivity", ...features, "--target", ...targets, ...how, ...words);
    const [x, y] = await read([features[0]!, targets[1]!]);
    const found = await predictivity(x!, y!, options);
    for (const [name, values] of [
      ["p", found.values],
      ["p.raw", found.raw],
      ["p.reliability", found.responseReliability],
    ] as const) {
      const { shape, data } = arrayAt(`${name}.npy`);
      expect(shape).toEqual([10, 2]);
      expect([5, 6, 7, 8, 9].map((row) => data[row * 2])).toEqual([...values]);
    }
    await repgeom("predictivity", ...features, "--target", ...targets, ...how, "--out", at("p.csv"));
    expect(readFileSync(at("p.csv"), "utf8")).toMatch(/^,layer-1,layer-2\n"?V1, voxel 0"?,/);
    expect(readFileSync(at("p.html"), "utf8")).toContain("Voxels from worst to best");
  });

  it("takes all files as the feature spaces of one model with --banded", async () => {
    const words = ["--banded", "--candidates", "10", "--out", at("b.npy"), "--report", at("b.html")];
    const { code, stderr } = await repgeom(
      "predictivity",
      ...features,
      "--target",
      targets[0]!,
      ...how,
      ...words,
    );
    expect([code, stderr]).toEqual([0, expect.stringContaining("wrote")]);
    const found = await bandedPredictivity(await read(features), (await read(targets.slice(0, 1)))[0]!, {
      ...options,
      candidates: 10,
    });
    expect([...arrayAt("b.npy").data]).toEqual([...found.values]);
    expect([...arrayAt("b.parts.npy").data]).toEqual([...found.parts!.data]);
    expect([...arrayAt("b.weights.npy").data]).toEqual([...found.weights!.data]);
    expect(readFileSync(at("b.html"), "utf8")).toContain("What each feature space adds");
    const { stdout } = await repgeom(
      "predictivity",
      ...features,
      "--target",
      targets[0]!,
      ...how,
      ...words.slice(0, 3),
      "--json",
    );
    const [document] = (JSON.parse(stdout) as { predictivity: { spaces: string[]; parts: number[][] }[] })
      .predictivity;
    expect(document!.spaces).toEqual(["layer-1", "layer-2"]);
    expect(document!.parts[4]).toEqual([...found.parts!.data.subarray(8)]);
  });

  it("says of a target that nothing can be predicted, and gives the others", async () => {
    // The second repeat is the first with the other sign.
    const data = Float64Array.from(
      { length: 24 * 2 * 5 },
      (_, i) => Math.sin(i - (i % 10)) * (i % 10 < 5 ? 1 : -1),
    );
    writeFileSync(at("odd.npy"), writeNpy([24, 2, 5], data));
    const words = [...features, "--target", at("odd.npy"), targets[0]!, ...how];
    const { code, stdout, stderr } = await repgeom("predictivity", ...words, "--out", at("odd.csv"));
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toContain("note: layer-2: odd: no voxel is reliable enough");
    expect(readFileSync(at("odd.csv"), "utf8").trim().split("\n")).toHaveLength(1 + 5);
    const alone = await repgeom("predictivity", features[0]!, "--target", at("odd.npy"), ...how);
    expect([alone.code, alone.stderr]).toEqual([1, expect.stringContaining("no voxel is reliable enough")]);
  });

  it.each([
    [[features[0]!], 2, "--target is missing"],
    [
      [features[0]!, "--target", targets[0]!, "--ridge", "1,x"],
      2,
      '--ridge takes numbers from 0, with commas between, e.g. 0.1,1,10; got "1,x"',
    ],
    [[features[0]!, "--target", targets[0]!, "--banded", "--method", "pls"], 2, "leave out --method"],
    [[features[0]!, "--target", features[1]!], 1, "expected responses, stimuli × repeats × voxels"],
    [[features[0]!, "--target", targets[0]!, "--folds", "13"], 2, "--folds is 13; accepted for 24 stimuli"],
  ])("refuses %#", async (words, expected, message) => {
    const { code, stderr } = await repgeom("predictivity", ...words);
    expect([code, stderr]).toEqual([expected, expect.stringContaining(message)]);
  });
});
