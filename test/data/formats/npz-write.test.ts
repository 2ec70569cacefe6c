import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { parseNpz } from "../../../src/data/formats/numpy/npz.ts";
import { writeNpy, writeNpz } from "../../../src/data/write.ts";

const arrays = [
  { name: "left", shape: [2, 3], data: [1, -0, 0.1, 4, 5e-324, 6] },
  { name: "wört", shape: [2, 2], data: [7, 8, 9, Math.PI] },
];

describe("writeNpz", () => {
  it("writes what parseNpz reads back, bit for bit", () => {
    const found = parseNpz(writeNpz(arrays), "m.npz");
    expect(found.map(({ name, shape }) => [name, shape])).toEqual([
      ["m:left", [2, 3]],
      ["m:wört", [2, 2]],
    ]);
    found.forEach(({ data }, k) => expect([...data]).toEqual(arrays[k]!.data));
  });

  it("writes an archive that another reader accepts", () => {
    const members = unzipSync(writeNpz(arrays));
    expect(Object.keys(members)).toEqual(["left.npy", "wört.npy"]);
    expect(members["left.npy"]).toEqual(writeNpy([2, 3], arrays[0]!.data));
  });
});
