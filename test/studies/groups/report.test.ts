import {
  anosim,
  groupDistances,
  mergeTables,
  networkTable,
  pairwise,
  permanova,
  tableFromPattern,
} from "repgeom";
import {
  clusterSection,
  embedSection,
  groupsByColumn,
  report,
  resultSections,
  withLook,
} from "repgeom/report";
import { cluster, embed } from "repgeom";
import { beforeAll, describe, expect, it } from "vitest";
import type { Figure, HeatMapsFigure, Section } from "../../../src/report/figures.ts";
import { uniform } from "../../geometry/oracles.ts";

const names = ["a_1", "a_2", "a_3", "b_1", "b_2", "b_3", "b_4"];
const table = mergeTables(
  networkTable(names.map((name, k) => ({ name, depth: k, area: k === 6 ? "" : "IT" }))),
  tableFromPattern(names, "{model}_{seed}"),
).table;
const labels = ["a", "a", "a", "b", "b", "b", "b"];

let D: Awaited<ReturnType<typeof pairwise>>;
beforeAll(async () => {
  const next = uniform(3);
  const one = (name: string) => ({ name, shape: [8, 3], data: Float64Array.from({ length: 24 }, next) });
  D = await pairwise(names.map(one), { metric: "procrustes" });
});

const factsOf = ({ facts = [] }: Section) => Object.fromEntries(facts.map(({ term, text }) => [term, text]));

describe("sections with groups", () => {
  it.each(["anosim", "permanova"] as const)(
    "of pairwise tell means and %s as their functions do",
    async (groupTest) => {
      const asked = { table, color: "model", groupTest, permutations: 20, seed: 5 };
      const [section] = await resultSections([D], {}, asked);
      const facts = factsOf(section!);
      const { within, between } = groupDistances(D.square(), labels);
      expect(facts["Groups"]).toBe("model: a (3), b (4)");
      expect(Number(/mean distance (\S+),/.exec(facts["Within groups"]!)![1])).toBeCloseTo(within!, 3);
      expect(Number(/mean distance (\S+),/.exec(facts["Between groups"]!)![1])).toBeCloseTo(between!, 3);
      const test = { anosim, permanova }[groupTest](D.square(), labels, { permutations: 20, seed: 5 });
      expect(facts[groupTest]).toContain(`p ${Number(test.p.toPrecision(2))} (20 permutations, seed 5)`);
      expect(section!.text).toEqual([expect.stringContaining("difference of spread")]);
    },
  );

  it("of embed and cluster take groups too", async () => {
    const groups = groupsByColumn(names, { table, groups: "area" });
    expect(groups).toEqual({ column: "area", labels: [...Array.from({ length: 6 }, () => "IT"), "(none)"] });
    const sections = [
      embedSection({ found: await embed(D), distances: D, groups }),
      clusterSection({ found: cluster(D, { clusters: 2 }), distances: D, groups }),
    ];
    for (const section of withLook(sections, { table, color: "model" })) {
      expect(factsOf(section)["Groups"]).toBe("area: IT (6), (none) (1)");
      const figures = section.figures.flat() as Figure[];
      const means = figures.find(({ title }) => title === "Mean distances by area") as HeatMapsFigure;
      expect(means.panels[0]!.rowNames).toEqual(["IT", "(none)"]);
      expect(Number.isNaN(means.panels[0]!.values[3])).toBe(true); // one network makes no pair
    }
  });

  it("are not made of a column of numbers, unless groups names it", () => {
    expect(groupsByColumn(names, { table, color: "depth" })).toBeUndefined();
    expect(groupsByColumn(names, { table, groups: "seed" })!.labels).toEqual([
      "1",
      "2",
      "3",
      "1",
      "2",
      "3",
      "4",
    ]);
    expect(groupsByColumn(names, { table })).toBeUndefined();
  });
});

describe("report", () => {
  it("draws columns of a table", async () => {
    const html = await report([D], {
      title: "T",
      table,
      color: "model",
      shape: "area",
      label: "seed",
      order: "depth",
    });
    const page = JSON.parse(/id="repgeom-data">(.*?)<\/script>/s.exec(html)![1]!) as { sections: Section[] };
    const [heat] = page.sections[0]!.figures.flat() as [HeatMapsFigure];
    expect(heat.panels[0]!.rowLook).toMatchObject({
      colour: { column: "model" },
      labels: ["1", "2", "3", "1", "2", "3", "4"],
    });
    expect(heat.orders![0]!.name).toBe("by depth");
  });

  it.each([
    [{ color: "model" }, "color names a column, but there is no table"],
    [{ table, color: "modell" }, 'Unknown column "modell". Did you mean model?'],
    [{ table: networkTable([{ name: "a_1", model: "a" }]), color: "model" }, "there is no row for"],
    [{ table, groups: "area", groupTest: "anosim" as const, permutations: 0 }, "permutations is 0"],
  ])("refuses %j", async (look, message) => {
    await expect(report([D], { title: "T", ...look })).rejects.toThrow(message);
  });
});
