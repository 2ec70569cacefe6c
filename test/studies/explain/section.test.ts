import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import { createRandom } from "../../../src/base/random.ts";
import { checkSections } from "../../../src/report/check.ts";
import type { Figure } from "../../../src/report/figures.ts";
import { explainSection } from "../../../src/studies/explain/section.ts";
import { gaussian, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const random = createRandom(3);
const stimuli = Array.from({ length: 30 }, (_, i) => `face ${i}`);
const x = { ...representation("one", gaussian(random, 30, 6)), stimuli };
const y = representation("two", gaussian(random, 30, 4));

async function figuresOf(spec: MetricSpec, top?: number) {
  const found = await engine.explain(x, y, spec);
  const section = explainSection({ found, ...(top && { top }) });
  checkSections([section]);
  return { found, section, figures: section.figures.flat() as Figure[] };
}

function titled<K extends Figure["kind"]>(figures: readonly Figure[], kind: K, title: string) {
  return figures.find((one) => one.kind === kind && one.title === title) as Extract<Figure, { kind: K }>;
}

describe("explainSection", () => {
  it("draws the largest shares of stimuli and units, named, as parts of the sum", async () => {
    const { found, figures } = await figuresOf({ metric: "procrustes" }, 5);
    const { bars, stimuli: items } = titled(figures, "bars", "Shares of stimuli");
    expect(items).toBe("items");
    expect(bars).toEqual(found.top(5).map(({ name, fraction }) => ({ name, value: fraction })));
    expect(titled(figures, "bars", "Shares of units of one").bars).toHaveLength(5);
    const narrow = titled(figures, "bars", "Shares of units of two");
    expect(narrow.bars).toHaveLength(4);
    expect(narrow.caption).toMatch(/\d+ % belong to no unit/);
  });

  it("draws both networks in common axes, a stimulus beside itself", async () => {
    const { found, figures } = await figuresOf({ metric: "cka" });
    const map = titled(figures, "map", "Both in common axes");
    expect(map.points).toHaveLength(60);
    expect([...(map.points[31]! as Float64Array)]).toEqual(Array.from(found.common!.y.data.subarray(3, 6)));
    expect(map.joined![1]).toEqual([1, 31]);
    expect([map.names[31], map.stimuli![31], map.networks![31]]).toEqual(["face 1, two", "face 1", "two"]);
    expect(map.caption).toContain("moved by procrustes, because cka moves no network");
  });

  it("draws what differs before what is alike, the spectrum and the pairs", async () => {
    const { found, figures } = await figuresOf({ metric: "cka" });
    expect(figures.map(({ title }) => title).slice(0, 2)).toEqual([
      "Shares of stimuli in the difference",
      "Shares of stimuli in the similarity",
    ]);
    expect(titled(figures, "lines", "Spectrum").series[0]!.y).toEqual(found.spectrum!.values);
    expect(titled(figures, "heat-maps", "Pairs of stimuli").panels[0]!.values).toBe(found.pairs!.square.data);
  });

  it("draws changes as changes, and shares against them where there are both", async () => {
    const { figures } = await figuresOf({ metric: "rsa", comparator: "chebyshev" });
    const bars = titled(figures, "bars", "Changes without each of the stimuli");
    expect(bars.y.label).toBe("change of the value");
    const { found, figures: both } = await figuresOf({ metric: "procrustes" });
    const { points } = titled(both, "scatter", "Shares, and changes of the value");
    expect(points.y).toBe(found.omissions!.shares);
  });

  it("has all of them in tables, whatever is drawn, and the notes", async () => {
    const { found, section, figures } = await figuresOf({ metric: "procrustes" }, 1);
    const table = titled(figures, "table", "All stimuli");
    expect(table.rows).toHaveLength(30);
    expect(table.rows[0]).toEqual([found.top(1)[0]!.name, found.top(1)[0]!.share, found.top(1)[0]!.fraction]);
    expect(section.warnings).toBe(found.warnings);
    expect(section.facts).toContainEqual({ term: "Shared out", text: found.of });
  });
});
