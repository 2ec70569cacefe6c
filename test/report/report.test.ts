import { describe, expect, it } from "vitest";
import { factsOf } from "../../src/studies/pairwise/picture/facts.ts";
import { layoutOf } from "../../src/studies/pairwise/picture/layout.ts";
import { renderReport } from "../support/report.ts";
import type { HeatMapsFigure, PageData } from "../../src/report/figures.ts";
import { metrics } from "../../src/metrics/all.ts";
import type { Comparisons } from "../../src/data/comparisons.ts";
import { jacobi } from "../geometry/oracles.ts";
import { comparisonsOf } from "./samples.ts";

const hostile = `</script><script>alert("1")</script><!--<img src=x onerror='alert(2)'>&`;

function render(
  results: Comparisons[],
  title = "Report",
  bundle = "/* charts */",
  notes: string[] = [],
): string {
  return renderReport(
    { title, results, layouts: results.map((one) => layoutOf(one, jacobi)), notes },
    bundle,
  );
}

function dataIn(html: string): PageData {
  return JSON.parse(/<script type="application\/json" id="repgeom-data">(.*?)<\/script>/s.exec(html)![1]!);
}

/** The first picture of the first section. */
function heatMapIn(html: string): HeatMapsFigure {
  return dataIn(html).sections[0]!.figures.flat()[0] as HeatMapsFigure;
}

const pair = (over: Parameters<typeof comparisonsOf>[1] = {}) =>
  comparisonsOf(
    [
      [0, 0.1],
      [0.1, 0],
    ],
    over,
  );

describe("renderReport", () => {
  it("carries every value to the last bit, and what is not finite as null", () => {
    const values = [
      [0, 0.1 + 0.2, NaN],
      [0.1 + 0.2, 0, Infinity],
      [NaN, Infinity, 5e-324],
    ];
    const { panels } = heatMapIn(render([comparisonsOf(values)]));
    expect(panels[0]!.values).toEqual([0, 0.1 + 0.2, null, 0.1 + 0.2, 0, null, null, null, 5e-324]);
    expect(panels[0]!.rowNames).toEqual(["net 0", "net 1", "net 2"]);
  });

  it("refers to nothing outside itself, and forbids it", () => {
    const html = render([pair()]);
    expect(html).not.toMatch(/https?:|\/\/|@import|import\(|\ssrc=|url\(/);
    expect([...html.matchAll(/href="([^"]*)"/g)].every(([, target]) => target!.startsWith("#"))).toBe(true);
    expect(html).toContain(`default-src 'none'`);
  });

  it("keeps hostile names, titles, notes, warnings and options inert", () => {
    const names = { rowNames: [hostile, "b"], colNames: [hostile, "b"] };
    const result = pair({ ...names, warnings: [hostile], options: { [hostile]: hostile }, metric: hostile });
    const html = render([result, result], hostile, "/* charts */", [hostile]);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html).not.toMatch(/<img|<!--/);
    expect(heatMapIn(html).panels[0]!.rowNames[0]).toBe(hostile);
    expect(dataIn(html).title).toBe(hostile);
  });

  it("keeps a bundle that speaks of script elements in one piece, with its meaning", () => {
    const html = render([pair()], "Report", `globalThis.text = "</script><!-- </SCRIPT>";`);
    const inlined = /<script>(.*?)<\/script>/s.exec(html)![1]!;
    const read = new Function(`${inlined}; return globalThis.text;`) as () => string;
    expect(read()).toBe("</script><!-- </SCRIPT>");
  });

  it("tells results of one metric apart by the options in which they differ", () => {
    const results = [0.5, 1].map((alpha) => pair({ options: { alpha, center: true } }));
    expect(dataIn(render(results)).sections.map(({ heading }) => heading)).toEqual([
      `${metrics.procrustes.title}, alpha = 0.5`,
      `${metrics.procrustes.title}, alpha = 1`,
    ]);
  });

  it("names an unregistered metric by what it is called", () => {
    expect(dataIn(render([pair({ metric: "toString" })])).sections[0]!.heading).toBe("toString");
  });
});

describe("factsOf", () => {
  const facts = (result: Comparisons) =>
    Object.fromEntries(factsOf(result, layoutOf(result, jacobi)).map(({ term, text }) => [term, text]));

  it("names metric, options, values, count, fit and version", () => {
    const exact = facts(pair());
    expect(exact).toEqual({
      Metric: "procrustes",
      Options: "alpha = 1, center = true",
      Values: "distance, 0 to π/2; low when alike",
      Compared: "2 representations, all pairs",
      Map: "principal coordinates, 100% + 0% of the variance, exact",
      "Made with": "repgeom 0.0.0",
    });
  });

  it("gives stress and worst pair of a map that is not exact", () => {
    // a regular tetrahedron has no plane
    const tetrahedron = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => +(i !== j)));
    const { Map: map, "Worst pair on the map": worst } = facts(comparisonsOf(tetrahedron));
    expect(map).toMatch(/33% \+ 33% of the variance, stress 0\.\d+/);
    expect(worst).toMatch(/net \d and net \d: 1, drawn as 0(\.\d+)?/);
  });

  it("says how similarities were converted, and why a rectangle has no map", () => {
    const similarity = pair({ kind: "similarity", toDistance: "one-minus", range: [-Infinity, 1] });
    expect(facts(similarity)).toMatchObject({
      Values: "similarity, −∞ to 1; high when alike",
      "For map and tree": "Similarities were turned into dissimilarities: 1 − value.",
    });
    expect(facts(comparisonsOf([[0, 1, 2]]))).toMatchObject({
      Compared: "1 × 3 representations",
      "No map or tree": expect.stringMatching(/two representations or more|same representations/),
    });
  });
});
