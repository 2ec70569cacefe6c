import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../../src/index.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import type { Representation } from "../../../src/data/representation.ts";
import { gaussian, multiply, orthogonal, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const rows = 20;

/** Three views of 4 shared features, of 6 units each, with little noise; the last one is `factor` times as large. */
function networks(factor: number, seed = 1): Representation[] {
  const random = createRandom(seed);
  const shared = gaussian(random, rows, 6);
  return [0, 1, 2].map((k) => {
    const noise = gaussian(random, rows, 6);
    const moved = multiply(shared, orthogonal(random, 6));
    const data = moved.data.map((value, at) => (k === 2 ? factor : 1) * (value + 0.1 * noise.data[at]!));
    return representation(`net ${k}`, matrix(rows, 6, data));
  });
}

const dividedBy = ({ rows, cols, data }: Matrix, divisor: (unit: number) => number) =>
  matrix(
    rows,
    cols,
    data.map((value, k) => value / divisor(k % cols)),
  );

const asMatrix = ({ shape, data }: Representation) => matrix(shape[0]!, shape[1]!, Float64Array.from(data));
const unitNorm = (one: Representation) =>
  representation(
    one.name,
    dividedBy(asMatrix(one), () => Math.hypot(...one.data)),
  );

/** Z-scores by their definition, divisor m. */
function zscored(one: Representation): Representation {
  const x = asMatrix(one);
  const out = matrix(x.rows, x.cols);
  for (let j = 0; j < x.cols; j++) {
    const column = Array.from({ length: x.rows }, (_, i) => x.data[i * x.cols + j]!);
    const mean = column.reduce((a, b) => a + b) / x.rows;
    const sd = Math.sqrt(column.reduce((a, b) => a + (b - mean) ** 2, 0) / x.rows);
    column.forEach((value, i) => (out.data[i * x.cols + j] = (value - mean) / sd));
  }
  return representation(one.name, out);
}

const shown = (values: ArrayLike<number>) => Array.from(values, (value) => value.toFixed(8));

const methods = {
  srm: (e: Engine, nets: readonly Representation[], o: object) => e.srm(nets, { features: 4, ...o }),
  "srm deterministic": (e: Engine, nets: readonly Representation[], o: object) =>
    e.srm(nets, { features: 4, kind: "deterministic", ...o }),
  robustSrm: (e: Engine, nets: readonly Representation[], o: object) =>
    e.robustSrm(nets, { features: 4, ...o }),
  fastSrm: (e: Engine, nets: readonly Representation[], o: object) => e.fastSrm(nets, { features: 4, ...o }),
  hyperalign: (e: Engine, nets: readonly Representation[], o: object) => e.hyperalign(nets, o),
};

describe.each(Object.entries(methods))("%s", (name, run) => {
  it("takes networks of like scale as they are, by default", async () => {
    const [found, asGiven] = [
      await run(engine, networks(7), {}),
      await run(engine, networks(7), { normalize: "none" }),
    ];
    expect(found.shared.data).toEqual(asGiven.shared.data);
    expect(found.options["normalize"]).toBe("none");
    expect(found.warnings).toEqual(asGiven.warnings);
  });

  it("divides networks of very unequal scale by their norms, by default, and says so", async () => {
    const [found, asked] = [
      await run(engine, networks(1000), {}),
      await run(engine, networks(1000), { normalize: "frobenius" }),
    ];
    expect(shown(found.shared.data)).toEqual(shown(asked.shared.data));
    expect(found.scales).toEqual(asked.scales);
    expect(found.options["normalize"]).toBe("frobenius");
    expect(found.warnings.join()).toMatch(
      /net 2 is \d+ times as large as net [01] .*each network was divided by its norm; normalize "none"/,
    );
  });

  it("does not depend on the scale of a network with frobenius", async () => {
    const how = { normalize: "frobenius" };
    const [equal, unequal] = [await run(engine, networks(1), how), await run(engine, networks(1000), how)];
    expect(shown(unequal.varianceExplained.subjects)).toEqual(shown(equal.varianceExplained.subjects));
    expect(unequal.varianceExplained.total).toBeGreaterThan(0.5);
    expect(unequal.warnings.join()).not.toMatch(/times as large|below 0/);
  });

  // gamma of robustSrm is a number of root mean squares: it has a test of its own
  it.runIf(name !== "robustSrm")("with frobenius is a fit of networks divided by their norms", async () => {
    const nets = networks(7);
    const options = { center: false, tolerance: 0, iterations: 5 };
    const how = name === "hyperalign" ? { center: false } : options;
    const found = await run(engine, nets, { ...how, normalize: "frobenius" });
    const byHand = await run(engine, nets.map(unitNorm), { ...how, normalize: "none" });
    expect(shown(found.shared.data)).toEqual(shown(byHand.shared.data));
    expect(found.scales[2]![0]).toBeCloseTo(Math.hypot(...nets[2]!.data), 10);
  });

  it("with zscore is a fit of z-scores", async () => {
    const nets = networks(7);
    const found = await run(engine, nets, { normalize: "zscore" });
    const byHand = await run(engine, nets.map(zscored), { normalize: "none" });
    expect(shown(found.shared.data)).toEqual(shown(byHand.shared.data));
  });

  it("says under none which network outweighs the others, and what a negative share means", async () => {
    const found = await run(engine, networks(1000), { normalize: "none" });
    expect(found.warnings.join("\n")).toMatch(/net 2 is \d+ times as large as net [01]/);
    const { subjects } = found.varianceExplained;
    expect(subjects.some((value) => value < 0)).toBe(
      /variance explained is below 0 \(net/.test(found.warnings.join()),
    );
    if (name !== "robustSrm" && name !== "srm") expect(subjects[0]).toBeLessThan(0);
    const { warnings } = found.toJSON() as { warnings: string[] };
    expect(warnings).toEqual(found.warnings);
  });

  it("moves responses of a subject as the fit moved them", async () => {
    const nets = networks(1000);
    const found = await run(engine, nets, {});
    const again = await found.transform(nets[2]!, 2);
    if ("individual" in again) return expect(again.shared.rows).toBe(rows);
    expect(shown(again.data)).toEqual(shown(found.aligned[2]!.data));
    return undefined;
  });

  it("gives a further network the scale of the others", async () => {
    const nets = networks(1000);
    const found = await run(engine, nets.slice(0, 2), { normalize: "frobenius" });
    const [large, small] = [await found.addSubject(nets[2]!), await found.addSubject(networks(1)[2]!)];
    expect(shown(large.map.data)).toEqual(shown(small.map.data));
  });
});

it("robustSrm with frobenius counts gamma in root mean squares", async () => {
  const nets = networks(1);
  const rms = Math.sqrt(3 / (3 * rows * 6));
  const found = await engine.robustSrm(nets, { features: 3, gamma: 0.5, normalize: "frobenius" });
  const byHand = await engine.robustSrm(nets.map(unitNorm), {
    features: 3,
    gamma: 0.5 * rms,
    normalize: "none",
  });
  expect(shown(found.shared.data)).toEqual(shown(byHand.shared.data));
  expect(found.options["gamma"]).toBe(0.5);
});

it("is not silent about a name that it does not know", async () => {
  const wrong = { normalize: "frobenus" as "frobenius" };
  await expect(engine.srm(networks(1), wrong)).rejects.toThrow(/accepted: "frobenius", "zscore", "none"/);
});
