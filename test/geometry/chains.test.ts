import { describe, expect, it } from "vitest";
import { leaves } from "../../src/geometry/leaf-order.ts";
import { cutTree } from "../../src/geometry/partition.ts";
import { matrix } from "../../src/base/matrix.ts";

/** The tree in which each item joins the cluster of all before it: as deep as a tree of n items can be. */
function chain(n: number) {
  const z = matrix(n - 1, 4);
  for (let k = 0; k < n - 1; k++) z.data.set([k === 0 ? 0 : n + k - 1, k + 1, k + 1, k + 2], 4 * k);
  return z;
}

describe("a tree as deep as it has items", () => {
  const n = 100_000;

  it("has an order of its leaves", () => {
    const order = leaves(chain(n));
    expect([order.length, order[0], order[1], order[n - 1]]).toEqual([n, 0, 1, n - 1]);
  });

  it("can be cut", () => {
    const labels = cutTree(chain(n), 3);
    expect([labels[0], labels[n - 3], labels[n - 2], labels[n - 1]]).toEqual([0, 0, 1, 2]);
  });
});
