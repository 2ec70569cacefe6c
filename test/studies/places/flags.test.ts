import { describe, expect, it } from "vitest";
import { checkPlaces, parseRadius } from "../../../src/studies/places/command-flags.ts";

const mm = { size: 3, unit: "mm" } as const;

describe("flags of places", () => {
  it.each([
    [{}, "one of --mask, --mesh and --neighbors; got none"],
    [{ mask: "a.npy", mesh: "b.csv" }, "got 2"],
    [{ mask: "a.npy", radius: mm }, "--radius in mm needs --voxel-size"],
    [{ neighbors: "e.csv", voxelSize: [2, 2, 2] as const }, "--voxel-size is of --mask"],
    [{ mask: "a.npy", vertices: "v.csv" }, "--vertices are of --mesh"],
    [{ mesh: "f.csv", radius: mm }, "needs --vertices"],
    [{ neighbors: "e.csv", radius: mm }, "a number of edges, without mm"],
  ])("say what is missing: %j", (flags, message) => {
    expect(() => checkPlaces(flags)).toThrow(message);
  });

  it.each([
    { mask: "a.nii.gz", radius: mm },
    { mask: "a.npy", voxelSize: [2, 2, 2] as const, radius: mm },
    { mesh: "s.surf.gii", radius: mm },
    { mesh: "f.csv", vertices: "v.csv", radius: mm },
    { neighbors: "e.csv" },
  ])("are enough: %j", (flags) => {
    expect(() => checkPlaces(flags)).not.toThrow();
  });

  it("reads a radius", () => {
    expect(["2", "1.5", "8mm", "8 mm"].map(parseRadius)).toEqual([
      { size: 2, unit: "steps" },
      { size: 1.5, unit: "steps" },
      { size: 8, unit: "mm" },
      { size: 8, unit: "mm" },
    ]);
    for (const text of ["0", "-1", "x", "8cm", "", "1.2.3"])
      expect(() => parseRadius(text)).toThrow("--radius takes a number above 0");
  });
});
