import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import { goldenArray, goldenCases, type GoldenCase } from "../../golden/golden.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const set = "netrep_energy";
const groups = { orth: "orthogonal", perm: "permutation", identity: "identity" } as const;

const specOf = ({ params }: GoldenCase): MetricSpec & { metric: "energy" } => ({
  metric: "energy",
  group: groups[params["group"] as keyof typeof groups],
});

const inputs = (golden: GoldenCase) =>
  [goldenArray(set, golden.in["X"] as string), goldenArray(set, golden.in["Y"] as string)] as const;

describe("energy against netrep's EnergyStochasticMetric", () => {
  it.each(goldenCases(set))("$id $tag", async (golden) => {
    const [x, y] = inputs(golden);
    const value = await engine.compare(x, y, specOf(golden));
    const { score, loss, best_known: best, best_known_loss: bestLoss } = golden.out;
    const { search } = await engine.align(x, y, specOf(golden));
    const found = search!.history.at(-1)!;
    // Not worse than the peer, and where it found the same optimum the same value.
    expect(found).toBeLessThanOrEqual(loss!.value! * (1 + 1e-9));
    if (loss!.value! - bestLoss!.value! < 1e-8) {
      expect(Math.abs(value - score!.value!)).toBeLessThanOrEqual(score!.tol);
    } else {
      expect(value).toBeLessThan(score!.value! - 1e-3);
    }
    // The least known over a hundred starts, or over all matchings.
    expect(Math.abs(value - best!.value!)).toBeLessThanOrEqual(best!.tol);
    expect(Math.abs(found - bestLoss!.value!)).toBeLessThanOrEqual(bestLoss!.tol);
  });
});
