import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import type { Worker } from "node:worker_threads";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "repgeom";
import { createRandom } from "../../src/base/random.ts";
import { gaussian, representation } from "../support/data.ts";

const random = createRandom(9);
const networks = Array.from({ length: 5 }, (_, k) => representation(`net ${k}`, gaussian(random, 240, 180)));
const procrustes = { metric: "procrustes" } as const;

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
  ended.clear();
});

/** Runs a script in a process of its own, whose memory is not that of the tests. */
async function run(...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", ...words], {
    timeout: 500_000,
  });
  return stdout;
}

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!holds() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(holds()).toBe(true);
}

const left = () => started.filter((worker) => !ended.has(worker)).length;

describe("repeated calls", () => {
  interface Grown {
    readonly grown: { name: string; calls: number; heap: number; bound: number }[];
    readonly heap: number;
  }
  let found: Grown;
  beforeAll(async () => {
    const script = fileURLToPath(new URL("../../scripts/soak/each.mjs", import.meta.url));
    found = JSON.parse(await run(script, "--calls", "300", "--seconds", "0.5")) as Grown;
  }, 600_000);

  it("of any function of an engine keep nothing alive", () => {
    expect(found.grown.length).toBeGreaterThan(30);
    for (const { name, calls, heap, bound } of found.grown) {
      expect(heap, `KiB that ${calls} calls of ${name} left`).toBeLessThan(bound);
    }
    expect(found.heap).toBeLessThan(10 * 1024);
  });

  it("on a pool do not make the process grow", async () => {
    const script = `
      import { createEngine } from "repgeom";
      const net = (k) => ({ name: "n" + k, rows: 400, cols: 400, data: Float64Array.from({ length: 160000 }, (_, i) => Math.sin(i * (k + 1.37))) });
      const nets = Array.from({ length: 6 }, (_, k) => net(k));
      const engine = await createEngine({ threads: 2 });
      const calls = async (count) => { for (let k = 0; k < count; k++) await engine.pairwise(nets, { metric: "cka" }); };
      const held = () => { gc(); return process.memoryUsage().rss / 2 ** 20; };
      await calls(60); // until then the heap finds its size
      const before = held();
      await calls(60);
      console.log(held() - before);
      engine.close();
    `;
    // Calls that were kept alive: 450 MiB.
    expect(Number(await run("--input-type=module", "-e", script))).toBeLessThan(250);
  }, 300_000);
});

describe("an idle thread", () => {
  it("ends after maxIdle seconds, and the next run starts another", async () => {
    engine = await createEngine({ threads: 2, maxIdle: 0.3 });
    const first = await engine.pairwise(networks, procrustes);
    expect(started).toHaveLength(2);
    await until(() => left() === 0);
    expect((await engine.pairwise(networks, procrustes)).values).toEqual(first.values);
    expect(started).toHaveLength(4);
  });

  it("is used again before that, and kept for ever where maxIdle is Infinity or too long for a timer", async () => {
    for (const maxIdle of [60, Infinity, 1e9]) {
      started.length = 0;
      engine = await createEngine({ threads: 2, maxIdle });
      await engine.pairwise(networks, procrustes);
      await new Promise((resolve) => setTimeout(resolve, 200));
      await engine.pairwise(networks, procrustes);
      expect(started).toHaveLength(2);
      expect(left()).toBe(2);
      engine.close();
    }
  });

  it("ends at once if its memory has grown far beyond the budget", async () => {
    engine = await createEngine({ threads: 1, budget: 2 ** 20, maxIdle: Infinity });
    await engine.pairwise(networks, procrustes);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(left()).toBe(1);
    const wide = [1, 2].map((k) => representation(`wide ${k}`, gaussian(random, 600, 8000)));
    await engine.pairwise(wide, { metric: "cka" });
    await until(() => left() === 0);
  });

  it("ends after it has seen much shared memory, which its collector does not count", async () => {
    engine = await createEngine({ threads: 1, budget: 2 ** 20, maxIdle: Infinity });
    const frames = { name: "movie", shape: [20, 20, 1000], data: gaussian(random, 20, 20_000).data };
    for (let call = 0; call < 40 && ended.size === 0; call++) await engine.rdmMovie(frames);
    await until(() => ended.has(started[0]!));
  });
});

describe("few jobs", () => {
  it("start few threads, however many there may be", async () => {
    engine = await createEngine({ threads: 1024 });
    await engine.pairwise(networks.slice(0, 3), procrustes);
    await engine.wrsm([1, 2, 3].map((k) => representation(`wide ${k}`, gaussian(random, 300, 300))));
    expect(started.length).toBeGreaterThan(0);
    expect(started.length).toBeLessThanOrEqual(3);
  });
});
