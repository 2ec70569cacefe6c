import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Worker } from "node:worker_threads";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
// A worker starts from built files only, so the pool is tested as users get it.
import { createEngine, type Engine, type MetricSpec } from "repgeom";
import { createRandom } from "../../src/base/random.ts";
import { gaussian, representation } from "../support/data.ts";

const random = createRandom(5);
const networks = Array.from({ length: 9 }, (_, k) =>
  representation(`net ${k}`, gaussian(random, 150, 20 + 20 * k)),
);
/** Takes seconds on one thread. */
const many = Array.from({ length: 24 }, (_, k) => representation(`wide ${k}`, gaussian(random, 300, 250)));

const specs: MetricSpec[] = [
  { metric: "procrustes" },
  { metric: "procrustes", alpha: 0.5 },
  { metric: "cka", ground: "angular" },
  { metric: "rsa", comparator: "spearman" },
];

/** Every worker that starts while a test runs, and which of them have ended. */
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

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("a pool of workers", () => {
  let references: Float64Array[];
  beforeAll(async () => {
    const inline = await createEngine({ threads: 0 });
    references = await Promise.all(specs.map(async (spec) => (await inline.pairwise(networks, spec)).values));
  });

  it.each([1, 2, 3, 7])("of %i gives the same bits as the calling thread", async (threads) => {
    engine = await createEngine({ threads });
    for (const [k, spec] of specs.entries()) {
      expect((await engine.pairwise(networks, spec)).values).toEqual(references[k]);
    }
    expect(started).toHaveLength(threads);
  });

  it("serves two runs at once", async () => {
    engine = await createEngine({ threads: 2 });
    const both = await Promise.all(specs.slice(0, 2).map((spec) => engine!.pairwise(networks, spec)));
    both.forEach(({ values }, k) => expect(values).toEqual(references[k]));
  });

  it("completes although workers die", async () => {
    const inline = await createEngine({ threads: 0 });
    const few = many.slice(0, 10);
    const reference = await inline.pairwise(few, { metric: "procrustes" });
    engine = await createEngine({ threads: 2 });
    let killed = 0;
    const result = await engine.pairwise(
      few,
      { metric: "procrustes" },
      {
        onProgress: ({ done }) => {
          if (killed < 2 && done % 3 === 0) void started[killed++]!.terminate();
        },
      },
    );
    expect(killed).toBe(2);
    expect(started.length).toBeGreaterThan(2);
    expect(result.values).toEqual(reference.values);
  });

  it("is gone within 100 ms of an abort, which rejects with its reason, and can be used again", async () => {
    engine = await createEngine({ threads: 2 });
    const controller = new AbortController();
    const run = engine.pairwise(
      many,
      { metric: "procrustes" },
      {
        signal: controller.signal,
        onProgress: ({ phase }) => {
          if (phase === "compare") controller.abort();
        },
      },
    );
    await expect(run).rejects.toMatchObject({ name: "AbortError" });
    const workers = [...started];
    expect(workers).toHaveLength(2);
    await sleep(100);
    expect(workers.every((worker) => ended.has(worker))).toBe(true);
    expect((await engine.pairwise(networks, specs[0]!)).values).toEqual(references[0]);
  });

  it("passes errors of the data on as what they are, at the first try", async () => {
    engine = await createEngine({ threads: 2 });
    const flat = representation("flat", { rows: 150, cols: 30, data: new Float64Array(4500).fill(2) });
    const call = engine.pairwise([...networks, flat], { metric: "cka" });
    await expect(call).rejects.toMatchObject({
      name: "NumericalError",
      message: expect.stringContaining("flat: every unit is constant"),
    });
  });

  it("leaves nothing running after an error, so that a script ends by itself", async () => {
    const script = `
      import { pairwise } from "repgeom";
      const net = (k) => ({ name: "n" + k, rows: 200, cols: 60, data: Float64Array.from({ length: 12000 }, (_, i) => Math.sin(i * (k + 1))) });
      const nets = [...Array.from({ length: 7 }, (_, k) => net(k)), { ...net(0), name: "zeros", data: new Float64Array(12000) }];
      await pairwise(nets, { metric: "procrustes" }).catch((error) => console.log(error.message));
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
      timeout: 20_000,
    });
    expect(stdout).toMatch(/zeros: every unit is constant/);
  });

  it("reports progress up to the last pair", async () => {
    engine = await createEngine({ threads: 2 });
    const seen: string[] = [];
    await engine.pairwise(
      networks,
      { metric: "procrustes" },
      {
        onProgress: ({ phase, done, total }) => seen.push(`${phase} ${done}/${total}`),
      },
    );
    expect(seen.filter((line) => line.startsWith("prepare"))).toHaveLength(9);
    expect(seen).toContain("prepare 9/9");
    expect(seen.at(-1)).toBe("compare 36/36");
  });
});
