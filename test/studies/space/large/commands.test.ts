import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createEngine, distancesAmong, embed, read, type Engine } from "repgeom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseNpy } from "../../../../src/data/formats/numpy/npy.ts";
import { writeNpy } from "../../../../src/data/write.ts";
import { repgeom, temporaryFolder, writeResponses } from "../../../support/repgeom.ts";
import { angles } from "./matrices.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const arrayAt = (path: string) => parseNpy(new Uint8Array(readFileSync(path)), path)[0]!;
/** 800 items need 20 MB four times as doubles. */
const n = 800;
const d = angles(n, 12, 1, 0.5);
const small = ["--max-memory", "16MB", "--deterministic"];
let engine: Engine;
beforeAll(async () => {
  writeFileSync(at("D.npy"), writeNpy([n, n], d.data));
  engine = await createEngine({ threads: 2, deterministic: true });
});
afterAll(() => engine.close());

describe("repgeom embed of many items", () => {
  it("gives the bits of the API by bands of a file, with any number of threads, and tells the errors", async () => {
    const options = { method: "randomised", seed: 3, passes: 4 } as const;
    const expected = await embed(d, options, { engine });
    const words = ["embed", at("D.npy"), "--method", "randomised", "--seed", "3", "--passes", "4", ...small];
    for (const threads of ["0", "2"]) {
      const { code, stderr } = await repgeom(...words, "--threads", threads, "--out", at("E.npy"));
      expect([code, stderr]).toEqual([
        0,
        expect.stringMatching(/read band by band.*not on the map; axes are off by at most/s),
      ]);
      expect(arrayAt(at("E.npy")).data).toEqual(expected.coordinates.data);
    }
    const { stdout } = await repgeom(...words, "--json", "--quiet");
    expect(JSON.parse(stdout)).toMatchObject({
      method: "randomised",
      residual: expected.residual,
      axisResiduals: [...expected.axisResiduals!],
      leading: expected.leading,
      passes: expected.passes,
    });
  });

  it("writes a page by landmarks, without the pairs that are not in memory", async () => {
    const page = at("map.html");
    const { code, stderr } = await repgeom(
      "embed",
      at("D.npy"),
      "--method",
      "landmark",
      "--landmarks",
      "30",
      ...small,
      "--report",
      page,
      "--out",
      at("L.csv"),
    );
    expect([code, stderr]).toEqual([0, expect.stringContaining("placed by 30 landmarks")]);
    expect(readFileSync(page, "utf8")).toContain("Principal coordinates, by landmarks");
  });

  it("says that pcoa of more than --exact-up-to items is done by another method", async () => {
    const { stderr, stdout } = await repgeom("embed", at("D.npy"), "--exact-up-to", "700", "--json");
    expect(stderr).toContain(
      "the axes of 800 items are computed by method randomised, whose residuals are told",
    );
    expect(JSON.parse(stdout)).toMatchObject({
      method: "randomised",
      warnings: expect.arrayContaining([expect.stringContaining("computed by method randomised")]),
    });
  });

  it("maps networks from their files, by the landmarks and the sample of the API", async () => {
    const nets = Array.from({ length: 7 }, (_, k) => writeResponses(folder, `net-${k}`, 8, 3, k + 1));
    const options = { method: "landmark", landmarks: 5, pairs: 20, seed: 2 } as const;
    const among = await distancesAmong(await read(nets), { metric: "procrustes" });
    const expected = await embed(among, options, { engine });
    const words = ["--method", "landmark", "--landmarks", "5", "--pairs", "20", "--seed", "2", "--json"];
    const { code, stdout, stderr } = await repgeom(
      "embed",
      ...nets,
      "--metric",
      "procrustes",
      ...words,
      "--deterministic",
    );
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/± .* \(standard error, 20 pairs\).*by 5 landmarks/),
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      landmarks: expected.landmarks,
      sample: expected.sample,
      names: expected.names,
    });
    for (const [words, message] of [
      [["--metric", "procrustes"], /mapped by --method landmark.*repgeom pairwise, then embed/],
      [[], /takes one matrix of distances, got 7 files/],
    ] as const) {
      const refused = await repgeom("embed", ...nets, ...words);
      expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(message)]);
    }
    const idle = await repgeom("embed", at("D.npy"), "--alpha", "0.5");
    expect([idle.code, idle.stderr]).toEqual([2, expect.stringContaining("--alpha is an option of metrics")]);
  });

  it.each([
    [
      ["--method", "landmark", "--groups", "model", "--table", "t.csv"],
      /--groups needs the matrix in memory.*Raise --max-memory/,
    ],
    [
      ["--method", "randomised", "--to-distance", "arccos"],
      /the diagonal is 0, so these are distances already/,
    ],
    [["--method", "randomised", "--rename", "s/a/b/"], /D\.npy has no names/],
    [
      ["--method", "landmark", "--landmarks", "2"],
      /--landmarks is 2; accepted: more than the number of dimensions/,
    ],
    [["--method", "randomized"], /Did you mean randomised/],
  ])("refuses %o", async (words, message) => {
    const { code, stderr } = await repgeom("embed", at("D.npy"), ...words, ...small);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});
