import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { writeNpy } from "../../../src/data/write.ts";
import { encodeZip } from "../../data/formats/encode.ts";
import { repgeom, temporaryFolder } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const random = createRandom(5);
const normal = (shape: number[]) => {
  const length = shape.reduce((product, axis) => product * axis, 1);
  return writeNpy(
    shape,
    Float64Array.from({ length }, () => random.normal()),
  );
};
function archive(name: string, arrays: Record<string, Uint8Array>): string {
  const path = join(folder, `${name}.npz`);
  writeFileSync(
    path,
    encodeZip(Object.entries(arrays).map(([key, bytes]) => ({ name: `${key}.npy`, bytes }))),
  );
  return path;
}

const factored = ["a", "b"].map((name) =>
  archive(name, { means: normal([4, 3]), factors: normal([4, 3, 2]) }),
);
const ragged = ["c", "d"].map((name) =>
  archive(name, { cat: normal([5, 3]), dog: normal([4, 3]), owl: normal([6, 3]), elk: normal([5, 3]) }),
);
const asked = ["compare", "--metric", "gaussian-wasserstein", "--quiet", "--restarts", "2"];

describe("gaussian-wasserstein on the command line", () => {
  it("reads means with factors, and one array a stimulus", async () => {
    for (const files of [factored, [...ragged, "--per-stimulus"]]) {
      const { code, stdout, stderr } = await repgeom(...asked, ...files);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(Number(stdout)).toBeGreaterThan(0.1);
    }
  });

  it("says what else is there when an archive was meant to be one network", async () => {
    const { code, stderr } = await repgeom(...asked, ...ragged);
    expect(code).toBe(2);
    expect(stderr).toContain("compare takes two representations, got 8");
  });

  it("refuses plain matrices, and warns of singular covariances", async () => {
    const plain = join(folder, "plain.npy");
    writeFileSync(plain, normal([4, 3]));
    const refused = await repgeom(...asked, factored[0]!, plain);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("plain is a matrix, 4 × 3");
    const warned = await repgeom(
      "pairwise",
      "--metric",
      "gaussian-wasserstein",
      "--restarts",
      "2",
      ...factored,
    );
    expect(warned.stderr).toContain("covariances of 2 of 2 networks are singular");
  });
});
