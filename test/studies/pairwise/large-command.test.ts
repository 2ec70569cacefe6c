import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeNpy, writeNpz } from "../../../src/data/write.ts";
import { repgeom, temporaryFolder } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);

describe("a table that does not fit in memory", () => {
  // 8 bytes each, of which the table may take an eighth of the memory: more than 8.5 MB.
  const nets = Array.from({ length: 380 }, (_, k) => at(`n${k}.npy`));
  const asked = [...nets, "--metric", "procrustes", "--max-memory", "8.5MB"];

  it("is refused for a format that is written from memory before anything is computed", async () => {
    for (const [k, path] of nets.entries())
      writeFileSync(path, writeNpy([3, 2], Float64Array.of(1, 2, k, 5, 4, 1)));
    for (const extension of ["npz", "json", "mat", "parquet"]) {
      const out = at(`D.${extension}`);
      const { code, stderr } = await repgeom("pairwise", ...asked, "--out", out);
      expect([code, stderr]).toEqual([2, expect.stringContaining(`.${extension} is written from there`)]);
      expect(stderr).toContain(at("D.npy"));
      expect(existsSync(`${out}.checkpoint`)).toBe(false);
    }
  });

  it("is written from its tiles, with the bytes of one that fits, and its tiles go away", async () => {
    const one = (k: number) => Float64Array.of(1, 2, Math.sin(k), 5, 4, Math.cos(k));
    const arrays = Array.from({ length: 1700 }, (_, k) => ({ name: `n${k}`, shape: [3, 2], data: one(k) }));
    const archive = at("many.npz");
    writeFileSync(archive, writeNpz(arrays));
    const many = ["pairwise", archive, "--metric", "procrustes"];
    const within = [...many, "--max-memory", "175MB", "--out", at("tiles.npy")];
    const [fits, tiles] = [await repgeom(...many, "--out", at("fits.npy")), await repgeom(...within)];
    expect([fits.code, tiles.code]).toEqual([0, 0]);
    expect(tiles.stderr).toContain(`1700 × 1700 values do not fit in memory`);
    expect(readFileSync(at("tiles.npy")).equals(readFileSync(at("fits.npy")))).toBe(true);
    expect(existsSync(at("tiles.npy.checkpoint"))).toBe(false);
  });
});
