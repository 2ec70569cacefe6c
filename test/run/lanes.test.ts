import { describe, expect, it } from "vitest";
import { NumericalError } from "../../src/base/errors.ts";
import { runLanes } from "../../src/run/lanes/lanes.ts";

const later = (milliseconds = 0) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("runLanes", () => {
  it("does every job once, on as many lanes as it is given", async () => {
    const [done, active]: [number[], Set<number>] = [[], new Set()];
    let most = 0;
    const run = async (job: number) => {
      active.add(job);
      most = Math.max(most, active.size);
      await later();
      active.delete(job);
      return job * 2;
    };
    await runLanes([1, 2, 3, 4, 5, 6, 7], 3, run, (_job, result) => done.push(result));
    expect(done.toSorted((a, b) => a - b)).toEqual([2, 4, 6, 8, 10, 12, 14]);
    expect(most).toBe(3);
  });

  it("does a job again that failed, and goes on", async () => {
    let failures = 0;
    const results: number[] = [];
    const run = async (job: number) => {
      if (job === 2 && failures++ < 2) throw new Error("a worker died");
      return job;
    };
    await runLanes([1, 2, 3], 1, run, (_job, result) => results.push(result));
    expect(results).toEqual([1, 2, 3]);
    expect(failures).toBe(3);
  });

  it("ends with the error of a job that failed three times, and starts nothing more", async () => {
    const started: number[] = [];
    const run = async (job: number) => {
      started.push(job);
      await later();
      if (job === 1) throw new Error("broken for good");
      await later(20);
    };
    await expect(runLanes([1, 2, 3, 4, 5], 2, run, () => {})).rejects.toThrow("broken for good");
    const count = started.length;
    await later(50);
    expect(started).toHaveLength(count);
    expect(started.filter((job) => job === 1)).toHaveLength(3);
    expect(started).not.toContain(5);
  });

  it("does not repeat what the data are to blame for", async () => {
    let tries = 0;
    const run = async () => {
      tries++;
      throw new NumericalError("every unit is constant");
    };
    await expect(runLanes([1], 1, run, () => {})).rejects.toThrow("every unit is constant");
    expect(tries).toBe(1);
  });

  it("stops at an abort with the reason given", async () => {
    const controller = new AbortController();
    const done: number[] = [];
    const run = async (job: number) => {
      if (job === 2) controller.abort(new Error("enough"));
      return job;
    };
    await expect(runLanes([1, 2, 3, 4], 1, run, (job) => done.push(job), controller.signal)).rejects.toThrow(
      "enough",
    );
    expect(done).not.toContain(3);
  });
});
