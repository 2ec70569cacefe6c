import { beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../../../src/base/random.ts";
import { resolveSpec } from "../../../../src/metrics/resolve.ts";
import type { Executor, Job } from "../../../../src/run/pairs/executor.ts";
import { inlineExecutor } from "../../../../src/run/pairs/inline.ts";
import type { Tile } from "../../../../src/run/pairs/plan.ts";
import { runningSums } from "../../../../src/run/pairs/recorded/running-sums.ts";
import { runRecorded } from "../../../../src/run/pairs/recorded/run.ts";
import { runPairs } from "../../../../src/run/pairs/run.ts";
import { createKernels } from "../../../../src/wasm/create.ts";
import type { Kernels } from "../../../../src/wasm/kernels.ts";
import { chooseBuild, loadModule } from "../../../../src/wasm/load.ts";
import { gaussian, representation } from "../../../support/data.ts";
import { MemoryLedger } from "../../../support/memory-ledger.ts";

const tile: Tile = { rows: { start: 0, end: 2 }, cols: { start: 0, end: 2 } };

describe("runningSums", () => {
  it("keeps after 5 seconds, and then after twice the time each", () => {
    let at = 0;
    const kept: number[] = [];
    const record = { sums: () => undefined, putSums: () => void kept.push(at) };
    const sums = runningSums(record, () => at);
    for (at = 0; at < 100_000; at += 100) sums.told(tile, 1, new Float64Array(1));
    expect(kept).toEqual([5000, 15_000, 35_000, 75_000]);
  });
});

describe("a tile of inner products that is stopped in the middle", () => {
  let kernels: Kernels;
  beforeAll(async () => void (kernels = await createKernels(await loadModule(chooseBuild()))));
  const random = createRandom(3);
  // More stimuli than one block holds, so that the order of the sums matters.
  const networks = [5, 12, 3, 7].map((units, k) => representation(`n${k}`, gaussian(random, 600, units)));
  const all = { start: 0, end: networks.length };
  const pairs = { rows: all, cols: all, triangle: true, diagonal: true };

  it("goes on after the blocks that were kept, with the same bits", async () => {
    const spec = await resolveSpec({ metric: "rsa" } as never);
    const executor = inlineExecutor(kernels, spec, 2 ** 24);
    const expected = await runPairs([...networks], spec, pairs, executor, {});
    const ledger = new MemoryLedger();
    const blocks = (job: Job) =>
      job.kind === "inner-products" ? (job as Job & { index: number }).index : -1;
    /** Keeps the sums after each block, as if each took long, and dies in the third. */
    const dying: Executor = {
      ...executor,
      async run(job, prepared) {
        if (blocks(job) === 2) throw new RangeError("killed");
        return executor.run(job, prepared);
      },
    };
    const soon = () => (clock += 100_000);
    let clock = 0;
    const run = (place: Executor, given: MemoryLedger) =>
      runRecorded([...networks], spec, pairs, { ledger: given, executor: place, now: soon }, {});
    await expect(run(dying, ledger)).rejects.toThrow("killed");
    const done: number[] = [];
    const counting: Executor = {
      ...executor,
      async run(job, prepared) {
        done.push(blocks(job));
        return executor.run(job, prepared);
      },
    };
    expect(await run(counting, ledger.again())).toEqual(expected);
    expect(done[0]).toBe(2);
  });
});
