import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, minibatchCka, type Batch, type Engine } from "../../../../src/index.ts";
import { matrix, type Matrix } from "../../../../src/base/matrix.ts";
import { createRandom } from "../../../../src/base/random.ts";
import { gaussian, multiply } from "../../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const random = createRandom(51);
const x = gaussian(random, 60, 5);
const noise = gaussian(random, 60, 8);
const y = { ...noise, data: multiply(x, gaussian(random, 5, 8)).data.map((v, k) => v + noise.data[k]!) };
const rows = ({ cols, data }: Matrix, from: number, to: number) =>
  matrix(to - from, cols, data.slice(from * cols, to * cols));
const batchesOf = (sizes: readonly number[], factor = 1): Batch[] => {
  let start = 0;
  return sizes.map((size) => {
    const [from, to] = [start, (start += size)];
    const scaled = (a: Matrix) => ({ ...a, data: a.data.map((v) => v * factor) });
    return { x: scaled(rows(x, from, to)), y: scaled(rows(y, from, to)) };
  });
};

/** HSIC₁ of Song et al. 2012, equation 5, of linear kernels. */
function hsic(a: Matrix, b: Matrix): number {
  const m = a.rows;
  const hollow = (c: Matrix) =>
    Array.from({ length: m }, (_, i) =>
      Array.from({ length: m }, (_column, j) =>
        i === j
          ? 0
          : c.data
              .subarray(i * c.cols, (i + 1) * c.cols)
              .reduce((s, v, k) => s + v * c.data[j * c.cols + k]!, 0),
      ),
    );
  const sum = (values: number[]) => values.reduce((p, q) => p + q, 0);
  const [k, l] = [hollow(a), hollow(b)];
  const [r, s] = [k.map(sum), l.map(sum)];
  const trace = sum(k.flatMap((line, i) => line.map((v, j) => v * l[i]![j]!)));
  const cross = sum(r.map((v, i) => v * s[i]!));
  return (trace + (sum(r) * sum(s)) / ((m - 1) * (m - 2)) - (2 * cross) / (m - 2)) / (m * (m - 3));
}

describe("minibatchCka", () => {
  it("of one batch is debiased CKA", async () => {
    const whole = await engine.compare(x, y, { metric: "cka", debiased: true });
    expect(Math.abs((await engine.minibatchCka(batchesOf([60]))) - whole)).toBeLessThanOrEqual(1e-13);
  });

  it.each([[[20, 20, 20]], [[4, 10, 25, 21]], [[6, 6, 6, 6]]])(
    "of batches of %j is its definition",
    async (sizes) => {
      const batches = batchesOf(sizes);
      const total = (a: "x" | "y", b: "x" | "y") =>
        batches.reduce((sum, batch) => sum + hsic(batch[a] as Matrix, batch[b] as Matrix), 0);
      const expected = total("x", "y") / Math.sqrt(total("x", "x") * total("y", "y"));
      expect(Math.abs((await engine.minibatchCka(batches)) - expected)).toBeLessThanOrEqual(1e-12);
    },
  );

  it("takes batches as they come, from the shared engine too", async () => {
    async function* stream() {
      for (const batch of batchesOf([30, 30])) yield await Promise.resolve(batch);
    }
    expect(await minibatchCka(stream())).toBeCloseTo(await engine.minibatchCka(batchesOf([30, 30])), 12);
  });

  it("does not change with scale; a batch of negligible scale adds nothing", async () => {
    const value = await engine.minibatchCka(batchesOf([30, 30]));
    for (const factor of [1e-150, 1e150]) {
      expect(Math.abs((await engine.minibatchCka(batchesOf([30, 30], factor))) - value)).toBeLessThanOrEqual(
        1e-13,
      );
    }
    const mixed = [batchesOf([30, 30])[0]!, batchesOf([30, 30], 1e-150)[1]!];
    const first = await engine.minibatchCka(batchesOf([30]));
    expect(Math.abs((await engine.minibatchCka(mixed)) - first)).toBeLessThanOrEqual(1e-13);
  });

  it("says which batch is at fault", async () => {
    const [good] = batchesOf([10]);
    const refusal = async (batches: Batch[], name: string, message: RegExp) => {
      const call = engine.minibatchCka(batches);
      await expect(call).rejects.toThrow(message);
      await expect(call).rejects.toMatchObject({ name });
    };
    await refusal([], "NumericalError", /there were no batches/);
    await refusal([good!, batchesOf([3])[0]!], "NumericalError", /batch 1, x: .* at least 4 stimuli, got 3/);
    await refusal(
      [good!, { x: good!.y, y: good!.x }],
      "ShapeError",
      /batch 0, x has 5 units, batch 1, x has 8/,
    );
    await refusal(
      [{ x: rows(x, 0, 9), y: rows(y, 0, 8) }],
      "ShapeError",
      /batch 0, x is 9 × 5, batch 0, y is 8 × 8/,
    );
    await refusal(
      [{ x: matrix(9, 2), y: rows(y, 0, 9) }],
      "NumericalError",
      /responses of x do not vary within any of the 1 batches/,
    );
    const broken = rows(x, 0, 9);
    broken.data[7] = NaN;
    await refusal(
      [{ x: broken, y: rows(y, 0, 9) }],
      "NumericalError",
      /batch 0, x: the response of unit 2 to stimulus 1/,
    );
  });
});
