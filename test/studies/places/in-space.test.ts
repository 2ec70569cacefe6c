import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { openNifti } from "../../../src/data/formats/nifti/open.ts";
import { sizesOf, spheresInSpace } from "../../../src/studies/places/in-space.ts";
import { opened } from "../../data/formats/opening.ts";

const golden = new URL("../../golden/formats/nifti/", import.meta.url);
const bytes = (name: string) => new Uint8Array(readFileSync(new URL(name, golden)));
const mask = { name: "mask.nii.gz", bytes: bytes("mask.nii.gz") };
const [run] = (await opened(openNifti, "bold.nii.gz", bytes("bold.nii.gz"), { mask })).arrays;
const space = run!.space!;

/** Units within a radius of each unit, by the distance of every pair: itself first. */
function byDistance(voxels: ArrayLike<number>, radius: number, sizes: readonly number[]): number[][] {
  const [nx, ny] = space.shape;
  const at = (v: number) => [v % nx, Math.floor(v / nx) % ny, Math.floor(v / (nx * ny))];
  const units = Array.from(voxels, at);
  return units.map((one, unit) => {
    const near = units.flatMap((other, k) => {
      const distance = Math.hypot(...one.map((x, axis) => (x - other[axis]!) * sizes[axis]!));
      return k !== unit && distance <= radius + 1e-9 ? [k] : [];
    });
    return [unit, ...near];
  });
}
const sorted = (patches: readonly ArrayLike<number>[]) =>
  patches.map(([unit, ...others]: any) => [unit, ...others.sort((a: number, b: number) => a - b)]);

it("spheres have the units within the radius, in voxels and in mm of the header", () => {
  expect(sizesOf(space)).toEqual([2, 2, 3]);
  expect(sorted(spheresInSpace(space, 1.5).patches.map((patch) => [...patch]))).toEqual(
    byDistance(space.voxels!, 1.5, [1, 1, 1]),
  );
  expect(sorted(spheresInSpace(space, 3, sizesOf(space)).patches.map((patch) => [...patch]))).toEqual(
    byDistance(space.voxels!, 3, [2, 2, 3]),
  );
});

it("units may be some of the voxels in any order", () => {
  const voxels = Int32Array.of(7, 2, 6, 40, 1);
  const { patches, volume } = spheresInSpace({ ...space, voxels }, 1);
  expect(sorted(patches.map((patch) => [...patch]))).toEqual(byDistance(voxels, 1, [1, 1, 1]));
  // 7 is x 2, y 1, z 0 of 5 × 4 × 3; the last axis is the fastest one of places.
  expect(volume.places[0]).toBe((2 * 4 + 1) * 3);
});
