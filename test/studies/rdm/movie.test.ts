// RDMs over time, each as if its time stood alone, on any number of threads.
import { afterAll, describe, expect, it } from "vitest";
import { createEngine } from "../../../src/index.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian } from "../../support/data.ts";
import { parseNpy } from "../../../src/data/formats/npy.ts";

const engine = await createEngine({ threads: 0 });
afterAll(() => engine.close());
const random = createRandom(46);
const [m, times, n] = [5, 4, 6];
const x = { name: "X", shape: [m, times, n], data: gaussian(random, m * times, n).data };
const at = (time: number) => ({
  name: "X",
  shape: [m, n],
  data: Float64Array.from(
    { length: m * n },
    (_, k) => x.data[(Math.floor(k / n) * times + time) * n + (k % n)]!,
  ),
});

describe("rdmMovie", () => {
  it("gives the RDM of each time", async () => {
    const movie = await engine.rdmMovie(x, { dissimilarity: "cosine" });
    expect(movie.times).toEqual([0, 1, 2, 3]);
    for (const time of movie.times) {
      const { condensed } = await engine.rdm(at(time), { dissimilarity: "cosine" });
      expect(movie.rdms[time]!.condensed).toEqual(condensed);
    }
    expect(parseNpy(movie.toNpy(), "movie.npy")[0]!.shape).toEqual([4, 10]);
  });

  it("averages the times of a bin", async () => {
    const movie = await engine.rdmMovie(x, { dissimilarity: "euclidean", bins: [[0, 1, 3]] });
    const [a, b, c] = [at(0), at(1), at(3)];
    const mean = { ...a, data: a.data.map((value, k) => (value + b.data[k]! + c.data[k]!) / 3) };
    const { condensed } = await engine.rdm(mean, { dissimilarity: "euclidean" });
    movie.rdms[0]!.condensed.forEach((value, k) => expect(value).toBeCloseTo(condensed[k]!, 12));
    expect(movie.times[0]).toBeCloseTo(4 / 3, 12);
  });

  it("crossvalidates over repeats at each time", async () => {
    const repeats = { name: "R", shape: [3, 2, times, n], data: gaussian(random, 6 * times, n).data };
    const movie = await engine.rdmMovie(repeats, { dissimilarity: "crossnobis" });
    const data = Float64Array.from(
      { length: 36 },
      (_, k) => repeats.data[(Math.floor(k / n) * times + 2) * n + (k % n)]!,
    );
    const { condensed } = await engine.rdm(
      { name: "R", shape: [3, 2, n], data },
      { dissimilarity: "crossnobis" },
    );
    expect(movie.rdms[2]!.condensed).toEqual(condensed);
  });

  it("refuses other axes and times that are not there", async () => {
    await expect(engine.rdmMovie(at(0))).rejects.toThrow(/X is 5 × 6/);
    await expect(engine.rdmMovie(x, { bins: [[0], [4]] })).rejects.toThrow(
      /times from 0 to 3; got \[4\] as bin 1/,
    );
    await expect(engine.rdmMovie(x, { bins: [] })).rejects.toThrow(/got none/);
  });
});
