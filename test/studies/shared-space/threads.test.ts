import { afterAll, expect, it } from "vitest";
// Workers start from built files only, so threads are tested as users get them.
import { createEngine, type Engine } from "repgeom";
import { createRandom } from "../../../src/base/random.ts";
import { sharing } from "./oracles.ts";

const nets = sharing(createRandom(1), 60, [70, 90, 40, 80, 65], 6, 0.5);
const engines: Engine[] = [];
afterAll(() => engines.forEach((engine) => engine.close()));

/** What `work` gives on no, one and three threads. */
async function onThreads(work: (engine: Engine) => Promise<unknown>): Promise<unknown[]> {
  if (engines.length === 0)
    for (const threads of [0, 1, 3]) engines.push(await createEngine({ threads, deterministic: true }));
  const found: unknown[] = [];
  for (const engine of engines) found.push(await work(engine));
  return found;
}

const options = { features: 6, iterations: 20, tolerance: 0 };

it.each(["srm", "robustSrm", "fastSrm", "hyperalign"] as const)(
  "%s gives the same bits on any number of threads",
  async (method) => {
    const [none, one, three] = await onThreads(async (engine) => {
      const { shared, maps, objective } = await engine[method](nets, method === "hyperalign" ? {} : options);
      return [shared.data, ...maps.map(({ data }) => data), objective].map((part) => Array.from(part));
    });
    expect(one).toEqual(none);
    expect(three).toEqual(none);
  },
);

it("RSMs and their intervals too", async () => {
  const [none, one, three] = await onThreads(async (engine) => {
    const { aligned } = await engine.srm(nets, options);
    const [within, between] = [await engine.wrsm(aligned), await engine.irsm(aligned)];
    const correlation = await engine.correlateRsms(within, between, { samples: 100 });
    return [Array.from(within.data), Array.from(between.data), correlation];
  });
  expect(one).toEqual(none);
  expect(three).toEqual(none);
});

it("an abort ends a fit in the middle", async () => {
  await onThreads(async (engine) => {
    const controller = new AbortController();
    const onProgress = ({ done }: { done: number }) => done === 3 && controller.abort();
    const control = { signal: controller.signal, onProgress };
    await expect(engine.srm(nets, { ...options, iterations: 1e6 }, control)).rejects.toThrow(/abort/i);
  });
});
