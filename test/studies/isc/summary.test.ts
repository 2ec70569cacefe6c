import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { createFisherMeans, summarize } from "../../../src/studies/isc/summary.ts";

describe("Fisher means of many lists at once", () => {
  const random = createRandom(3);
  const lists = 60;
  /** The first is like any other; then nearly perfect, with gaps, with perfect ones, of perfect ones, of nothing. */
  const kinds = [
    () => 2 * random.uniform() - 1,
    () => 1 - 2e-12,
    (list: number) => (list % 3 ? random.uniform() : Number.NaN),
    (list: number) => [1, -1, 0.25][list % 3]!,
    (list: number) => (list < 40 ? 1 : -1),
    () => Number.NaN,
    () => 1e-9 * random.uniform(),
  ];
  const given = Array.from({ length: lists }, (_, list) => Float64Array.from(kinds, (kind) => kind(list)));

  it.each([1, 15, 16, 17, lists])("of %i lists are those of the entries one by one", (count) => {
    const results = new Float64Array(kinds.length);
    const means = createFisherMeans(results);
    for (const list of given.slice(0, count)) means.add(list);
    means.finish();
    results.forEach((mean, k) => {
      const expected = summarize(
        given.slice(0, count).map((list) => list[k]!),
        "mean",
      );
      if (Number.isNaN(expected)) expect(mean).toBeNaN();
      else expect(Math.abs(mean - expected)).toBeLessThan(2e-15);
    });
  });
});
