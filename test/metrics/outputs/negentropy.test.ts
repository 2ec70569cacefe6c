import { expect, it } from "vitest";
import { log } from "../../../src/base/math/log.ts";
import { createRandom } from "../../../src/base/random.ts";
import { negentropyOfMean } from "../../../src/metrics/outputs/negentropy.ts";

it("is a·ln a to the last digits of a, from 1 to the smallest numbers, and 0 of 0", () => {
  const random = createRandom(1);
  const at = (a: number) => negentropyOfMean(Float64Array.of(9, a), Float64Array.of(9, a), 1, 1);
  for (let k = 0; k < 20_000; k++) {
    const a = random.uniform() * 2 ** -Math.floor(random.uniform() * 60);
    expect(Math.abs(at(a) - (a > 0 ? a * log(a) : 0))).toBeLessThanOrEqual(a * (1 - log(a + 1e-300)) * 5e-16);
  }
  for (const a of [1, 0.5, 1 - 2 ** -53, 2 ** -1000, 2.3e-308])
    expect(Math.abs(at(a) - a * log(a))).toBeLessThan(3e-16);
  expect([at(0), at(5e-324)]).toEqual([0, 0]);
});
