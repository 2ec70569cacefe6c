import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createEngine, isc, pairwise } from "repgeom";

/** Large enough for threads. */
const networks = Array.from({ length: 6 }, (_, k) => ({
  rows: 300,
  cols: 300,
  data: Float64Array.from({ length: 90_000 }, (_, i) => ((i * (k + 3) * 7919) % 1009) / 1009),
}));
const metric = { metric: "procrustes" } as const;

async function valuesWith(options: Parameters<typeof createEngine>[0]) {
  const engine = await createEngine({ deterministic: true, ...options });
  try {
    const first = await pairwise(networks, metric, { engine });
    await pairwise(networks, metric, { engine });
    return [...first.values];
  } finally {
    engine.close();
  }
}

/** A worker that never answers. */
const silentWorker = () => ({
  addEventListener() {},
  removeEventListener() {},
  postMessage() {},
  terminate: vi.fn<() => void>(),
});

describe("where no worker thread can start", () => {
  const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
  afterEach(() => warned.mockClear());

  const refusals = {
    "a factory that throws": () => {
      throw new Error("not here");
    },
    "an address without a script": "/no/such/script.js",
  };
  for (const [name, worker] of Object.entries(refusals)) {
    it(`${name}: the calling thread computes the same bits, and one warning says so`, async () => {
      const expected = await valuesWith({ threads: 0 });
      expect(warned).not.toHaveBeenCalled();
      expect(await valuesWith({ threads: 2, worker })).toEqual(expected);
      expect(warned.mock.calls).toEqual([[expect.stringMatching(/no worker thread could start \(.+worker/)]]);
    });
  }

  it("the warning says what a factory returned, and what a worker must run", async () => {
    await valuesWith({ threads: 1, worker: () => undefined as never });
    await valuesWith({ threads: 1, worker: async () => ({}) });
    await valuesWith({ threads: 1, worker: "data:text/javascript,0" });
    expect(
      warned.mock.calls.map(([said]) => /\((.+?)\).*(script repgeom\/worker)/.exec(said)?.slice(1)),
    ).toEqual([
      ["the function given as worker returned undefined, no Worker", "script repgeom/worker"],
      ["the function given as worker returned [object Promise], no Worker", "script repgeom/worker"],
      ["A worker thread ended with exit code 0.", "script repgeom/worker"],
    ]);
  });

  it("tasks, too", async () => {
    const engine = await createEngine({ threads: 2, worker: refusals["a factory that throws"] });
    const how = { null: "phase-shift", samples: 200, seed: 1 } as const;
    const subjects = networks;
    const here = await isc(subjects, how, { engine });
    expect(warned).toHaveBeenCalledTimes(1);
    expect(here.toJson()).toBe((await isc(subjects, how)).toJson());
  });

  it("the threads that did start are ended, where a later one cannot", async () => {
    const started: ReturnType<typeof silentWorker>[] = [];
    const worker = () => {
      if (started.length === 1) throw new Error("no more of them");
      started.push(silentWorker());
      return started[0]!;
    };
    expect(await valuesWith({ threads: 2, worker })).toEqual(await valuesWith({ threads: 0 }));
    expect(warned.mock.calls).toEqual([[expect.stringContaining("no more of them")]]);
    expect(started[0]!.terminate).toHaveBeenCalled();
  });

  it("an abort does not wait for a thread that never answers", async () => {
    const engine = await createEngine({ threads: 1, worker: silentWorker });
    const signal = AbortSignal.timeout(50);
    await expect(pairwise(networks, metric, { engine, signal })).rejects.toThrow(/timeout/i);
  });
});

it("a worker is found by the text of its file: address", async () => {
  const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
  await valuesWith({ threads: 1, worker: new URL("../../dist/workers/worker.js", import.meta.url).href });
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
});

describe("a factory", () => {
  const script = new URL("../../dist/workers/worker.js", import.meta.url);

  /** Starts workers and keeps them. @param scripts - of the first ones; the others have the library's */
  function factory(...scripts: string[]) {
    const started: Worker[] = [];
    const worker = () => {
      const text = scripts[started.length];
      started.push(text === undefined ? new Worker(script) : new Worker(text, { eval: true }));
      return started.at(-1)!;
    };
    return { started, worker };
  }

  it("starts the threads of an engine", async () => {
    const { started, worker } = factory();
    expect(await valuesWith({ threads: 2, worker })).toEqual(await valuesWith({ threads: 0 }));
    expect(started.length).toBe(2);
  });

  it("whose first thread dies still gives the others", async () => {
    const warned = vi.spyOn(console, "warn");
    const { started, worker } = factory("process.exit(1)");
    expect(await valuesWith({ threads: 2, worker })).toEqual(await valuesWith({ threads: 0 }));
    expect(started.length).toBeGreaterThan(1);
    expect(warned).not.toHaveBeenCalled();
  });

  it("whose threads are still starting when the engine is closed", async () => {
    const { started, worker } = factory();
    const engine = await createEngine({ threads: 1, worker, maxIdle: Infinity });
    const controller = new AbortController();
    const run = pairwise(networks, metric, { engine, signal: controller.signal });
    await vi.waitUntil(() => started.length === 1, { timeout: 30_000, interval: 1 });
    const ended = once(started[0]!, "exit");
    controller.abort();
    engine.close();
    await expect(run).rejects.toThrow(/abort/i);
    await ended; // or this test takes too long
  });
});

it("what is no source of workers is refused", async () => {
  await expect(createEngine({ worker: 3 as never })).rejects.toThrow(/worker.*an address/);
});
