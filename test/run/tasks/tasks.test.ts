import type { Worker } from "node:worker_threads";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
// A worker starts from built files only, so tasks are tested as users get them.
import { createEngine, type Engine } from "repgeom";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian, representation } from "../../support/data.ts";

const random = createRandom(3);
const networks = Array.from({ length: 4 }, (_, k) =>
  representation(`net ${k}`, gaussian(random, 150, 60 + 10 * k)),
);
const spec = { metric: "cka", debiased: true } as const;
const options = { bootstrap: "stimuli", permutation: "stimuli", samples: 30, seed: 5 } as const;

const started: Worker[] = [];
const ended = new Set<Worker>();
process.on("worker", (worker) => {
  started.push(worker);
  worker.once("exit", () => ended.add(worker));
});

let engine: Engine | undefined;
afterEach(() => {
  engine?.close();
  started.length = 0;
});

describe("a task on a pool", () => {
  let reference: object;
  beforeAll(async () => {
    const inline = await createEngine({ threads: 0 });
    reference = JSON.parse(JSON.stringify(await inline.pairwise(networks, spec, options))) as object;
  });
  const result = async (more: object = {}) =>
    JSON.parse(JSON.stringify(await engine!.pairwise(networks, spec, { ...options, ...more }))) as object;

  it.each([1, 2, 5])("of %i gives the same bits as the calling thread", async (threads) => {
    engine = await createEngine({ threads });
    expect(await result()).toEqual(reference);
  });

  it("gives the same barycenter and clusters on two threads as on the calling one", async () => {
    const inline = await createEngine({ threads: 0 });
    engine = await createEngine({ threads: 2 });
    const search = { restarts: 3, seed: 2, iterations: 20 } as const;
    const [here, there] = [
      await inline.barycenter(networks, search),
      await engine.barycenter(networks, search),
    ];
    expect(there.toJSON()).toEqual(here.toJSON());
    const clusters = { ...search, clusters: 2 };
    const [first, second] = [
      await inline.kmeans(networks, clusters),
      await engine.kmeans(networks, clusters),
    ];
    expect(second.toJSON()).toEqual(first.toJSON());
    expect(started).toHaveLength(2);
  });

  it("completes although workers die", async () => {
    engine = await createEngine({ threads: 2 });
    let killed = 0;
    const kill = ({ phase, done }: { phase: string; done: number }) => {
      if (phase === "work" && done > 4 && killed < 2) void started[killed++]!.terminate();
    };
    expect(await result({ onProgress: kill })).toEqual(reference);
    expect(killed).toBe(2);
    expect(started.length).toBeGreaterThan(2);
  });

  it("is gone within 100 ms of an abort, and can be used again", async () => {
    engine = await createEngine({ threads: 2 });
    const controller = new AbortController();
    // Threads start when a piece comes for them; those without one stay for the next run.
    const abort = ({ phase, done }: { phase: string; done: number }) =>
      void (phase === "work" && done > 1 && controller.abort());
    const run = result({ samples: 10_000, signal: controller.signal, onProgress: abort });
    await expect(run).rejects.toMatchObject({ name: "AbortError" });
    const workers = [...started];
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(workers.every((worker) => ended.has(worker))).toBe(true);
    expect(await result()).toEqual(reference);
  });

  it("passes errors of the data on as what they are", async () => {
    engine = await createEngine({ threads: 2 });
    const call = engine.pairwise(networks, spec, { bootstrap: "stimuli", samples: 0 });
    await expect(call).rejects.toMatchObject({ name: "OptionError" });
  });

  it("counts its pieces", async () => {
    engine = await createEngine({ threads: 2 });
    const seen: string[] = [];
    await result({
      onProgress: ({ phase, done, total }: never) => void seen.push(`${phase} ${done}/${total}`),
    });
    expect(seen.at(-1)).toBe("work 30/30");
  });
});
