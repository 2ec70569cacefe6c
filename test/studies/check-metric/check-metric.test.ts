import { afterAll, beforeAll, describe, expect, it } from "vitest";
// A worker starts from built files only.
import { checkMetric, createEngine, defineMetric, loadMetric, type Engine, type OwnMetric } from "repgeom";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 2 });
});
afterAll(() => engine.close());

const sum = ({ data }: { data: Float64Array }) => data.reduce((total, value) => total + value, 0);

/** The outcome of each check, and what was found where that is wanted. */
async function outcomes(metric: OwnMetric): Promise<Record<string, string>> {
  const { sets } = await checkMetric(metric, {}, { engine });
  return Object.fromEntries(
    sets[0]!.checks.map(({ check, outcome, found }) => [check, `${outcome}: ${found}`]),
  );
}

const wrong = (more: object) =>
  defineMetric({
    name: "wrong",
    compare: (x: never, y: never) => sum(x) - sum(y),
    ...more,
  } as never) as OwnMetric;

describe("checkMetric", () => {
  it("passes metrics of the library, under all sets that they are tested with", async () => {
    const found = await checkMetric({ metric: "procrustes" } as never, {}, { engine });
    expect(found.sets.flatMap(({ checks }) => checks).filter(({ outcome }) => outcome === "failed")).toEqual(
      [],
    );
    expect(found.passed).toBe(true);
  });

  it("tries threads, and every set of options", async () => {
    const mine = await loadMetric(new URL("../../metrics/own/modules/mean-gap.mjs", import.meta.url));
    const found = await checkMetric(mine, {}, { engine });
    expect(found.passed).toBe(true);
    expect(found.sets.map(({ options }) => options)).toEqual([{}, { power: 2 }]);
    expect(found.sets[0]!.checks).toContainEqual(
      expect.objectContaining({ check: "gives the same bits on worker threads", outcome: "passed" }),
    );
    expect(found.toText()).toContain("mean-gap, power = 2\n  ok      stays inside its range");
    expect(found.toCsv().split("\n")[0]).toBe(",options,outcome,found");
    const one = await checkMetric({ metric: mine, power: 3 }, {}, { engine });
    expect(one.sets.map(({ options }) => options)).toEqual([{ power: 3 }]);
  });

  it("is the same for the same seed", async () => {
    const [a, b] = await Promise.all([1, 1].map(() => checkMetric(wrong({}), { seed: 7 }, { engine })));
    expect(a!.toJson()).toBe(b!.toJson());
  });

  let calls = 0;
  it.each([
    ["a range that is left", { range: [0, 1] }, "stays inside its range", /^failed: .+the range is 0 to 1/],
    ["a value against itself", { self: 1 }, "is 1 for a network against itself", /^failed: 0 with/],
    ["symmetry", { symmetric: true }, "is symmetric", /^failed/],
    ["an invariance", { invariantTo: ["translation"] }, "is unchanged by translation", /^failed: .+ becomes/],
    [
      "the triangle inequality",
      { kind: "distance", compare: (x: never, y: never) => (sum(x) - sum(y)) ** 2 },
      "obeys the triangle inequality",
      /^failed: .+ > .+ \+ /,
    ],
    ["that it draws", { compare: () => calls++ }, "gives the same bits each time", /^failed: \d+, then/],
    [
      "that prepare writes",
      { prepare: (x: { data: Float64Array }) => (x.data.fill(0), x) },
      "changes nothing that it is given",
      /^failed: prepare writes into the responses/,
    ],
    [
      "that compare writes",
      { compare: (_x: never, y: { data: Float64Array }) => (y.data[0] = 1) },
      "changes nothing that it is given",
      /^failed: compare writes into its second argument/,
    ],
    [
      "infinity",
      { compare: () => Infinity },
      "says where it is not defined",
      /^failed: constant units: Infinity/,
    ],
    [
      "what it throws",
      { compare: (x: never) => (sum(x) === 0 ? (undefined as never as { no: number }).no : 1) },
      "says where it is not defined",
      /^failed: zeros: The metric wrong: compare threw TypeError/,
    ],
  ])("finds %s", async (_what, more, check, found) => {
    expect((await outcomes(wrong(more)))[check]).toMatch(found);
  });

  it("names a check that throws by the same words as one that ends", async () => {
    const throwing = () => {
      throw new Error("boom");
    };
    const found = await outcomes(wrong({ self: 0, invariantTo: ["translation"], compare: throwing }));
    for (const check of [
      "stays inside its range",
      "is 0 for a network against itself",
      "is symmetric",
      "is unchanged by translation",
      "gives the same bits each time",
      "changes nothing that it is given",
      "takes responses of any scale",
    ])
      expect(`${check} ${found[check]}`).toMatch(/ failed: .*boom/);
  });

  it("hints at what could be promised", async () => {
    const found = await outcomes(wrong({ compare: (x: never, y: never) => sum(x) * sum(y) }));
    expect(found["is symmetric"]).toMatch(/^hint: it is, but does not say so/);
    expect(found["says all its invariances"]).toMatch(/^hint: .*permutation/);
    const scale = await outcomes(wrong({ compare: (x: never) => sum(x) ** 3 }));
    expect(scale["takes responses of any scale"]).toMatch(/^hint: times 1e\+?150/);
  });

  it("takes no option that is not there", async () => {
    await expect(checkMetric(wrong({}), { sed: 1 } as never)).rejects.toThrow("Did you mean seed?");
  });
});
