import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createEngine, cross, pairwise, read, type MetricSpec } from "repgeom";
import { describe, expect, it } from "vitest";
import { falseDiscoveryRate } from "../../../src/base/multiple.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian, representation } from "../../support/data.ts";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const random = createRandom(5);
const shared = gaussian(random, 16, 3);
const networks = Array.from({ length: 5 }, (_, k) => {
  const own = gaussian(random, 16, 3);
  const data = own.data.map((value, at) => value + (k % 2 ? 1.5 * shared.data[at]! : 0));
  return representation(`net ${k}`, { ...own, data });
});
const [rows, cols] = [networks.slice(0, 2), networks.slice(2)];
const asked = { bootstrap: "stimuli", permutation: "stimuli", samples: 40, seed: 3 } as const;
const specs: MetricSpec[] = [
  { metric: "procrustes" },
  { metric: "cka", debiased: true },
  { metric: "rsa" },
  { metric: "linear-regression" },
];

describe("cross with resampled stimuli", () => {
  it.each(specs)("says of each cell what pairwise of all says of that pair, by %o", async (spec) => {
    for (const interval of ["jackknife", "bca", "percentile"] as const) {
      const found = await cross(rows, cols, { ...spec, ...asked, interval });
      const all = await pairwise(networks, { ...spec, ...asked, interval });
      const cells = found.rowNames.flatMap((_, i) => found.colNames.map((_, j) => [i, j] as const));
      for (const [i, j] of cells) {
        const [cell, pair] = [i * 3 + j, i * 5 + 2 + j];
        for (const name of ["standardError", "estimate", "p"] as const)
          expect(found[name]!.values[cell]).toBeCloseTo(all[name]!.values[pair]!, 10);
        for (const bound of ["lower", "upper"] as const)
          expect(found.interval![bound].values[cell]).toBeCloseTo(all.interval![bound].values[pair]!, 10);
        expect(found.estimands?.[cell]).toBe(all.estimands?.[pair]);
      }
      expect(found.resampling).toMatchObject({ ...all.resampling! });
    }
  });

  it("corrects p for the number of cells, none of which is a network against itself", async () => {
    const found = await cross(rows, cols, { metric: "cka", permutation: "stimuli", samples: 60 });
    expect([...found.pFdr!.values]).toEqual([...falseDiscoveryRate(found.p!.values)]);
    expect(found.pFamilyWise!.values).toHaveLength(6);
    found.pFamilyWise!.values.forEach((value, k) =>
      expect(value).toBeGreaterThanOrEqual(found.p!.values[k]!),
    );
    expect(found.p!.at(1, 1)).toBeLessThan(0.05); // nets 1 and 3 share what they respond to
    const same = await cross(rows, rows, { metric: "cka", permutation: "stimuli", samples: 60 });
    expect(same.p!.at(0, 0)).toBeCloseTo(1 / 61, 12);
  });

  it("has the same bits on any number of threads", async () => {
    const options = { metric: "procrustes", ...asked } as const;
    const expected = (await cross(rows, cols, options)).toJSON();
    for (const threads of [0, 2]) {
      const engine = await createEngine({ threads });
      expect((await engine.cross(rows, cols, options)).toJSON()).toEqual(expected);
      engine.close();
    }
  });

  it("takes no options of pairwise that it has not", async () => {
    await expect(cross(rows, cols, { metric: "cka", folds: 2 } as never)).rejects.toThrow(
      'cross with cka has no option "folds"',
    );
    await expect(cross(rows, cols, { metric: "cka", samples: 0 })).rejects.toThrow("cross: samples is 0");
  });
});

describe("repgeom cross", () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder, name);
  const files = Array.from({ length: 4 }, (_, k) => writeResponses(folder, `net-${k}`, 12, 3, k + 1));
  const words = [...files.slice(0, 2), "--against", ...files.slice(2), "--metric", "procrustes"];

  it("writes bounds, standard errors and p-values beside the values, and shows them", async () => {
    const [a, b] = [await read(files.slice(0, 2)), await read(files.slice(2))];
    const options = ["--bootstrap", "stimuli", "--permutation", "stimuli", "--samples", "20", "--seed", "2"];
    const { code } = await repgeom(
      "cross",
      ...words,
      ...options,
      "--out",
      at("D.csv"),
      "--report",
      at("r.html"),
    );
    expect(code).toBe(0);
    const expected = await cross(a, b, {
      metric: "procrustes",
      bootstrap: "stimuli",
      permutation: "stimuli",
      samples: 20,
      seed: 2,
    });
    expect(readFileSync(at("D.p.csv"), "utf8")).toBe(expected.p!.toCsv());
    expect(readFileSync(at("D.lower.csv"), "utf8")).toBe(expected.interval!.lower.toCsv());
    for (const name of ["D.se.csv", "D.upper.csv", "D.p-family-wise.csv", "D.p-fdr.csv"])
      expect(existsSync(at(name))).toBe(true);
    const page = readFileSync(at("r.html"), "utf8");
    for (const title of ["95 % interval of each value", "p of each value", "net-1 – net-3"])
      expect([title, page.includes(title)]).toEqual([title, true]);
    expect(page.includes("The diagonal is not tested.")).toBe(false);
  });

  it.each([
    [["--seed", "3"], "--seed decides resamples and samples: give --bootstrap, --permutation or --sample"],
    [["--samples", "3"], "--samples counts resamples"],
    [["--folds", "3"], "unknown option '--folds'"],
  ])("refuses %j", async (more, message) => {
    const { code, stderr } = await repgeom("cross", ...words, ...more);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
