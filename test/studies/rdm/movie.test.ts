// RDMs over time, each as if its time stood alone, on any number of threads.
import { afterAll, describe, expect, it } from "vitest";
import { createEngine } from "../../../src/index.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian } from "../../support/data.ts";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";

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

  it("takes the noise of each time, and of each bin", async () => {
    const precisions = [1, 2, 3, 4].map((seed) => {
      const data = new Float64Array(n * n);
      for (let k = 0; k < n; k++) data[k * (n + 1)] = 1 + ((seed * (k + 1)) % 5);
      return { rows: n, cols: n, data };
    });
    const asked = { dissimilarity: "mahalanobis", noiseAt: precisions } as const;
    const movie = await engine.rdmMovie(x, asked);
    for (const [time, noise] of precisions.entries()) {
      const { condensed } = await engine.rdm(at(time), { dissimilarity: "mahalanobis", noise });
      expect(movie.rdms[time]!.condensed).toEqual(condensed);
    }
    expect(movie.rdms[0]!.options).toMatchObject({ noise: "precision given, one for each time" });
    const residuals = [0, 1].map((k) => ({
      residuals: { rows: 30, cols: n, data: gaussian(random, 30 + k, n).data.slice(0, 30 * n) },
    }));
    const bins = [
      [0, 1],
      [2, 3],
    ];
    const binned = await engine.rdmMovie(x, { dissimilarity: "mahalanobis", noiseAt: residuals, bins });
    const halves = [at(2), at(3)];
    const mean = { ...at(2), data: halves[0]!.data.map((value, k) => value / 2 + halves[1]!.data[k]! / 2) };
    const { condensed } = await engine.rdm(mean, { dissimilarity: "mahalanobis", noise: residuals[1]! });
    binned.rdms[1]!.condensed.forEach((value, k) => expect(value).toBeCloseTo(condensed[k]!, 10));
    await expect(engine.rdmMovie(x, { ...asked, bins })).rejects.toThrow(
      "noiseAt has 4 entries, X makes 2 RDMs",
    );
    await expect(engine.rdmMovie(x, { ...asked, noise: "none" })).rejects.toThrow("give one of them");
    await expect(engine.rdmMovie(x, { ...asked, dissimilarity: "euclidean" })).rejects.toThrow(
      "takes no noise",
    );
  });

  it("refuses other axes and times that are not there", async () => {
    await expect(engine.rdmMovie(at(0))).rejects.toThrow(/X is 5 × 6/);
    await expect(engine.rdmMovie(x, { bins: [[0], [4]] })).rejects.toThrow(
      /times from 0 to 3; got \[4\] as bin 1/,
    );
    await expect(engine.rdmMovie(x, { bins: [] })).rejects.toThrow(/got none/);
  });
});
