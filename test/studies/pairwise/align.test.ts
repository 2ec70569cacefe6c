import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import type { Matrix } from "../../../src/base/matrix.ts";
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

  it("is refused for a metric that moves nothing, with those that do", async () => {
    const a = representation("a", gaussian(random, 6, 2));
    await expect(engine.align(a, a, { metric: "cka" })).rejects.toThrow(
      /cka compares without moving.*procrustes/,
    );
  });
});
