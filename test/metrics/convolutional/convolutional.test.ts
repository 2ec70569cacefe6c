import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import type { Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import type { Representation } from "../../../src/data/representation.ts";
import { gaussian, multiply, orthogonal, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

type Spec = MetricSpec & { metric: "convolutional" };
const random = createRandom(58);

function images(name: string, shape: readonly [number, number, number, number]): Representation {
  const [m, h, w, c] = shape;
  return { name, shape, data: gaussian(random, m * h * w, c).data };
}

/** Rolled by so many rows and columns, what leaves at one side entering at the other. */
function rolled(x: Representation, down: number, right: number): Representation {
  const [m, h, w, c] = x.shape as [number, number, number, number];
  const data = new Float64Array(x.data.length);
  for (let cell = 0; cell < m * h * w; cell++) {
    const [image, i, j] = [Math.floor(cell / (h * w)), Math.floor(cell / w) % h, cell % w];
    const to = (image * h + ((i + down + h) % h)) * w + ((j + right + w) % w);
    data.set(x.data.subarray(cell * c, (cell + 1) * c) as Float64Array, to * c);
  }
  return { ...x, data };
}

/** Positions as stimuli, channels as units. */
const flat = (x: Representation) => {
  const c = x.shape[3]!;
  return representation(x.name, { rows: x.data.length / c, cols: c, data: x.data as Float64Array });
};

/** What the same measure of matrices is called. */
function ofMatrices({
  group = "orthogonal",
  alpha = 1,
  ground = "angular",
  center = true,
}: Spec): MetricSpec {
  return group === "permutation"
    ? { metric: "permutation", ground, center }
    : { metric: "procrustes", alpha, ground, center };
}

describe("convolutional", () => {
  const shapes: [number, number, number, number, number][] = [
    [4, 1, 1, 3, 3],
    [3, 1, 5, 2, 3],
    [3, 6, 1, 4, 2],
    [4, 3, 4, 3, 5],
    [2, 5, 3, 40, 3],
    [2, 9, 10, 2, 2],
    [2, 17, 2, 2, 3],
  ];
  const specs: Spec[] = [
    { metric: "convolutional" },
    { metric: "convolutional", ground: "euclidean", center: false },
    { metric: "convolutional", alpha: 0.4 },
    { metric: "convolutional", alpha: 0, ground: "euclidean" },
    { metric: "convolutional", group: "permutation" },
  ];
  it.each(shapes)(
    "of %i images of %i × %i with %i and %i channels is the matrix metric at every shift",
    async (m, h, w, c, d) => {
      const [x, y] = [images("x", [m, h, w, c]), images("y", [m, h, w, d])];
      for (const spec of specs) {
        const table = await engine.table(x, y, spec);
        let least = Infinity;
        for (let i = 0; i < h; i++) {
          for (let j = 0; j < w; j++) {
            const moved = flat(rolled(x, i - Math.floor(h / 2), j - Math.floor(w / 2)));
            const expected = await engine.compare(moved, flat(y), ofMatrices(spec));
            expect(Math.abs(table.data[i * w + j]! - expected)).toBeLessThanOrEqual(1e-12 * (1 + expected));
            least = Math.min(least, expected);
          }
        }
        expect(await engine.compare(x, y, spec)).toBe(Math.min(...table.data));
        expect(Math.abs(Math.min(...table.data) - least)).toBeLessThanOrEqual(1e-12 * (1 + least));
      }
    },
  );

  it.each(["orthogonal", "permutation"] as const)(
    "finds a shifted copy at 0, and what little noise was added to one (%s)",
    async (group) => {
      const x = images("x", [5, 9, 6, 4]);
      const turn = group === "orthogonal" ? orthogonal(random, 4) : reversal(4);
      const copy = rolled(x, 7, 4);
      const turned = {
        ...copy,
        data: multiply({ rows: 5 * 54, cols: 4, data: copy.data as Float64Array }, turn).data,
      };
      for (const ground of ["angular", "euclidean"] as const) {
        const size = ground === "angular" ? 1 : Math.hypot(...x.data);
        const spec: Spec = { metric: "convolutional", group, ground };
        expect(await engine.compare(x, turned, spec)).toBeLessThanOrEqual(1e-13 * size);
        const noise = x.data.map(() => random.normal()) as Float64Array;
        const noisy = (e: number) => ({ ...turned, data: turned.data.map((v, k) => v + e * noise[k]!) });
        const unit = (await engine.compare(x, noisy(1e-5), spec)) / 1e-5;
        expect((await engine.compare(x, noisy(1e-9), spec)) / 1e-9 / unit).toBeCloseTo(1, 3);
      }
    },
  );

  it("takes positions as stimuli or as units, if told to", async () => {
    const [x, y] = [images("x", [6, 2, 3, 4]), images("y", [6, 2, 3, 2])];
    const wide = (r: Representation) => ({ ...r, shape: [6, r.data.length / 6] });
    for (const group of ["orthogonal", "permutation"] as const) {
      const spec: Spec = { metric: "convolutional", group, ground: "euclidean" };
      expect(await engine.compare(x, y, { ...spec, positions: "stimuli" })).toBe(
        await engine.compare(flat(x), flat(y), ofMatrices(spec)),
      );
      expect(await engine.compare(x, y, { ...spec, positions: "units" })).toBe(
        await engine.compare(wide(x), wide(y), ofMatrices(spec)),
      );
    }
    const full = await engine.pairwise([x, y], { metric: "convolutional", positions: "units", alpha: 0 });
    expect(full.warnings.join()).toMatch(/the angle to one of them depends on the ranks alone/);
    const other = images("other", [6, 1, 4, 3]);
    expect(await engine.compare(x, other, { metric: "convolutional", positions: "units" })).toBeGreaterThan(
      0,
    );
  });

  it.each([1e-150, 1e150])("keeps its angles at a scale of %f", async (scale) => {
    const [x, y] = [images("x", [4, 3, 2, 3]), images("y", [4, 3, 2, 3])];
    const large = { ...x, data: x.data.map((v) => v * scale) as Float64Array };
    for (const group of ["orthogonal", "permutation"] as const) {
      const spec: Spec = { metric: "convolutional", group };
      expect(await engine.compare(large, y, spec)).toBeCloseTo(await engine.compare(x, y, spec), 13);
    }
  });

  it("of a constant network is the norm of the other, or has no angle", async () => {
    const x = images("x", [3, 2, 2, 2]);
    const zero = { ...x, name: "zero", data: new Float64Array(24) };
    const spec: Spec = { metric: "convolutional", ground: "euclidean", center: false };
    expect(await engine.compare(zero, x, spec)).toBeCloseTo(Math.hypot(...x.data), 13);
    const table = await engine.table(zero, x, spec);
    expect(table.data.every((v) => Math.abs(v - Math.hypot(...x.data)) < 1e-13)).toBe(true);
    await expect(engine.compare(zero, x, { metric: "convolutional" })).rejects.toThrow(
      "zero: every unit is constant",
    );
  });

  it("refuses other kinds, other sizes and a table of what has none", async () => {
    const x = images("x", [3, 2, 4, 2]);
    await expect(engine.compare(flat(x), flat(x), { metric: "convolutional" })).rejects.toThrow(
      /accepts images .*x is a matrix/,
    );
    const taller = images("taller", [3, 4, 2, 2]);
    await expect(engine.compare(x, taller, { metric: "convolutional" })).rejects.toThrow(
      "x is 3 × 2 × 4 × 2, taller is 3 × 4 × 2 × 2; the height must be the same",
    );
    const broken = { ...x, name: "broken", data: x.data.slice() };
    broken.data[17] = NaN;
    await expect(engine.table(x, broken, { metric: "convolutional" })).rejects.toThrow(
      "broken: the response of unit 1 to stimulus 1, counted from 0, is NaN",
    );
    const spec: Spec = { metric: "convolutional", group: "permutation", alpha: 0.5 };
    await expect(engine.compare(x, x, spec)).rejects.toThrow("alpha must be 1 there");
    await expect(engine.table(x, x, { metric: "convolutional", positions: "stimuli" })).rejects.toThrow(
      'a table over shifts needs positions "shifts"; got "stimuli"',
    );
    await expect(engine.table(flat(x), flat(x), { metric: "cka" })).rejects.toThrow(
      "cka is a single number for a pair; metrics with a table: convolutional",
    );
  });
});

function reversal(n: number): Matrix {
  const data = Float64Array.from({ length: n * n }, (_, k) => +(Math.floor(k / n) + (k % n) === n - 1));
  return { rows: n, cols: n, data };
}
