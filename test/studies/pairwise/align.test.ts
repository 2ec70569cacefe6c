import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import { transpose, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian, multiply, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const random = createRandom(33);
const frobenius = ({ data }: Matrix) => Math.hypot(...data);
const difference = (a: Matrix, b: Matrix): Matrix => ({ ...a, data: a.data.map((v, k) => v - b.data[k]!) });

describe("align", () => {
  const cases: [MetricSpec & { metric: "procrustes" }, number, number, number][] = [
    [{ metric: "procrustes" }, 6, 6, 1],
    [{ metric: "procrustes" }, 4, 9, 1],
    [{ metric: "procrustes", alpha: 0.3 }, 9, 4, 1],
    [{ metric: "procrustes", alpha: 0, center: false }, 5, 7, 1],
    [{ metric: "procrustes", alpha: 0.5 }, 40, 30, 1],
    [{ metric: "procrustes" }, 5, 5, 1e150],
  ];
  it.each(cases)(
    "under %o of %i and %i units leaves the Euclidean distance between the two",
    async (spec, p, q, scale) => {
      const [a, b] = [p, q].map((n) => {
        const x = gaussian(random, 24, n);
        return representation(`n${n}`, { ...x, data: x.data.map((v) => v * scale + scale) });
      }) as [ReturnType<typeof representation>, ReturnType<typeof representation>];
      const { x, y } = await engine.align(a, b, spec);
      const distance = await engine.compare(a, b, { ...spec, ground: "euclidean" });
      expect(frobenius(difference(x.aligned, y.aligned)) / distance).toBeCloseTo(1, 10);
    },
  );

  it("says how: aligned = (responses − means) · motion", async () => {
    const [a, b] = [
      representation("a", gaussian(random, 20, 5)),
      representation("b", gaussian(random, 20, 8)),
    ];
    const { x } = await engine.align(a, b, { metric: "procrustes", alpha: 0.2 });
    const centered = {
      rows: 20,
      cols: 5,
      data: Float64Array.from(a.data, (v, k) => v - x.means.data[k % 5]!),
    };
    const again = multiply(centered, x.motion);
    expect(frobenius(difference(again, x.aligned))).toBeLessThan(1e-12);
  });

  it.each([
    { metric: "cca" },
    { metric: "cca", center: false },
    { metric: "cca", ridge: 30 },
  ] as (MetricSpec & { metric: "cca" })[])("gives the canonical variables under %o", async (spec) => {
    const [p, q, m] = [6, 4, 30];
    const shared = gaussian(random, m, p);
    const [a, b] = [p, q].map((n) => {
      const noise = gaussian(random, m, n);
      const data = noise.data.map((v, k) => 3 + v + shared.data[Math.floor(k / n) * p + (k % n)]!);
      return representation(`n${n}`, { ...noise, data });
    }) as [ReturnType<typeof representation>, ReturnType<typeof representation>];
    const { x, y, correlations } = await engine.align(a, b, spec);
    expect(correlations).toHaveLength(q);
    expect(correlations!.toSorted((s, t) => t - s)).toEqual(correlations);
    const average = await engine.compare(a, b, { ...spec, ground: "mean" });
    expect(correlations!.reduce((sum, rho) => sum + rho, 0) / q).toBeCloseTo(average, 12);
    if (spec.ridge) return;
    // Variance 1 each, variable k correlates with variable k of the other only.
    const products = (left: Matrix, right: Matrix) =>
      multiply(transpose(left), right).data.map((value) => value / (spec.center === false ? m : m - 1));
    const at = (k: number) => (k % q === Math.floor(k / q) ? correlations![k % q]! : 0);
    products(x.aligned, y.aligned).forEach((value, k) => expect(value).toBeCloseTo(at(k), 12));
    products(x.aligned, x.aligned).forEach((value, k) =>
      expect(value).toBeCloseTo(k % q === Math.floor(k / q) ? 1 : 0, 12),
    );
    const moved = { rows: m, cols: p, data: Float64Array.from(a.data, (v, k) => v - x.means.data[k % p]!) };
    expect(frobenius(difference(multiply(moved, x.motion), x.aligned))).toBeLessThan(1e-12);
  });

  it("is refused for a metric that moves nothing, with those that do", async () => {
    const a = representation("a", gaussian(random, 6, 2));
    await expect(engine.align(a, a, { metric: "cka" })).rejects.toThrow(
      /cka compares without moving.*procrustes/,
    );
  });

  describe("of more than 1024 units", () => {
    const specs: (MetricSpec & { metric: "procrustes" })[] = [
      { metric: "procrustes" },
      { metric: "procrustes", alpha: 0 },
      { metric: "procrustes", alpha: 0.4, center: false },
    ];
    const [a, b] = [
      representation("a", gaussian(random, 12, 7)),
      representation("b", gaussian(random, 12, 1025)),
    ];

    it.each(specs)("%o works in the axes in which responses vary, at the same distance", async (spec) => {
      const { x, y } = await engine.align(a, b, spec);
      const rank = spec.center === false ? 12 : 11;
      expect([x.aligned.cols, y.aligned.cols, y.motion.rows, y.motion.cols]).toEqual([
        rank,
        rank,
        1025,
        rank,
      ]);
      const distance = await engine.compare(a, b, { ...spec, ground: "euclidean" });
      expect(frobenius(difference(x.aligned, y.aligned)) / distance).toBeCloseTo(1, 10);
    });

    it.each(specs)("%o gives the motion, and its two factors", async (spec) => {
      const { y } = await engine.align(a, b, spec);
      const moved = b.data.map((v, k) => v - y.means.data[k % 1025]!);
      const again = multiply({ rows: 12, cols: 1025, data: Float64Array.from(moved) }, y.motion);
      expect(frobenius(difference(again, y.aligned))).toBeLessThan(1e-10);
      const { left, right } = y.factors!;
      const product = multiply(left, transpose(right));
      expect([left.rows, right.rows]).toEqual([1025, y.aligned.cols]);
      expect(frobenius(difference(product, y.motion))).toBeLessThan(1e-12 * frobenius(y.motion));
    });

    it("keeps what responses have in common with the square motion", async () => {
      const [narrow, square] = [
        await engine.align(a, b, specs[0]!),
        await engine.align(a, b, { ...specs[0]!, fullMotion: true }),
      ];
      expect([square.y.motion.rows, square.y.motion.cols]).toEqual([1025, 1025]);
      expect(square.y.factors).toBeUndefined();
      const inner = ({ x, y }: typeof narrow) => multiply(x.aligned, transpose(y.aligned));
      // Rows of y in common axes with x: the cross products of matched axes agree, those of the rest cancel in the trace.
      const trace = ({ data }: Matrix) =>
        Array.from({ length: 12 }, (_, i) => data[i * 13]!).reduce((s, v) => s + v);
      expect(trace(inner(narrow))).toBeCloseTo(trace(inner(square)), 8);
    });

    it("is square up to 1024 units", async () => {
      const c = representation("c", gaussian(random, 3, 1024));
      const { x } = await engine.align(c, representation("d", gaussian(random, 3, 2)), specs[0]!);
      expect([x.motion.cols, x.factors]).toEqual([1024, undefined]);
    });

    it("refuses a full motion that is no yes or no", async () => {
      const wrong = { ...specs[0]!, fullMotion: "yes" as unknown as boolean };
      await expect(engine.align(a, b, wrong)).rejects.toThrow('fullMotion is "yes"; accepted: true, false');
    });
  });
});
