import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type IscOptions } from "../../../src/index.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const [time, units] = [30, 12];
const random = createRandom(21);
const different = Array.from({ length: 5 }, () => gaussian(random, time, units));
const scaled = (one: Matrix, by: number) =>
  matrix(
    one.rows,
    one.cols,
    one.data.map((value) => by * value + 5),
  );
const copies = { "the same": 1, larger: 3, turned: -1 };

describe.each(Object.entries(copies))("a subject given twice, %s", (_, by) => {
  const data = [...different, scaled(different[4]!, by)].map((one, k) => ({ name: `d${k}`, ...one }));

  it("is named, whatever is asked", async () => {
    for (const options of [{}, { method: "pairwise" }, { null: "time-shift", samples: 20 }] as IscOptions[]) {
      const { warnings } = await engine.isc(data, options);
      expect(warnings.join(" ")).toContain("d4 and d5 (12 of 12 units)");
    }
    expect((await engine.isfc(data)).warnings[0]).toContain("d4 and d5");
    expect((await engine.isc(different)).warnings).toEqual([]);
    expect((await engine.isfc(different)).warnings).toEqual([]);
  });

  it("has its pair left out of the mean of Fisher z", async () => {
    const { summary, values } = await engine.isc(data, { method: "pairwise" });
    expect(Math.abs(values.data[14 * units]!)).toBeCloseTo(1, 12);
    for (let unit = 0; unit < units; unit++) {
      const z = Array.from({ length: 14 }, (_, row) => Math.atanh(values.data[row * units + unit]!));
      expect(summary![unit]).toBeCloseTo(Math.tanh(z.reduce((sum, one) => sum + one, 0) / 14), 12);
    }
  });

  it.each<IscOptions>([
    { null: "bootstrap" },
    { null: "permutation" },
    { null: "permutation", method: "pairwise" },
    { null: "permutation", groups: ["a", "a", "a", "b", "b", "b"] },
    { null: "permutation", groups: ["a", "a", "a", "a", "b", "b"] },
    { null: "permutation", method: "pairwise", groups: ["a", "a", "a", "b", "b", "b"] },
    { null: "time-shift", method: "pairwise" },
    { null: "phase-shift", method: "pairwise", summary: "median" },
  ])("gives no NaN and no false find: %o", async (options) => {
    const { p, summary, pFamilyWise, pFdr } = await engine.isc(data, { samples: 200, ...options });
    for (const list of [p!, summary!, pFamilyWise!, pFdr!]) expect([...list].some(Number.isNaN)).toBe(false);
    // Within a group, a twin is half of the others of leave-one-out.
    if (!options.groups || options.method === "pairwise")
      expect(Math.max(...summary!.map(Math.abs))).toBeLessThan(0.6);
  });
});

it("courses that are all the same have the mean 1", async () => {
  const { summary, warnings } = await engine.isc([different[0]!, different[0]!, scaled(different[0]!, 2)]);
  expect([...summary!].every((value) => Math.abs(value - 1) < 1e-12)).toBe(true);
  expect(warnings[0]).toMatch(/0 and 1 .*, 0 and 2 .*, 1 and 2 .*Is a subject given twice/);
});

it("two times make every correlation 1 or -1, and that is said once", async () => {
  const short = different.map((one) => matrix(2, units, one.data.slice(0, 2 * units)));
  expect((await engine.isc(short)).warnings).toEqual([expect.stringContaining("there are 2 times")]);
});
