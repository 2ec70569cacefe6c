import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { createEngine } from "../../../src/engine.ts";
import { cross, pairwise, type MetricSpec, type Progress } from "../../../src/index.ts";
import { createHandle } from "../../../src/run/runtime.ts";
import { runtimeOf } from "../../../src/run/runtime.ts";
import { resolveSpec } from "../../../src/metrics/resolve.ts";
import { largeSquare } from "../../../src/studies/pairwise/large/large.ts";
import { largeSection } from "../../../src/studies/pairwise/large/section.ts";
import type { HeatMapsFigure } from "../../../src/report/figures.ts";
import { numbersIn } from "../../../src/report/packed.ts";
import { knownTable } from "../../../src/studies/pairwise/known/known.ts";
import { gaussian, representation } from "../../support/data.ts";
import { MemoryLedger } from "../../support/memory-ledger.ts";

const random = createRandom(11);
const networks = [4, 9, 6, 5, 8, 7, 3, 6].map((units, k) =>
  representation(`net ${k}`, gaussian(random, 20, units)),
);
const old = networks.slice(0, 5);
const engine = await createEngine({ threads: 0 });

const specs: MetricSpec[] = [
  { metric: "procrustes" },
  { metric: "cka" },
  { metric: "cka", kernel: "rbf" },
  { metric: "rsa", comparator: "spearman" },
  { metric: "linear-regression" },
];

describe.each(specs)("pairwise with extend, %j", (spec) => {
  it("gives the bits of the whole run, and computes new rows alone", async () => {
    const whole = await pairwise(networks, spec, { engine });
    const known = await pairwise(old, spec, { engine });
    const told: Progress[] = [];
    const onProgress = (progress: Progress) => void told.push(progress);
    const found = await pairwise(networks, { ...spec, extend: known }, { engine, onProgress });
    expect(found.rowNames).toEqual(whole.rowNames);
    expect(found.way).toBe(known.way);
    // Where both go the same way, which the sizes here do.
    expect(whole.way).toBe(known.way);
    expect([...found.values]).toEqual([...whole.values]);
    const compared = told.findLast(({ phase }) => phase === "compare")!;
    const isSymmetric = spec.metric !== "linear-regression";
    expect(compared.total).toBe(isSymmetric ? 5 * 3 + 3 : 2 * 5 * 3 + 3 * 2);
    expect(compared.done).toBe(compared.total);
    expect(told.findLast(({ phase }) => phase === "prepare")!.total).toBe(networks.length);
  });

  it("gives the same where the table is never held, from bands of a record", async () => {
    const known = await pairwise(old, spec, { engine });
    const whole = await pairwise(networks, { ...spec, extend: known }, { engine });
    const ledger = new MemoryLedger();
    const control = { engine: await createHandle({ threads: 0 }, { ledger }) };
    const runtime = { ...(await runtimeOf(control)), ledger };
    const table = knownTable(known);
    const { bands, isComplete } = await largeSquare(networks, await resolveSpec(spec as never), runtime, control, table); // prettier-ignore
    expect(isComplete).toBe(true);
    const n = networks.length;
    const section = await largeSection({ ...(await largeSquare(networks, await resolveSpec(spec as never), runtime, control, table)) }); // prettier-ignore
    expect(section.facts!.map(({ text }) => text)).toContain(`${n} representations, all pairs`);
    const off = [...whole.values].filter((_, k) => k % (n + 1) !== 0);
    const [{ panels, scale }] = section.figures as [HeatMapsFigure];
    expect(scale.domain).toEqual([Math.min(...off), Math.max(...off)]);
    const shown = numbersIn(panels[0]!.means![0]!.values);
    expect(shown[1]).toBeCloseTo(whole.at(0, 1), 4);
    expect(shown[0]).toBeNaN(); // a network against itself
    for (const [start, end] of [
      [0, n],
      [3, 6],
      [5, 8],
      [0, 2],
    ] as const)
      // prettier-ignore
      expect([...(await bands.rows(start, end))]).toEqual([...whole.values.subarray(start * n, end * n)]);
  });
});

const oldValues = await pairwise(old, { metric: "procrustes" }, { engine });

