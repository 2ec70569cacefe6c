// Real NIfTI files of nibabel, and a GIFTI surface: places and maps in their space.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { mapInference, read, searchlight, spheres, voxelSizeOf } from "repgeom";
import { describe, expect, it } from "vitest";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { writeNpy } from "../../../src/data/write.ts";
import { unitsIn, indicesOf } from "../../../src/studies/places/volume.ts";
import { repgeom, temporaryFolder } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const golden = (name: string) => new URL(`../../golden/formats/${name}`, import.meta.url).pathname;
const [bold, mask] = [golden("nifti/bold.nii.gz"), golden("nifti/mask.nii.gz")];
const [data] = await read(bold, { mask });
const [all] = await read(bold);
const space = data!.space!;
const volumes = data!.shape[0]!;
const condensed = Float64Array.from({ length: (volumes * (volumes - 1)) / 2 }, (_, k) => Math.sin(7 * k));
writeFileSync(at("model.npy"), writeNpy([condensed.length], condensed));
const stimuli = Array.from({ length: volumes }, (_, k) => String(k));
const options = { dissimilarity: "euclidean", models: [{ name: "model", stimuli, condensed }] } as const;
const how = ["--dissimilarity", "euclidean", "--models", at("model.npy")];

describe("spheres of a NIfTI space", () => {
  it("are those of its voxels, in the order in which they are read", () => {
    const [nx, ny, nz] = space.shape;
    const places = Array.from(space.voxels!, (place) => [
      place % nx,
      Math.floor(place / nx) % ny,
      Math.floor(place / (nx * ny)),
    ]);
    const size = voxelSizeOf(space);
    const [mm, units] = [1.01 * Math.max(...size), unitsIn(space)];
    const found = spheres(space, mm, size);
    expect(found).toHaveLength(places.length);
    places.forEach((a, unit) => {
      const near = [...places.keys()].filter(
        (k) => Math.hypot(...[0, 1, 2].map((axis) => (a[axis]! - places[k]![axis]!) * size[axis]!)) <= mm,
      );
      expect([...found[unit]!].sort((x, y) => x - y)).toEqual(near);
      expect(indicesOf(units, unit)).toBe(a.join(", "));
    });
    expect(spheres({ ...space, voxels: undefined } as never, 1)).toHaveLength(nx * ny * nz);
  });
});

describe("repgeom searchlight and map-test on NIfTI", () => {
  it("write maps in the space of the mask, whose voxels the data are", async () => {
    const expected = await searchlight(data!, spheres(space, 1), options);
    const words = [bold, "--mask", mask, "--radius", "1", ...how];
    const { code, stderr } = await repgeom(
      "searchlight",
      ...words,
      "--out",
      at("map.nii.gz"),
      "--report",
      at("s.html"),
    );
    expect([code, stderr]).toEqual([0, expect.stringContaining("wrote")]);
    const [map] = await read(at("map.nii.gz"), { mask });
    expect([...map!.data]).toEqual([...expected.values!.data]);
    expect(map!.space!.shape).toEqual(space.shape);
    expect(readFileSync(at("s.html"), "utf8")).toContain("slice ");
    // Voxels that a file of numbers has, at the places that the mask says.
    writeFileSync(at("flat.npy"), writeNpy(data!.shape, Float64Array.from(data!.data)));
    const flat = await repgeom("searchlight", at("flat.npy"), ...words.slice(1), "--out", at("flat.nii.gz"));
    expect(flat.code).toBe(0);
    expect(readFileSync(at("flat.nii.gz"))).toEqual(readFileSync(at("map.nii.gz")));
    const mm = await repgeom(
      "searchlight",
      bold,
      "--mask",
      mask,
      "--radius",
      "100mm",
      ...how,
      "--out",
      at("mm.npy"),
    );
    expect(mm.code).toBe(0);
    const whole = parseNpy(readFileSync(at("mm.npy")), "mm")[0]!.data;
    const alone = await searchlight(data!, [[...space.voxels!.keys()]], options);
    expect(whole[0]).toBeCloseTo(alone.values!.data[0]!, 12);
  });

  it("test volumes, and write t and p there; voxels that are none are 0 and 1", async () => {
    const words = [bold, "--mask", mask, "--samples", "50", "--method", "tfce", "--out", at("t.nii.gz")];
    const { code } = await repgeom("map-test", ...words);
    expect(code).toBe(0);
    const expected = await mapInference(data!, spheres(space, 1), { samples: 50, method: "tfce" });
    const [t] = await read(at("t.nii.gz"), { mask });
    expect([...t!.data]).toEqual([...expected.t]);
    const [p] = await read(at("t.p-family-wise.nii.gz"));
    const inside = new Set(space.voxels);
    const outside = [...p!.data].filter((_, voxel) => !inside.has(voxel));
    expect(new Set(outside)).toEqual(new Set([1]));
    expect(p!.shape).toEqual([1, all!.shape[1]]);
  });

  it("go along a GIFTI surface, in edges and in millimetres", async () => {
    const files = unzipSync(readFileSync(golden("gifti.zip")));
    const name = "surface-B64BIN-little-RowMajorOrder.gii";
    writeFileSync(at("s.gii"), files[name]!);
    const [points] = parseNpy(files[`${name}.pointset.npy`]!, "points");
    const count = points!.shape[0]!;
    const numbers = Float64Array.from({ length: 6 * count }, (_, k) => Math.cos(3 * k));
    writeFileSync(at("net.npy"), writeNpy([6, count], numbers));
    for (const radius of ["1", "1000mm"]) {
      const words = ["--mesh", at("s.gii"), "--radius", radius, "--dissimilarity", "euclidean", "--json"];
      const { code, stdout, stderr } = await repgeom("searchlight", at("net.npy"), ...words);
      expect([code, stderr]).toEqual([0, ""]);
      expect((JSON.parse(stdout) as { rdms: number[][] }).rdms).toHaveLength(count);
    }
  });

  it.each([
    [
      [bold, "--mask", mask, "--dissimilarity", "euclidean", "--out", at("x.nii")],
      "--out of a map needs --models",
    ],
    [
      [at("net.npy"), "--mesh", at("s.gii"), ...how, "--out", at("x.nii")],
      "a map is written into the space of a NIfTI file",
    ],
    [[at("net.npy"), "--mask", mask, ...how], "they must be as many"],
  ])("refuses %#", async (words, message) => {
    const { code, stderr } = await repgeom("searchlight", ...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
