// The same bits on any number of threads; needs the built worker.
import { afterAll, expect, it } from "vitest";
import { createEngine, rdmFrom } from "repgeom";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian, representation } from "../../support/data.ts";

const random = createRandom(56);
const engines = await Promise.all([0, 1, 3].map((threads) => createEngine({ threads })));
afterAll(() => engines.forEach((engine) => engine.close()));

const x = representation("X", gaussian(random, 30, 200));
const models = [
  rdmFrom({
    name: "model",
    dissimilarity: "given",
    stimuli: Array.from({ length: 30 }, (_, i) => String(i)),
    condensed: gaussian(random, 1, 435).data,
  }),
];
// more than one piece of work, and more than is done on the calling thread
const patches = Array.from({ length: 300 }, (_, centre) =>
  Array.from({ length: 40 }, (__, k) => (centre + 3 * k) % 200),
);

it("searchlight has the same bits on no, one and three threads", async () => {
  const [none, ...others] = await Promise.all(
    engines.map((engine) =>
      engine.searchlight(x, patches, { models, comparator: "kendall-tau-a", keepRdms: true }),
    ),
  );
  for (const other of others) {
    expect(other.values!.data).toEqual(none!.values!.data);
    expect(other.rdms!.data).toEqual(none!.rdms!.data);
  }
});

it("a movie has the same bits on no, one and three threads", async () => {
  const movie = { name: "M", shape: [30, 20, 10], data: gaussian(random, 600, 10).data };
  const [none, ...others] = await Promise.all(
    engines.map((engine) => engine.rdmMovie(movie, { dissimilarity: "euclidean" })),
  );
  for (const other of others) expect(other.toNpy()).toEqual(none!.toNpy());
});