describe("extend", () => {
  it("takes the way of the old values where the whole job would go another", async () => {
    // Few stimuli and many units: few pairs by products of units, many by matrices of stimuli.
    const some = Array.from({ length: 12 }, (_, k) => representation(`n${k}`, gaussian(random, 24, 8)));
    const known = await pairwise(some.slice(0, 2), { metric: "cka" }, { engine });
    const whole = await pairwise(some, { metric: "cka" }, { engine });
    const other = known.way === "units" ? "stimuli" : "units";
    const found = await pairwise(some, { metric: "cka", extend: { ...known, way: other } }, { engine });
    expect(found.way).toBe(other);
    for (const [k, value] of found.values.entries()) expect(value).toBeCloseTo(whole.values[k]!, 12);
  });

  it("takes values without names, in single precision too, and says so", async () => {
    const spec = { metric: "procrustes" } as const;
    const known = await pairwise(old, spec, { engine });
    const bare = await pairwise(networks, { ...spec, extend: { values: [...known.values] } }, { engine });
    const whole = await pairwise(networks, spec, { engine });
    expect([...bare.values]).toEqual([...whole.values]);
    const rounded = { count: 5, stored: "float32", rows: (start: number, end: number) => known.values.slice(start * 5, end * 5).map(Math.fround) } as const; // prettier-ignore
    const single = await pairwise(networks, { ...spec, extend: rounded }, { engine });
    expect(single.at(0, 4)).toBe(Math.fround(known.at(0, 4)));
    expect(single.at(0, 7)).toBe(whole.at(0, 7));
    expect(single.warnings).toContain(
      "the values among the first 5 networks were stored as float32, and have no more digits",
    );
  });

  it("adds nothing to all, and everything to one", async () => {
    const spec = { metric: "cka" } as const;
    const known = await pairwise(old, spec, { engine });
    const same = await pairwise(old, { ...spec, extend: known }, { engine });
    expect([...same.values]).toEqual([...known.values]);
    const one = await pairwise(old.slice(0, 1), spec, { engine });
    const grown = await pairwise(old, { ...spec, extend: one }, { engine });
    for (const [k, value] of grown.values.entries()) expect(value).toBeCloseTo(known.values[k]!, 12);
  });

  const known = oldValues;
  const changed = (at: number, by: number) => known.values.map((value, k) => (k === at ? value + by : value));
  it.each<[string, object, string]>([
    ["other values", { values: changed(4, 1e-6) }, "net 0 against net 4 is"],
    ["another order", { ...known, values: known.values.toReversed() }, "or in another order; make it again"],
    ["another metric", { ...known, metric: "cka" }, "it was made with cka, and asked for is procrustes"],
    ["another option", { ...known, options: { ...known.options, alpha: 0.5 } }, "it was made with alpha = 0.5, and asked for is 1"], // prettier-ignore
    ["other names", { ...known, rowNames: ["net 1", ...known.rowNames.slice(1)] }, "its network 0, counted from 0, is net 1, and the one that is given there net 0"], // prettier-ignore
    ["more networks", { values: new Float64Array(81) }, "it is of 9 networks, and there are 8"],
    ["no square", { values: [1, 2, 3] }, "expected K × K values and K names"],
    ["a missing value", { values: changed(11, NaN) }, "there is no value of row 2 against column 1"],
  ])("refuses %s", async (_, extend, message) => {
    await expect(
      pairwise(networks, { metric: "procrustes", extend } as never, { engine }),
    ).rejects.toMatchObject({
      name: "OptionError",
      message: expect.stringContaining(message) as string,
    });
  });

  it("refuses a name twice, and statistics", async () => {
    const twice = [...networks, { ...networks[7]!, name: "net 0" }];
    const spec = { metric: "procrustes", extend: known } as const;
    await expect(pairwise(twice, spec, { engine })).rejects.toThrow("net 0 is there twice");
    await expect(pairwise(networks, { ...spec, bootstrap: "stimuli" }, { engine })).rejects.toThrow(
      "extend adds plain values",
    );
    await expect(cross(old, old, spec as never, { engine })).rejects.toThrow("extend");
  });
});
