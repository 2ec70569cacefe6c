import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { predictivity, read } from "repgeom";
import { describe, expect, it } from "vitest";
import { matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { writeNifti } from "../../../src/data/formats/nifti/write.ts";
import { writeNpy } from "../../../src/data/write.ts";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const golden = new URL("../../golden/formats/nifti/", import.meta.url);
const [stimuli, runs, voxels] = [24, 3, 60];

const [scaled] = await read([
  { name: "s.nii", bytes: new Uint8Array(readFileSync(new URL("scaled.nii", golden))) },
]);
const space = scaled!.space!;
const features = [1, 2].map((seed) => writeResponses(folder, `layer${seed}`, stimuli, 4, seed));
const [source] = await read(features[0]!);
const random = createRandom(3);
const volumes = Array.from({ length: runs }, () =>
  matrix(
    stimuli,
    voxels,
    Float64Array.from(
      { length: stimuli * voxels },
      (_, i) => source!.data[Math.floor(i / voxels) * 4 + (i % 4)]! + 0.5 * random.normal(),
    ),
  ),
);
const files = volumes.map((volume, run) => {
  const path = at(`run-${run}.nii.gz`);
  writeFileSync(path, writeNifti(volume, space, { compressed: true }));
  return path;
});
/** Stimuli × runs × voxels, written down from the definition. */
const responses = {
  name: "runs",
  shape: [stimuli, runs, voxels],
  data: Float64Array.from({ length: stimuli * runs * voxels }, (_, i) => {
    const [row, run, voxel] = [Math.floor(i / (runs * voxels)), Math.floor(i / voxels) % runs, i % voxels];
    return volumes[run]!.data[row * voxels + voxel]!;
  }),
};
const how = ["--splits", "2", "--samples", "20", "--seed", "2"];
const options = { splits: 2, samples: 20, seed: 2 };

describe("repgeom predictivity of NIfTI volumes", () => {
  it("takes a file a run, and writes a volume a model in the space of the runs", async () => {
    const words = ["--target", ...files, "--runs", ...how, "--out", at("map.nii.gz")];
    const { code, stderr } = await repgeom("predictivity", ...features, ...words);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/wrote .*map\.reliability\.nii\.gz/)]);
    const [map, raw] = await read([at("map.nii.gz"), at("map.raw.nii.gz")]);
    expect([map!.shape, map!.space!.shape]).toEqual([[2, voxels], space.shape]);
    for (const [k, x] of (await read(features)).entries()) {
      const expected = await predictivity(x, responses, options);
      expect(map!.data.slice(k * voxels, (k + 1) * voxels)).toEqual(expected.values);
      expect(raw!.data.slice(k * voxels, (k + 1) * voxels)).toEqual(expected.raw);
    }
  });

  it("says what --runs is for, and which runs do not fit", async () => {
    const one = await repgeom("predictivity", features[0]!, "--target", files[0]!);
    expect([one.code, one.stderr]).toEqual([1, expect.stringContaining("give all of them and --runs")]);
    const lone = await repgeom("predictivity", features[0]!, "--target", files[0]!, "--runs");
    expect([lone.code, lone.stderr]).toEqual([2, expect.stringContaining("2 files of --target or more")]);
    const short = at("short.npy");
    writeFileSync(short, writeNpy([stimuli, 2], new Float64Array(stimuli * 2)));
    const uneven = await repgeom("predictivity", features[0]!, "--target", files[0]!, short, "--runs");
    expect([uneven.code, uneven.stderr]).toEqual([1, expect.stringContaining("short is 24 × 2")]);
  });

  it("shows the groups of models on the page, in the order asked for", async () => {
    const page = at("page.html");
    const words = ["--target", ...files, "--runs", ...how, "--report", page, "--quiet"];
    const look = ["--pattern", "layer{depth}", "--color", "depth", "--shape", "depth", "--order", "depth"];
    const { code } = await repgeom("predictivity", ...features, ...words, ...look, "--title", "Ventral");
    expect(code).toBe(0);
    const html = readFileSync(page, "utf8");
    expect(html).toContain("Ventral");
    expect(html).toMatch(/"column":"depth"/);
    const banded = ["--banded", "--target", ...files, "--runs", "--pattern", "layer{depth}"];
    const refused = await repgeom("predictivity", ...features, ...banded, "--report", page);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("leave out --table")]);
  });
});
