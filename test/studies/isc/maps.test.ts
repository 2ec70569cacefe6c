import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isc, read } from "repgeom";
import { describe, expect, it } from "vitest";
import { matrix } from "../../../src/base/matrix.ts";
import { arrangeUnits } from "../../../src/data/arrange/units.ts";
import { affineOf } from "../../../src/data/formats/nifti/affine.ts";
import { writeNifti } from "../../../src/data/formats/nifti/write.ts";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const golden = new URL("../../golden/formats/nifti/", import.meta.url);

// Subjects in the space of a file of nibabel, 5 × 4 × 3 voxels.
const [scaled] = await read([
  { name: "s.nii", bytes: new Uint8Array(readFileSync(new URL("scaled.nii", golden))) },
]);
const space = scaled!.space!;
const arrays = [1, 2, 3, 4].map((seed) => writeResponses(folder, `flat-${seed}`, 20, 60, seed));
const subjects = await Promise.all(
  arrays.map(async (array, k) => {
    const { data } = (await read(array))[0]!;
    const path = at(`sub-${k}.nii.gz`);
    writeFileSync(path, writeNifti(matrix(20, 60, Float64Array.from(data)), space, { compressed: true }));
    return path;
  }),
);

describe("repgeom isc of NIfTI volumes", () => {
  it("writes the correlations and their test as maps in the space of the volumes", async () => {
    const words = ["--null", "bootstrap", "--samples", "50", "--seed", "3", "--out", at("isc.nii.gz")];
    const { code, stderr } = await repgeom("isc", ...subjects, ...words);
    expect(stderr).toMatch(/wrote .*isc\.p-fdr\.nii\.gz/);
    expect(code).toBe(0);
    const expected = await isc(await read(arrays), { null: "bootstrap", samples: 50, seed: 3 });
    const [map, p] = await read([at("isc.nii.gz"), at("isc.p.nii.gz")]);
    expect([map!.shape, map!.data]).toEqual([[1, 60], expected.summary]);
    expect(p!.data).toEqual(expected.p);
    expect(affineOf(map!.space!.header)).toEqual(affineOf(space.header));
  });

  it("writes a volume a subject without a summary", async () => {
    const { code } = await repgeom("isc", ...subjects, "--summary", "none", "--out", at("all.nii"));
    expect(code).toBe(0);
    const [maps] = await read(at("all.nii"));
    const { values } = await isc(await read(arrays), { summary: "none" });
    expect([maps!.shape, maps!.data]).toEqual([[4, 60], values.data]);
  });

  it("knows where units are of which some were taken, or left out", async () => {
    const words = ["--units", "10:30", "--summary", "none", "--out", at("some.nii")];
    expect((await repgeom("isc", ...subjects, ...words)).code).toBe(0);
    const { values } = await isc(await read(arrays, { units: "10:30" }), { summary: "none" });
    const [maps] = await read(at("some.nii"));
    for (let row = 0; row < 4; row++)
      expect(Array.from(maps!.data.slice(60 * row, 60 * (row + 1)))).toEqual([
        ...new Array(10).fill(0),
        ...values.data.slice(20 * row, 20 * (row + 1)),
        ...new Array(30).fill(0),
      ]);
    const constant = await read([subjects[0]!], { units: "2:50" });
    for (const unit of [0, 3, 7]) for (let t = 0; t < 20; t++) constant[0]!.data[48 * t + unit] = 5;
    const [left] = constant.map((one) => arrangeUnits(one, { dropConstant: true }));
    expect([left!.shape[1], ...left!.space!.voxels!.slice(0, 5)]).toEqual([45, 3, 4, 6, 7, 8]);
    const turned = await repgeom("isc", ...subjects, "--transpose", "--out", at("no.nii"));
    expect([turned.code, turned.stderr]).toEqual([
      2,
      expect.stringMatching(/units of sub-0 are no longer its voxels/),
    ]);
  });

  it("refuses a map where there is no space, or none for all values", async () => {
    const none = await repgeom("isc", ...arrays, "--out", at("no.nii.gz"));
    expect([none.code, none.stderr]).toEqual([
      2,
      expect.stringMatching(
        /the space of NIfTI volumes that were read; flat-1 is none\. Write \.npy or \.csv/,
      ),
    ]);
    const other = writeNifti(matrix(20, 60), { ...space, shape: [3, 4, 5] });
    writeFileSync(at("other.nii"), other);
    const two = await repgeom("isc", subjects[0]!, at("other.nii"), "--out", at("no.nii"));
    expect([two.code, two.stderr]).toEqual([2, expect.stringMatching(/other has other voxels than sub-0\./)]);
    const shared = await repgeom("isc", ...subjects, "--features", "5", "--out", at("no.nii"));
    expect([shared.code, shared.stderr]).toEqual([
      2,
      expect.stringMatching(/--features and --out .* exclude/),
    ]);
    const rdm = await repgeom("rdm", arrays[0]!, "--out", at("rdm.nii.gz"));
    expect([rdm.code, rdm.stderr]).toEqual([2, expect.stringMatching(/Accepted: \.npy/)]);
    expect(rdm.stderr).not.toMatch(/Accepted:.*\.nii/);
  });
});
