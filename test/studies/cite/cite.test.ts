import { readFileSync } from "node:fs";
import { expect, it, describe } from "vitest";
// A metric itself is that of the built package.
import { cite, compare, defineMetric, describe as describeNetworks, isc, pairwise, rdm } from "repgeom";
import { cka } from "repgeom/metrics/cka";
import { version } from "../../../src/base/version.ts";
import { createRandom } from "../../../src/base/random.ts";
import { softwareReference } from "../../../src/studies/cite/software.ts";
import { gaussian, representation } from "../../support/data.ts";

const random = createRandom(5);
const nets = Array.from({ length: 3 }, (_, k) => representation(`net ${k}`, gaussian(random, 12, 4)));
const keys = async (...asked: Parameters<typeof cite>) =>
  (await cite(...asked)).references.map(({ key }) => key);

it("cites this library alone without an argument", async () => {
  const found = await cite();
  expect(found.references).toEqual([softwareReference()]);
  expect(found.methods).toBe(`We used repgeom ${version}.`);
});

it("names the address of package.json", () => {
  const { repository } = JSON.parse(readFileSync("package.json", "utf8")) as { repository: { url: string } };
  expect(repository.url).toBe(`git+${softwareReference().url}.git`);
});

describe("a metric", () => {
  it("has sources by its options, and names those of others", async () => {
    expect(await keys({ metric: "cka" })).toEqual(["kornblith2019", "repgeom"]);
    const found = await cite({ metric: "cka", debiased: true });
    expect(found.references.map(({ key }) => key)).toEqual([
      "kornblith2019",
      "song2012",
      "szekely2014",
      "nguyen2021",
      "repgeom",
    ]);
    expect(found.subjects[0]!.others.map(({ when }) => when)).toEqual([
      { estimator: ["units"] },
      { confound: "given" },
    ]);
  });

  it("is a sentence with version, name and options", async () => {
    expect((await cite({ metric: "cka", estimator: "units" })).methods).toBe(
      `We compared representations by centered kernel alignment (Kornblith et al., 2019; estimate for populations of units: Chun et al., 2025) with repgeom ${version} (metric cka; estimator units, other options at their defaults).`,
    );
  });

  it("may be itself, with the sources of what its options name", async () => {
    expect(await keys(cka)).toEqual(["kornblith2019", "repgeom"]);
    expect(await keys({ metric: "rsa", comparator: "riemannian" })).toEqual([
      "kriegeskorte2008",
      "shahbazi2021",
      "repgeom",
    ]);
    expect(await keys({ metric: "linear-predictivity" })).toContain("golub1979");
    expect(await keys({ metric: "linear-predictivity", ridge: 1 })).not.toContain("golub1979");
  });

  it("of a caller's own is for the caller to cite", async () => {
    const mine = defineMetric({ name: "mine", source: "this test", compare: () => 0 });
    const found = await cite(mine);
    expect(found.references).toHaveLength(1);
    expect(found.notes).toEqual([
      "mine is a metric of your own: its source is for you to cite. It says: this test",
    ]);
  });

  it("is refused with the name that was meant", async () => {
    await expect(cite({ metric: "cak" } as never)).rejects.toThrow("Did you mean cka?");
    await expect(cite({ metric: "cka", debias: true } as never)).rejects.toThrow("debiased");
    await expect(cite({ metric: "cka", kernel: "rfb" } as never)).rejects.toThrow("rbf");
    await expect(cite([])).rejects.toThrow("no metric and no study");
  });
});

describe("a study", () => {
  it("is named by its command or its function", async () => {
    expect(await keys({ study: "map-test", method: "tfce" })).toContain("smith2009");
    expect(await keys({ study: "mapInference", method: "tfce" })).toContain("smith2009");
    expect(await keys({ study: "linkageAsync" })).toEqual(["mullner2011", "repgeom"]);
  });

  it("has sources by its options, defaults filled in", async () => {
    expect(await keys({ study: "predictivity" })).toContain("hastie2009");
    expect(await keys({ study: "predictivity", method: "pls" })).toContain("wold2001");
    expect(await keys({ study: "pairwise" })).toEqual(["repgeom"]);
    expect(await keys({ study: "pairwise", bootstrap: "stimuli", interval: "bca" })).toEqual([
      "efron1987",
      "repgeom",
    ]);
    expect(await keys({ study: "describe", descriptors: ["rank"], samples: 0 })).toEqual([
      "golub2013",
      "repgeom",
    ]);
    expect(await keys({ study: "compare-metrics" })).toEqual(["repgeom"]);
  });

  it("is refused with the name that was meant", async () => {
    await expect(cite({ study: "isk" })).rejects.toThrow('Unknown study "isk". Did you mean isc?');
    await expect(cite({ study: "isc", nul: "bootstrap" })).rejects.toThrow("null");
    await expect(cite({ study: "srm", kind: "robust" })).rejects.toThrow("kind");
  });
});

describe("a result", () => {
  it("gives its metric with its options, and how certain it is", async () => {
    const result = await pairwise(nets, {
      metric: "cka",
      debiased: true,
      permutation: "stimuli",
      samples: 20,
    });
    const expected = [
      "kornblith2019",
      "song2012",
      "szekely2014",
      "nguyen2021",
      "benjamini1995",
      "yekutieli1999",
    ];
    expect(await keys(result)).toEqual([...expected, "westfall1993", "nichols2002", "repgeom"]);
    expect(await keys(JSON.parse(result.toJson()) as never)).toEqual(await keys(result));
  });

  it("keeps the version that made it", async () => {
    const found = await cite({ metric: "cka", options: {}, values: [[1]], version: "0.0.9" });
    expect(found.version).toBe("0.0.9");
    expect(found.methods).toContain("repgeom 0.0.9");
    const both = await cite([{ metric: "rv" }, { metric: "cka", options: {}, version: "0.0.9" } as never]);
    expect(both.notes).toEqual([
      `The results were made by several versions: ${version}, 0.0.9. Cite each of them.`,
    ]);
  });

  it("says its study", async () => {
    expect(await keys(await isc(nets, { null: "bootstrap", samples: 5 }))).toContain("chen2016");
    expect(await keys(await rdm(nets[0]!))).toEqual(["kriegeskorte2008", "repgeom"]);
    expect(await keys(await describeNetworks(nets, { descriptors: ["uniformity"], samples: 0 }))).toEqual([
      "wang2020",
      "repgeom",
    ]);
  });

  it("that says nothing is refused", async () => {
    expect(await compare(nets[0]!, nets[1]!, { metric: "rv" })).toBeGreaterThan(0);
    await expect(cite({ version: "0.1.0" })).rejects.toThrow("says neither a metric nor a study");
  });
});
