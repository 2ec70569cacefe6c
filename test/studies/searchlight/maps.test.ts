import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { read, readRdms, searchlight, writeNpy } from "repgeom";
import { describe, expect, it } from "vitest";
import { spheres } from "../../../src/studies/places/spheres.ts";
import { repgeom, temporaryFolder } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const golden = (name: string) =>
  fileURLToPath(new URL(`../../golden/formats/nifti/${name}`, import.meta.url));
const [run, mask] = [golden("bold.nii.gz"), golden("mask.nii.gz")];
const model = (power: number) =>
  Float64Array.from({ length: 196 }, (_, k) => Math.abs(Math.floor(k / 14) - (k % 14)) ** power);
const models = [1, 2].map((power) => {
  writeFileSync(at(`m${power}.npy`), writeNpy([14, 14], model(power)));
  return at(`m${power}.npy`);
});

describe("repgeom searchlight of NIfTI volumes", () => {
  it("writes a map a model in the space of the volumes, which map-test reads", async () => {
    const words = ["--mask", mask, "--radius", "1.5", "--models", ...models, "--out", at("map.nii.gz")];
    const { code, stderr } = await repgeom("searchlight", run, ...words);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/wrote .*map\.nii\.gz/)]);
    const [subject] = await read(run, { mask });
    const { values } = await searchlight(subject!, spheres(subject!.space!, 1.5), {
      models: await readRdms(models),
    });
    const [maps] = await read(at("map.nii.gz"), { mask });
    expect(maps!.shape).toEqual([2, 43]);
    for (let place = 0; place < 43; place++)
      for (const m of [0, 1]) expect(maps!.data[43 * m + place]).toBe(values!.data[2 * place + m]);
    const [whole] = await read(at("map.nii.gz"));
    expect(whole!.data.filter((value) => value !== 0)).toHaveLength(86);
    copyFileSync(at("map.nii.gz"), at("again.nii.gz"));
    const files = [at("map.nii.gz"), at("again.nii.gz")]; // four subjects, for the test
    const test = await repgeom("map-test", ...files, "--mask", mask, "--out", at("t.nii"));
    expect([test.code, test.stderr]).toEqual([0, expect.stringMatching(/wrote .*t\.p-family-wise\.nii/)]);
    const [p] = await read(at("t.p.nii"));
    expect(p!.data.filter((value) => value === 1).length).toBeGreaterThanOrEqual(17);
  });
});
