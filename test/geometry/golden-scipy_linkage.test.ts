import { describe, expect, it } from "vitest";
import { leaves, optimalLeafOrder } from "../../src/geometry/leaf-order.ts";
import { linkage, type LinkageMethod } from "../../src/geometry/linkage.ts";
import { adjustedRand, cutTree } from "../../src/geometry/partition.ts";
import { goldenArray, goldenCases, type GoldenCase } from "../golden/golden.ts";

const set = "scipy_linkage";
const output = ({ out }: GoldenCase, name: string) => goldenArray(set, out[name]!.file!).data;

describe("linkage, leaves and cuts agree with SciPy", () => {
  it.each(goldenCases(set))("$id $tag", (golden) => {
    const d = Float64Array.from(goldenArray(set, golden.in["d"] as string).data);
    const z = linkage(d, golden.params["method"] as LinkageMethod);
    const expected = output(golden, "Z");
    z.data.forEach((value, k) =>
      expect(Math.abs(value - expected[k]!)).toBeLessThanOrEqual(golden.out["Z"]!.tol),
    );
    for (const k of golden.params["ks"] as number[]) {
      const labels = cutTree(z, k);
      expect(new Set(labels).size).toBe(k);
      expect(adjustedRand(labels, output(golden, `labels_${k}`))).toBe(1);
    }
    const { value, tol } = golden.out["adjacent_sum"]!;
    expect(adjacentSum(d, leaves(optimalLeafOrder(z, d)))).toBeLessThanOrEqual(value! + tol);
  });
});

function adjacentSum(condensed: Float64Array, order: Int32Array): number {
  const n = order.length;
  const between = (i: number, j: number) => condensed[n * i - (i * (i + 1)) / 2 + j - i - 1]!;
  let sum = 0;
  for (let k = 1; k < n; k++) {
    const [i, j] = [order[k - 1]!, order[k]!];
    sum += between(Math.min(i, j), Math.max(i, j));
  }
  return sum;
}
